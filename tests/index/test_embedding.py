from __future__ import annotations

import json
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding import BUNDLED, BUNDLED_DIRECTORY, Encoder, StaticEncoder, load_encoder
from index.errors import EncoderProblem

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ROOT = Path(__file__).parents[2]
TEXTS = [
    "2023年晋中市开发区铺排了269个项目",
    "盂县经开区规上工业增加值增速22.4%",
    "GDP与R&D投入",
    "ＧＤＰ",
    "龘",
    "a",
    "开发区" * 2000,
    "",
]


@pytest.fixture(scope="module")
def bundled() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def transformers_model() -> SentenceTransformer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(BUNDLED_DIRECTORY), local_files_only=True, device="cpu")


def test_shape_kind_and_length(bundled: Encoder) -> None:
    vectors = bundled.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors[:3], axis=1), 1, atol=1e-5)
    assert not vectors[-1].any()
    assert bundled.encode([]).shape == (0, bundled.dimension)


def test_similar_texts_are_near(bundled: Encoder) -> None:
    near, asked, far = bundled.encode(["开发区铺排项目269个", "开发区铺排了多少个项目", "今天的天气很好"])
    assert asked @ near > asked @ far + 0.2


def test_both_libraries_read_it_alike(bundled: Encoder, transformers_model: SentenceTransformer) -> None:
    texts = TEXTS[:-1]
    theirs = transformers_model.encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(bundled.encode(texts), theirs, atol=1e-4)
    np.testing.assert_array_equal(bundled.encode(texts, query=True), bundled.encode(texts))


def test_vectors_do_not_depend_on_the_batch(bundled: Encoder) -> None:
    together = bundled.encode(TEXTS * 200)
    np.testing.assert_allclose(together[: len(TEXTS)], [bundled.encode([text])[0] for text in TEXTS], atol=1e-6)


def test_threads_share_an_encoder(bundled: Encoder) -> None:
    expected = bundled.encode(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(bundled.encode, [TEXTS] * 100):
            np.testing.assert_array_equal(found, expected)


def test_the_bundled_model_needs_neither_torch_nor_the_hub() -> None:
    code = (
        "import sys; from index.embedding import load_encoder; load_encoder().encode(['项目']); "
        "print([n for n in sys.modules if n in {'torch','sentence_transformers','huggingface_hub','transformers'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_names_and_fingerprints(bundled: Encoder) -> None:
    assert bundled.name == BUNDLED
    assert len(bundled.fingerprint) == 64
    assert load_encoder(BUNDLED).fingerprint == bundled.fingerprint


def copied(directory: Path) -> Path:
    for path in BUNDLED_DIRECTORY.rglob("*"):
        if path.is_file():
            target = directory / path.relative_to(BUNDLED_DIRECTORY)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return directory


@pytest.mark.parametrize("name", ["modules.json", "model.safetensors", "tokenizer.json"])
def test_a_lacking_or_broken_file_is_named(tmp_path: Path, name: str) -> None:
    directory = copied(tmp_path)
    next(directory.rglob(name)).write_bytes(b"{")
    with pytest.raises(EncoderProblem, match="读不"):
        StaticEncoder(directory)
    next(directory.rglob(name)).unlink()
    with pytest.raises(EncoderProblem, match=f"缺少.*{name}"):
        StaticEncoder(directory)


def test_a_model_of_other_parts_is_refused(tmp_path: Path) -> None:
    parts = [{"path": "", "type": "a.Transformer"}, {"path": "", "type": "a.Pooling"}]
    (tmp_path / "modules.json").write_text(json.dumps(parts))
    with pytest.raises(EncoderProblem, match="Transformer、Pooling"):
        StaticEncoder(tmp_path)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", ["没有/这个模型", "/没有/这个/文件夹"])
def test_an_absent_model_is_named(name: str) -> None:
    with pytest.raises(EncoderProblem, match=f"没有可用的模型 {name}.*应为.*请这样做"):
        load_encoder(name)


@pytest.mark.filterwarnings("default")
def test_another_model_by_path_with_its_query_prompt(tmp_path: Path, transformers_model: SentenceTransformer) -> None:
    transformers_model.save(str(tmp_path))
    settings = json.loads((tmp_path / "config_sentence_transformers.json").read_text("utf-8"))
    settings["prompts"] = {"query": "为问题找出答案：", "document": ""}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(settings), "utf-8")
    encoder = load_encoder(str(tmp_path))
    asked, told = encoder.encode(["开发区项目"], query=True), encoder.encode(["开发区项目"])
    np.testing.assert_allclose(asked, encoder.encode(["为问题找出答案：开发区项目"]), atol=1e-6)
    assert not np.allclose(asked, told)
    np.testing.assert_allclose(told, load_encoder().encode(["开发区项目"]), atol=1e-4)
    assert (encoder.name, encoder.dimension) == (str(tmp_path), load_encoder().dimension)
    plain = encoder.fingerprint
    settings["prompts"]["query"] = "问："
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(settings), "utf-8")
    assert load_encoder(str(tmp_path)).fingerprint != plain
    assert encoder.encode([]).shape == (0, encoder.dimension)
