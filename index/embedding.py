"""Texts become unit vectors; the one door to model2vec and sentence-transformers.

The bundled model is a sentence-transformers ``StaticEmbedding``, read by model2vec with numpy alone, so that a question
is answered without importing torch. Any other sentence-transformers model is a name or a path away. Nothing is ever
downloaded, and no code that travels with a model is run.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import EncoderProblem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Vectors = NDArray[np.float32]

BUNDLED = "bundled"
"""The bundled model's name in manifests and settings."""
BUNDLED_DIRECTORY = Path(__file__).parent / "models" / "static"

_BATCH = 32


class Encoder(Protocol):
    """What turns texts into vectors."""

    @property
    def name(self) -> str:
        """What ``load_encoder`` finds it by."""

    @property
    def dimension(self) -> int:
        """The length of its vectors."""

    @property
    def fingerprint(self) -> str:
        """A checksum of all that decides its vectors; equal fingerprints mean equal vectors."""

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return one vector for each text, shape ``(len(texts), dimension)``, float32.

        A vector has unit length; that of a text without a single known token is zero.

        Args:
            texts: Any number of texts, none included.
            query: Whether they are questions, for models that read questions and passages differently.
        """


class StaticEncoder:
    """A directory with a ``StaticEmbedding``, read by model2vec; threads may share it."""

    def __init__(self, directory: Path, name: str = BUNDLED) -> None:
        """Read the weights.

        Raises:
            EncoderProblem: There is no static model in the directory, or it is not as it should be.
        """
        self.name = name
        self._weights, self._tokenizer = _static_files(directory)
        from model2vec import StaticModel  # not from_pretrained, which imports the hub client and may call the hub
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tensors = load_file(self._weights)
            # sentence-transformers' own layout, or model2vec's: int8 rows and the scale of each.
            rows = tensors["embedding.weight" if "embedding.weight" in tensors else "embeddings"]
            vectors = rows.astype("float32")
            if "weights" in tensors:
                vectors *= tensors["weights"].astype("float32")[:, None]
            tokenizer = Tokenizer.from_file(str(self._tokenizer))
            self._model = StaticModel(vectors, tokenizer, normalize=False, max_length=None)
        except Exception as error:  # tokenizers raises nothing narrower
            expected = "完整的 StaticEmbedding 模型"
            raise EncoderProblem(f"模型 {directory} 读不出来：{error}", expected, "重新安装本程序") from error
        self.dimension = int(vectors.shape[1])
        self._lock = threading.Lock()  # encoding sets the tokenizer's truncation, which must not happen while it works

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the weights and the tokenizer."""
        digest = hashlib.sha256(self._weights.read_bytes())
        digest.update(self._tokenizer.read_bytes())
        return digest.hexdigest()

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return one vector for each text; see ``Encoder``. Questions and passages are read alike."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            means = self._model.encode(list(texts), use_multiprocessing=False)
        return _unit(means)

    def pieces(self, text: str) -> list[tuple[int, tuple[int, int]]]:
        """Return the pieces of a text: the number of each and its span."""
        with self._lock:
            self._model.tokenizer.no_truncation()
            found = self._model.tokenizer.encode(text, add_special_tokens=False)
        return list(zip(found.ids, found.offsets, strict=True))

    @property
    def piece_count(self) -> int:
        """How many pieces the vocabulary has."""
        return len(self._model.embedding)

    def piece_vectors(self, numbers: NDArray[np.int64]) -> Vectors:
        """Return the vectors of some pieces, brought to length one, shape ``(len(numbers), dimension)``."""
        return _unit(self._model.embedding[numbers])


class SentenceEncoder:
    """Any model that sentence-transformers reads, with its own pooling and its prompts for queries and documents."""

    def __init__(self, name: str) -> None:
        """Load the model from a path or from the local cache.

        Raises:
            EncoderProblem: It is not on this machine, or sentence-transformers cannot read it.
        """
        from sentence_transformers import SentenceTransformer

        self.name = name
        try:
            self._model: SentenceTransformer = SentenceTransformer(
                name, local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
            )
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise EncoderProblem(
                f"本机没有可用的模型 {name}",
                "sentence-transformers 模型（safetensors）所在的文件夹，或已下载到本机的模型名",
                f"hf download {name}，或改用内置模型（不指定模型）",
            ) from error
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the weights, the modules' settings and the prompts."""
        import torch

        digest = hashlib.sha256(f"{self._model}{json.dumps(self._model.prompts, sort_keys=True)}".encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(f"{key}{tensor.dtype}{tuple(tensor.shape)}".encode())
            digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
        return digest.hexdigest()

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Return one vector for each text; see ``Encoder``."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encode = self._model.encode_query if query else self._model.encode_document
        with self._lock:
            found = encode(list(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        return _unit(found)


@cache
def bundled_encoder() -> StaticEncoder:
    """Return the bundled model, read once."""
    return StaticEncoder(BUNDLED_DIRECTORY)


def load_encoder(name_or_path: str | None = None) -> Encoder:
    """Load an embedding model from this machine.

    Args:
        name_or_path: Nothing (or ``"bundled"``) for the bundled model; else a sentence-transformers model's directory,
            or its name if it lies in the local cache.

    Raises:
        EncoderProblem: It is not there or cannot be read.
    """
    if name_or_path is None or name_or_path == BUNDLED:
        return StaticEncoder(BUNDLED_DIRECTORY)
    return SentenceEncoder(name_or_path)


def _static_files(directory: Path) -> tuple[Path, Path]:
    """Return the weights and the tokenizer of the one module that ``modules.json`` names."""
    expected = f"StaticEmbedding 模型文件夹 {directory}（modules.json、model.safetensors、tokenizer.json）"
    remedy = "重新安装本程序，或运行 python -m index.training"
    try:
        modules = json.loads((directory / "modules.json").read_text("utf-8"))
        kinds = [module["type"].rpartition(".")[2] for module in modules]
        folder = directory / modules[0]["path"]
    except FileNotFoundError as error:
        raise EncoderProblem(f"没有找到内置模型：缺少 {error.filename}", expected, remedy) from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise EncoderProblem(f"{directory / 'modules.json'} 读不懂：{error}", expected, remedy) from error
    if kinds not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        raise EncoderProblem(f"模型由 {'、'.join(kinds)} 组成", expected, remedy)
    weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
    for path in (weights, tokenizer):
        if not path.is_file():
            raise EncoderProblem(f"没有找到内置模型：缺少 {path}", expected, remedy)
    return weights, tokenizer


def _unit(vectors: NDArray[Any]) -> Vectors:
    import numpy as np

    plain = np.ascontiguousarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(plain, axis=1, keepdims=True)
    unit: Vectors = np.divide(plain, lengths, out=np.zeros_like(plain), where=lengths > 1e-12)
    return unit
