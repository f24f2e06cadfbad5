"""Models that people bring: tiny ones, made on the spot and read by the real classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.reading import make_document
from eval.rankers import rankers
from index.embedding import load_encoder
from index.errors import EncoderProblem, OtherEncoder
from index.library import Library
from index.reranking import SETTING, load_reranker
from index.search import PassageIndex
from qa.assistant import Assistant
from qa.cli import main

pytestmark = pytest.mark.filterwarnings("default")
TEXT = "晋中开发区铺排项目269个。阳泉高新区增长16.6%。全年共签约项目三十八个。"
Made = Callable[[str], str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what makes a model of a kind and returns its folder."""
    import torch
    from sentence_transformers import CrossEncoder, SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("models")
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(TEXT))]))
    tokenizer = BertTokenizer(str(folder / "vocab.txt"))
    size: dict[str, Any] = {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
    }

    @cache
    def make(kind: str) -> str:
        torch.manual_seed(0)
        config = BertConfig(vocab_size=len(tokenizer), **size)
        config.num_labels = 2 if kind == "two outputs" else 1
        path = folder / kind
        if kind in ("reranker", "two outputs"):
            plain = BertForSequenceClassification(config)
            plain.save_pretrained(path)
            tokenizer.save_pretrained(path)
            CrossEncoder(str(path), local_files_only=True).save_pretrained(str(path), create_model_card=False)
            return str(path)
        bert = BertModel(config)
        bert.save_pretrained(path / "bert")
        tokenizer.save_pretrained(path / "bert")
        if kind == "pickled":
            (path / "bert" / "model.safetensors").unlink()
            torch.save(bert.state_dict(), path / "bert" / "pytorch_model.bin")
            return str(path / "bert")
        words = Transformer(str(path / "bert"))
        pooling = Pooling(words.get_embedding_dimension(), pooling_mode=kind)
        SentenceTransformer(
            modules=[words, pooling, Normalize()], prompts={"query": "项目", "document": ""}, device="cpu"
        ).save(str(path), create_model_card=False)
        return str(path)

    return make


@pytest.mark.parametrize("pooling", ["cls", "lasttoken"])
def test_pooling_and_prompts_are_the_models_own(made: Made, pooling: str) -> None:
    from sentence_transformers import SentenceTransformer

    path = made(pooling)
    encoder, plain = load_encoder(path), SentenceTransformer(path, device="cpu", local_files_only=True)
    told = encoder.encode(["晋中开发区", "阳泉"])
    np.testing.assert_allclose(told, plain.encode(["晋中开发区", "阳泉"]), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(told, axis=1), 1, atol=1e-5)
    asked = encoder.encode(["增长"], query=True)
    np.testing.assert_allclose(asked, plain.encode(["项目增长"]), atol=1e-5)


def test_an_index_of_another_model_is_built_opened_and_refused_for_others(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "报告.txt").write_text(TEXT, "utf-8")
    index = tmp_path / "index"
    assert main(["index", "build", str(tmp_path / "报告.txt"), "--index", str(index), "--model", made("cls")]) == 0
    assert PassageIndex.open(index).encoder.name == made("cls")
    assert Assistant.open(index).answer("晋中铺排了多少个项目？").short == "269个"
    with pytest.raises(OtherEncoder, match="请这样做"):
        PassageIndex.open(index, load_encoder())


def test_pickled_weights_are_refused(made: Made) -> None:
    with pytest.raises(EncoderProblem, match="safetensors"):
        load_encoder(made("pickled"))


def test_a_reranker_orders_what_was_found(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [sentence for sentence in TEXT.split("。") if sentence]
    Library(tmp_path).add([make_document(f"{number}.txt", text) for number, text in enumerate(sentences)])
    reranker = load_reranker(made("reranker"))
    assert reranker is not None
    question = "项目增长多少"
    plain, again = Assistant.open(tmp_path), Assistant.open(tmp_path, made("reranker"))
    hits = again.search(question)
    assert {hit.passage.id for hit in hits} == {hit.passage.id for hit in plain.search(question)}
    expected = reranker.score(question, [f"{hit.passage.document_id[:-4]}\n{hit.passage.text}" for hit in hits])
    np.testing.assert_allclose([hit.score for hit in hits], expected, atol=1e-6)
    assert all(0 <= second.score <= first.score <= 1 for first, second in pairwise(hits))
    assert again.search(question, 1) == hits[:1]
    monkeypatch.setenv(SETTING, made("reranker"))
    assert Assistant.open(tmp_path).search(question) == hits
    assert list(rankers(PassageIndex.open(tmp_path))["hybrid, reranked"](question)) == hits


def test_no_reranker_where_none_is_named_and_an_error_where_it_is_absent(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_reranker() is None
    with pytest.raises(EncoderProblem, match=r"没有可用的重排模型 没有/这个.*请这样做"):
        load_reranker("没有/这个")
    with pytest.raises(EncoderProblem, match="2 个输出"):
        load_reranker(made("two outputs"))
