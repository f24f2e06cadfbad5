from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Document, Passage
from index.search import PassageIndex
from index.segments import indexed_text
from tests.encoders import BigramEncoder

Collection = tuple[list[Document], list[Passage]]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("query", "document", "words"),
    [
        ("盂县经开区规上工业增加值增速是多少？", "阳泉.txt", "22.4%"),
        ("晋中市开发区铺排了多少个项目", "晋中.txt", "269个"),
        ("阳泉市开发区总投资", "阳泉.txt", "210.5亿元"),
        ("晉中“三個一批”簽約項目", "晋中.txt", "88个"),
        ("８７０．０２億", "晋中.txt", "870.02亿元"),
    ],
)
def test_finds_the_city_and_the_sentence(small: PassageIndex, query: str, document: str, words: str) -> None:
    best = small.search(query)[0]
    assert best.passage.document_id == document
    assert words in best.passage.text


def test_hits_are_best_first_within_bounds_and_grow_with_k(small: PassageIndex) -> None:
    hits = small.search("开发区项目总投资", k=6)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 and 0 <= hit.lexical < 1 and 0 <= hit.dense <= 1 for hit in hits)
    assert small.search("开发区项目总投资", k=2) == hits[:2]
    assert small.search("开发区项目总投资", k=1000) == hits


def test_a_share_of_nothing_is_bm25_alone_and_of_all_is_the_encoder_alone(small: PassageIndex) -> None:
    assert all(hit.score == pytest.approx(hit.lexical, abs=1e-5) for hit in small.search("项目", dense_share=0))
    assert all(hit.score == pytest.approx(hit.dense, abs=1e-5) for hit in small.search("项目", dense_share=1))


def test_limited_to_documents(small: PassageIndex) -> None:
    assert {hit.passage.document_id for hit in small.search("开发区项目", documents={"阳泉.txt"})} == {"阳泉.txt"}
    assert small.search("开发区项目", documents=[]) == small.search("开发区项目", documents=["没有.txt"]) == []
    with pytest.raises(TypeError, match="collection"):
        small.search("开发区", documents="阳泉.txt")


@pytest.mark.parametrize("query", ["", " \n", "\x00", "？", "\ud800"])
def test_a_query_that_says_nothing_finds_nothing_or_little(small: PassageIndex, query: str) -> None:
    assert len(small.search(query)) <= len(small.passages)


def test_a_blank_query_finds_nothing(small: PassageIndex) -> None:
    assert small.search("") == small.search("  \n") == []


def test_k_is_positive(small: PassageIndex) -> None:
    with pytest.raises(ValueError, match="k must be positive"):
        small.search("项目", k=0)


def test_an_empty_index_finds_nothing(encoder: BigramEncoder, tmp_path: Path) -> None:
    empty = PassageIndex.build([], [], encoder)
    empty.save(tmp_path)
    assert empty.search("项目") == PassageIndex.open(tmp_path, encoder).search("项目") == []


def test_equal_passages_are_ranked_in_order(encoder: BigramEncoder) -> None:
    text = "招商引资项目。" * 40
    document = Document("a", "", "", "", text)
    passages = [Passage(f"a#{at}", "a", (), at * 7, at * 7 + 7, text[at * 7 : at * 7 + 7]) for at in range(40)]
    hits = PassageIndex.build([document], passages, encoder).search("招商项目", k=30)
    assert [hit.passage for hit in hits] == passages[:30]
    assert len({hit.score for hit in hits}) == 1


def test_documents_passages_and_neighbours(small: PassageIndex) -> None:
    first, second, third = small.passages_of("阳泉.txt")
    assert list(small.documents) == ["晋中.txt", "阳泉.txt"]
    assert small.neighbours(first) == [second]
    assert small.neighbours(second) == [first, third]
    assert small.neighbours(first, width=5) == [second, third]
    assert small.neighbours(second, width=0) == []
    with pytest.raises(KeyError):
        small.passages_of("没有.txt")
    with pytest.raises(TypeError):
        small.documents["x"] = small.documents["阳泉.txt"]  # type: ignore[index]


def test_a_passage_is_indexed_with_its_path_once(collection: Collection) -> None:
    documents, passages = collection
    assert indexed_text(documents[0], passages[0]) == f"晋中市开发区\n2023年工作成绩\n{passages[0].text}"


def test_progress_is_told_to_the_end(collection: Collection, encoder: BigramEncoder) -> None:
    told: list[tuple[int, int, str]] = []
    PassageIndex.build(*collection, encoder, progress=lambda *one: told.append(one))
    assert told == [(6, 6, "terms"), (6, 6, "vectors")]


def test_wrong_input_to_build_is_named(collection: Collection, encoder: BigramEncoder) -> None:
    documents, passages = collection
    with pytest.raises(ValueError, match="occurs twice"):
        PassageIndex.build([*documents, documents[0]], passages, encoder)
    with pytest.raises(ValueError, match="belongs to no document"):
        PassageIndex.build(documents[:1], passages, encoder)
    other = Passage("x", passages[0].document_id, (), 0, 3, "不是它")
    with pytest.raises(ValueError, match="not the text of its span"):
        PassageIndex.build(documents, [other], encoder)


def test_opened_finds_what_was_saved(small: PassageIndex, encoder: BigramEncoder, tmp_path: Path) -> None:
    small.save(tmp_path)
    opened = PassageIndex.open(tmp_path, encoder)
    assert opened.documents == small.documents
    assert opened.passages == small.passages
    assert opened.search("签约项目总投资") == small.search("签约项目总投资")


def test_building_twice_gives_the_same_files(collection: Collection, encoder: BigramEncoder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        PassageIndex.build(*collection, encoder).save(tmp_path / name)
    folders = [tmp_path / name / "generations" / "000001" for name in ("one", "two")]
    contents = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders]
    assert contents[0] == contents[1]


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), max_size=30), st.integers(1, 9))
def test_any_query_gets_hits_or_none(query: str, k: int) -> None:
    hits = _SHARED.search(query, k)
    assert len(hits) <= k
    assert all(np.isfinite(hit.score) for hit in hits)


def test_threads_share_an_index(small: PassageIndex) -> None:
    queries = ["晋中项目", "阳泉增速", "绿色能源"] * 40
    expected = [small.search(query) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(small.search, queries)) == expected


def test_importing_the_room_imports_nothing_heavy() -> None:
    code = "import index, sys; print([n for n in sys.modules if n in {'numpy','faiss','torch','model2vec'}])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _shared() -> PassageIndex:
    document = Document("a", "题目", "", "", "晋中市开发区项目269个。")
    return PassageIndex.build([document], [Passage("a#0", "a", (), 0, 14, document.text)], BigramEncoder())


_SHARED = _shared()
