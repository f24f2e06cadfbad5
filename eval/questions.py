"""Questions with their expected answers, read from JSON Lines, and where their gold quotes stand in a document.

Gold is a document and a verbatim quote, never a passage id, so a new way of cutting passages keeps every question
valid.
The format is described in ``eval/questions/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, get_args

from corpus.types import Document
from qa.types import Status

KINDS = tuple(
    "fact paraphrase city year multi list measure yesno compare compute both premise followup unanswerable".split()
)
_REQUIRED = ("id", "kind", "question", "history", "status", "answers", "gold")
_OPTIONAL = ("forbid", "note")
_ROLES = ("user", "assistant")


class QuestionFileError(ValueError):
    """A question file that cannot be used; says where and what was expected.

    Attributes:
        path: The file.
        line: The line, from 1; 0 where the whole file is meant.
    """

    def __init__(self, path: Path, line: int, problem: str) -> None:
        """Keep the place; ``str(error)`` says it all."""
        self.path = path
        self.line = line
        super().__init__(f"{path}{f', line {line}' if line else ''}: {problem}")


@dataclass(frozen=True, slots=True)
class Gold:
    """The proof that is expected: a document's id and its own words, white space aside."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``[start, end)`` of a document's text."""

    document: str
    start: int
    end: int

    def overlaps(self, document: str, start: int, end: int) -> bool:
        """Tell whether ``[start, end)`` of ``document`` shares a character with this span."""
        return self.document == document and self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right reply to it holds.

    Attributes:
        id: Unique in its file.
        kind: One of ``KINDS``.
        question: What is asked.
        history: Earlier messages, ``{"role": "user" | "assistant", "content": str}``, oldest first.
        status: ``not_found`` if the documents do not say.
        answers: Every group must be met by one of its alternatives.
        forbid: Words that make a reply wrong: another city's figure, a neighbouring indicator's.
        gold: Where the answer stands; empty for ``not_found``.
        note: Why the question is hard, for people.
    """

    id: str
    kind: str
    question: str
    history: tuple[Mapping[str, str], ...]
    status: Status
    answers: tuple[tuple[str, ...], ...]
    forbid: tuple[str, ...]
    gold: tuple[Gold, ...]
    note: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents say."""
        return self.status == "answered"


def load_questions(path: str | Path) -> list[Question]:
    """Read a question file.

    Raises:
        QuestionFileError: The file is missing, not UTF-8, empty, or a line is not a question.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QuestionFileError(path, 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(path, 0, f"is not UTF-8 ({error.reason} at byte {error.start})") from error
    questions: dict[str, Question] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        question = _parse(path, number, line)
        if question.id in questions:
            raise QuestionFileError(path, number, f"id {question.id!r} occurs twice")
        questions[question.id] = question
    if not questions:
        raise QuestionFileError(path, 0, "holds no question")
    return list(questions.values())


@lru_cache(maxsize=64)
def _packed(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without white space, and the offset of each of its characters in the original."""
    offsets = tuple(offset for offset, char in enumerate(text) if not char.isspace())
    return "".join(text[offset] for offset in offsets), offsets


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    r"""Return the span of a quote's first occurrence, white space ignored; ``None`` if it does not occur.

    Example: ``("项目 269\n个。", "项目269个") -> (0, 8)``
    """
    packed, offsets = _packed(text)
    wanted = "".join(quote.split())
    at = packed.find(wanted) if wanted else -1
    return None if at < 0 else (offsets[at], offsets[at + len(wanted) - 1] + 1)


def gold_spans(question: Question, documents: Mapping[str, Document]) -> tuple[Span, ...]:
    """Return where a question's gold quotes stand, in their order.

    Raises:
        LookupError: A document is not there or does not hold its quote; the question is out of step with the text.
    """
    spans = []
    for gold in question.gold:
        document = documents.get(gold.document)
        if document is None:
            raise LookupError(f"question {question.id}: there is no document {gold.document!r}")
        found = find_quote(document.text, gold.quote)
        if found is None:
            raise LookupError(f"question {question.id}: document {gold.document!r} does not hold {gold.quote!r}")
        spans.append(Span(gold.document, *found))
    return tuple(spans)


def _parse(path: Path, number: int, line: str) -> Question:
    def fail(problem: str) -> NoReturn:
        raise QuestionFileError(path, number, problem)

    try:
        row = json.loads(line)
    except ValueError as error:
        raise QuestionFileError(path, number, f"is not JSON ({error})") from error
    if not isinstance(row, dict):
        fail("is not a JSON object")
    if missing := [name for name in _REQUIRED if name not in row]:
        fail(f"lacks {', '.join(missing)}")
    if unknown := sorted(row.keys() - {*_REQUIRED, *_OPTIONAL}):
        fail(f"has unknown fields {', '.join(unknown)}")
    row = {"forbid": [], "note": "", **row}
    for name in ("id", "kind", "question", "note"):
        if not isinstance(row[name], str) or (name != "note" and not row[name].strip()):
            fail(f"{name} must be a text, found {row[name]!r}")
    if row["kind"] not in KINDS:
        fail(f"kind must be one of {', '.join(KINDS)}, found {row['kind']!r}")
    if row["status"] not in get_args(Status):
        fail(f"status must be one of {', '.join(get_args(Status))}, found {row['status']!r}")
    if not _texts(row["forbid"]):
        fail("forbid must be a list of texts")
    if not isinstance(row["answers"], list) or not all(_texts(group) and group for group in row["answers"]):
        fail("answers must be a list of groups, each a list of at least one text")
    for name, fields in (("history", ("role", "content")), ("gold", ("document", "quote"))):
        if not isinstance(row[name], list) or not all(_record(item, fields) for item in row[name]):
            fail(f"{name} must be a list of objects with the texts {' and '.join(fields)}")
    if any(message["role"] not in _ROLES for message in row["history"]):
        fail(f"a role must be one of {', '.join(_ROLES)}")
    expected = row["status"] == "answered"
    if expected != bool(row["answers"]) or expected != bool(row["gold"]):
        fail("an answered question needs answers and gold, a not_found one has neither")
    return Question(
        id=row["id"],
        kind=row["kind"],
        question=row["question"],
        history=tuple(row["history"]),
        status=row["status"],
        answers=tuple(tuple(group) for group in row["answers"]),
        forbid=tuple(row["forbid"]),
        gold=tuple(Gold(item["document"], item["quote"]) for item in row["gold"]),
        note=row["note"],
    )


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _record(value: Any, fields: tuple[str, ...]) -> bool:
    return isinstance(value, dict) and value.keys() == set(fields) and _texts(list(value.values()))
