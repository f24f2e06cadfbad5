"""A second look at what was found: a CrossEncoder that reads question and passage together, if one is given.

None is bundled. Any sentence-transformers ``CrossEncoder`` of one output is a name or a path away; as with embedding
models, nothing is downloaded, weights are safetensors only, and no code that travels with a model is run.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from index.errors import EncoderProblem
from index.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SETTING = "BULLETIN_QA_RERANKER"
"""The environment variable that names the model."""
DEPTH = 32
"""How many of the best hits are looked at again; each costs a pass through the model."""
_BATCH = 16


class Reranker(Protocol):
    """What tells how well passages answer a question."""

    @property
    def name(self) -> str:
        """What ``load_reranker`` finds it by."""

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well each text answers the question, shape ``(len(texts),)``, float32, in [0, 1]."""


class CrossReranker:
    """Any model that sentence-transformers' ``CrossEncoder`` reads; threads may share it."""

    def __init__(self, name: str) -> None:
        """Load the model from a path or from the local cache.

        Raises:
            EncoderProblem: It is not on this machine, cannot be read, or gives more than one score.
        """
        from sentence_transformers import CrossEncoder

        self.name = name
        expected = "只有一个输出的 CrossEncoder 模型（safetensors）所在的文件夹，或已下载到本机的模型名"
        remedy = f"hf download {name}，或不指定重排模型"
        try:
            self._model = CrossEncoder(
                name, local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
            )
        except (OSError, ValueError, ImportError, KeyError) as error:
            raise EncoderProblem(f"本机没有可用的重排模型 {name}", expected, remedy) from error
        if self._model.num_labels != 1:
            raise EncoderProblem(f"重排模型 {name} 有 {self._model.num_labels} 个输出", expected, remedy)
        self._lock = threading.Lock()

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well each text answers the question; see ``Reranker``."""
        import numpy as np
        import torch

        if not texts:
            return np.zeros(0, np.float32)
        with self._lock:
            found = self._model.predict(
                [(question, text) for text in texts],
                batch_size=_BATCH,
                show_progress_bar=False,
                activation_fn=torch.nn.Sigmoid(),
                convert_to_numpy=True,
            )
        return np.asarray(found, np.float32).reshape(-1)


def load_reranker(name_or_path: str | None = None) -> Reranker | None:
    """Load a reranking model from this machine.

    Args:
        name_or_path: A directory, or a name in the local cache; where none is given, that in the environment variable
            ``BULLETIN_QA_RERANKER``.

    Returns:
        The model; None where none is named.

    Raises:
        EncoderProblem: It is not there or cannot be read.
    """
    name = name_or_path or os.environ.get(SETTING, "")
    return CrossReranker(name) if name else None


def reranked(question: str, hits: Sequence[Hit], texts: Sequence[str], reranker: Reranker) -> list[Hit]:
    """Return the hits with the best ones in the order of the reranker; their ``score`` is the reranker's.

    Those behind ``DEPTH`` keep their order and stay behind: their scores are scaled below the least of the others.

    Args:
        question: The question.
        hits: What was found, best first.
        texts: What each hit's passage is read as: its headings and its text.
        reranker: The model.
    """
    scores = reranker.score(question, texts[:DEPTH])
    first = [replace(hit, score=float(score)) for hit, score in zip(hits[:DEPTH], scores, strict=True)]
    first.sort(key=lambda hit: -hit.score)
    least = first[-1].score if first else 1.0
    return [*first, *(replace(hit, score=least * hit.score) for hit in hits[DEPTH:])]
