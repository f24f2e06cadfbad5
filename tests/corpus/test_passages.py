from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import PASSAGE_SIZE, split
from corpus.reading import make_document, read_bulletin
from corpus.types import Document, Passage, Section
from tests.corpus.bulletin_words import BULLETINS, bare


def texts(document: Document, size: int = PASSAGE_SIZE) -> list[str]:
    return [passage.text for passage in split(document, size)]


def hold(document: Document, passages: list[Passage], size: int) -> None:
    """Assert what must hold for the passages of any document."""
    at = 0
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
        assert 0 < len(passage.text) <= size
        assert passage.start >= at
        at = passage.end
        [section] = [one for one in document.sections if one.start <= passage.start and passage.end <= one.end]
        assert passage.section_path == section.path
        assert passage.document_id == document.id
    assert bare("".join(passage.text for passage in passages)) == bare(document.text)
    assert len({passage.id for passage in passages}) == len(passages)


@pytest.mark.parametrize(
    ("text", "size", "expected"),
    [
        ("第一句。第二句。第三句。", 8, ["第一句。第二句。", "第三句。"]),
        ("第一句！第二句？", 4, ["第一句！", "第二句？"]),
        ("甲一；甲二；甲三。", 6, ["甲一；甲二；", "甲三。"]),
        ("甲一，甲二、甲三。", 4, ["甲一，", "甲二、", "甲三。"]),
        ("没有标点的长句子", 3, ["没有标", "点的长", "句子"]),
        ("增长22.4%。总投资870.02亿元。", 14, ["增长22.4%。", "总投资870.02亿元。"]),
        ("短句。\n\n另一段。", 300, ["短句。\n另一段。"]),
        ("一。二。", 1, ["一", "。", "二", "。"]),
    ],
)
def test_cuts_at_the_best_place(text: str, size: int, expected: list[str]) -> None:
    assert texts(make_document("a.txt", text, title="文"), size) == expected


def test_a_section_that_fits_is_one_passage() -> None:
    document = make_document("a.txt", "一、甲\n一句。两句。\n二、乙\n三句。")
    assert texts(document) == ["一、甲\n一句。两句。", "二、乙\n三句。"]


def test_ids_number_the_passages_of_a_document() -> None:
    document = make_document("子/a.txt", "一、甲\n一句。\n二、乙\n三句。")
    assert [passage.id for passage in split(document)] == ["子/a.txt#0", "子/a.txt#1"]


def test_a_document_without_text_has_no_passages() -> None:
    assert split(Document("a", "a", "a", "", " \n", sections=(Section(("a",), 0, 2),))) == []
    assert split(Document("a", "a", "a", "", "")) == []


@pytest.mark.parametrize("size", [0, -1])
def test_a_size_that_is_not_positive_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        split(make_document("a.txt", "一句。"), size)


@pytest.mark.parametrize("size", [1, 20, 80, 150, PASSAGE_SIZE, 10_000])
def test_the_bulletin_at_any_size(size: int) -> None:
    [document] = read_bulletin()
    hold(document, split(document, size), size)


def test_the_bulletin_is_cut_at_sentence_ends() -> None:
    [document] = read_bulletin()
    passages = split(document)
    assert [p.text for p in passages if p.text[-1] not in "。" and "供稿:" not in p.text] == []
    assert 20 <= len(passages) <= 60


@given(BULLETINS | st.text(max_size=300), st.integers(1, 60))
def test_any_text(text: str, size: int) -> None:
    document = make_document("a.txt", text)
    hold(document, split(document, size), size)


@given(
    st.text(st.sampled_from("字a1。！？；;，,、\n \u3000\r\x00\x1c\u2028\ud800"), min_size=1, max_size=120),
    st.integers(1, 30),
)
def test_any_text_that_was_not_repaired(text: str, size: int) -> None:
    document = Document("a", "a", "a", "", text, sections=(Section(("a",), 0, len(text)),))
    hold(document, split(document, size), size)
