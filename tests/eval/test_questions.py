"""Question files: what is read, what is refused, and where quotes are found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import read_bulletin
from eval.questions import KINDS, QuestionFileError, Span, find_quote, gold_spans, load_questions
from eval.sets import DOCUMENTS, INVENTED, PRESS, QUESTIONS, REPORTS, read_folder

ROW: dict[str, Any] = {
    "id": "a1",
    "kind": "fact",
    "question": "多少个？",
    "history": [],
    "status": "answered",
    "answers": [["269个"]],
    "gold": [{"document": "a.txt", "quote": "项目269个"}],
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


def test_reads_a_question_with_defaults(tmp_path: Path) -> None:
    [question] = load_questions(write(tmp_path / "q.jsonl", ROW))
    assert question.answers == (("269个",),)
    assert question.forbid == ()
    assert question.note == ""
    assert question.answerable
    assert question.gold[0].quote == "项目269个"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": 1}, "id must be a text"),
        ({"question": " "}, "question must be a text"),
        ({"kind": "riddle"}, "kind must be one of fact"),
        ({"status": "maybe"}, "status must be one of"),
        ({"answers": []}, "needs answers and gold"),
        ({"gold": []}, "needs answers and gold"),
        ({"status": "not_found"}, "a not_found one has neither"),
        ({"answers": ["269个"]}, "answers must be a list of groups"),
        ({"answers": [[]]}, "answers must be a list of groups"),
        ({"answers": [[""]]}, "answers must be a list of groups"),
        ({"forbid": "293"}, "forbid must be"),
        ({"gold": [{"document": "a.txt"}]}, "gold must be"),
        ({"history": [{"role": "user"}]}, "history must be"),
        ({"history": [{"role": "system", "content": "x"}]}, "a role must be one of user, assistant"),
        ({"answer": "269个"}, "unknown fields answer"),
    ],
)
def test_names_the_line_and_what_is_wrong(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    file = write(tmp_path / "q.jsonl", {**ROW, "id": "a0"}, ROW | change)
    with pytest.raises(QuestionFileError, match=message) as caught:
        load_questions(file)
    assert caught.value.line == 2
    assert str(file) in str(caught.value)


def test_names_a_missing_field(tmp_path: Path) -> None:
    row = {name: value for name, value in ROW.items() if name != "status"}
    with pytest.raises(QuestionFileError, match="lacks status"):
        load_questions(write(tmp_path / "q.jsonl", row))


def test_refuses_two_questions_with_one_id(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="'a1' occurs twice"):
        load_questions(write(tmp_path / "q.jsonl", ROW, ROW))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no question"),
        (b"\n \n", "holds no question"),
        (b"{", "line 1: is not JSON"),
        (b"[]", "is not a JSON object"),
        ("多少".encode("gbk"), "is not UTF-8"),
    ],
)
def test_refuses_what_is_no_question_file(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(content)
    with pytest.raises(QuestionFileError, match=message):
        load_questions(file)


def test_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="cannot be read"):
        load_questions(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("项目 269\n个。", "项目269个", (0, 8)),
        ("共\n\n铺排。", "铺排", (3, 5)),
        ("项目269个", "项 目\n269个", (0, 6)),
        ("项目269个", "项目２６９个", None),  # only white space is forgiven
        ("", "项目", None),
        ("项目", " ", None),
    ],
)
def test_finds_a_quote_whatever_the_white_space(text: str, quote: str, expected: tuple[int, int] | None) -> None:
    assert find_quote(text, quote) == expected


@given(st.text(alphabet="甲乙 \n\u3000", max_size=12), st.text(alphabet="丙丁 \n", max_size=8), st.text(max_size=5))
def test_a_found_span_is_the_quote(before: str, quote: str, after: str) -> None:
    found = find_quote(before + quote + after, quote)
    if not quote.strip():
        assert found is None
    else:
        assert found is not None
        assert "".join((before + quote + after)[slice(*found)].split()) == "".join(quote.split())


def test_spans_overlap_where_they_share_a_character() -> None:
    span = Span("a", 5, 8)
    assert span.overlaps("a", 7, 9)
    assert not span.overlaps("a", 8, 9)
    assert not span.overlaps("a", 0, 5)
    assert not span.overlaps("b", 5, 8)


@pytest.mark.parametrize("file", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda file: str(file.stem))
def test_the_sets_in_the_repository_are_sound(file: Path) -> None:
    questions = load_questions(file)
    assert {question.kind for question in questions} <= set(KINDS)
    assert all(question.history for question in questions if question.kind == "followup")
    assert all(question.answerable == (question.kind != "unanswerable") for question in questions)
    name, _, half = file.stem.partition("_")
    if name == "bulletin" or name in INVENTED:
        at_hand = read_bulletin() if name == "bulletin" else read_folder(DOCUMENTS / name).documents.values()
        documents = {document.id: document for document in at_hand}
        assert all(len(gold_spans(question, documents)) == len(question.gold) for question in questions)
    else:
        known = PRESS[half] if name == "press" else REPORTS[name]
        assert {gold.document for question in questions for gold in question.gold} <= known


@pytest.mark.parametrize("name", ["bulletin", "reports", "circulars", "press"])
def test_the_halves_share_no_question(name: str) -> None:
    halves = [load_questions(QUESTIONS / f"{name}_{half}.jsonl") for half in ("tune", "report")]
    tune, report = ({(it.question, str(it.history)) for it in half} for half in halves)
    assert len(tune & report) == 0
