"""What is found for a question: exact words, and the spans of the documents that prove them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.sentences import Span
from qa.statements import Statement

_SHORT_QUOTE = 120
_LONG_QUOTE = 170


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of a document that proves something.

    Attributes:
        statement: The statement that it is taken from, for its document and path.
        start: Offset in the document.
        end: Offset after it.
    """

    statement: Statement
    start: int
    end: int

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.statement.text[self.start - self.statement.start : self.end - self.statement.start]


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer to one part of a question.

    Attributes:
        short: The exact answer, empty if the quotes alone answer.
        quotes: The proof.
        score: How well it answers, from 0 to 1.
        items: The items of a list, each proven by the quote at the same position if ``itemised``.
        itemised: Whether every item has a quote of its own.
        computed: Whether ``short`` was computed from figures in the quotes.
        quoted: Whether ``short`` is made of words of the quotes, and is no verdict of our own (是) or sum.
        note: A remark for the reader, e.g. that the question's figure is another city's; empty if none.
        part: The number of the question's part that it answers.
    """

    short: str
    quotes: tuple[Quote, ...]
    score: float
    items: tuple[str, ...] = ()
    itemised: bool = False
    computed: bool = False
    quoted: bool = True
    note: str = ""
    part: int = 0

    @property
    def exact(self) -> tuple[str, ...]:
        """The pieces of ``short`` that must stand in the quotes."""
        return self.items if self.items and not self.itemised else (self.short,) if self.short else ()

    @property
    def report(self) -> tuple[str, str]:
        """The report that the proof stands in."""
        return self.quotes[0].statement.report


def quote(statement: Statement, span: Span, also: Iterable[int] = ()) -> Quote:
    """Return the words around a span that a reader needs to believe it.

    That is the part between semicolons, reaching back to the place it speaks about; where this is long, only the
    clauses from the first needed one to the last.

    Args:
        statement: The statement.
        span: What must be quoted, relative to the statement.
        also: Offsets of words, relative to the statement, which belong in the quote if it stays short.
    """
    start, end = statement.part_at(span[0])
    end = max(end, statement.part_at(max(span[0], span[1] - 1))[1])
    subject = _subject(statement, span[0])
    wanted = [span[0], *(offset for offset in (subject, *also) if offset is not None)]
    if subject is not None and subject < start:
        start = statement.part_at(subject)[0]
    if end - start > _SHORT_QUOTE:
        # The clauses that hold what was asked for and found, and nothing before or behind them.
        near = [offset for offset in wanted if span[1] - offset <= _LONG_QUOTE] or [span[0]]
        start = max(start, min(statement.clause_at(offset)[0] for offset in near))
        end = min(end, max(statement.clause_at(max(span[1] - 1, *near))[1], span[1]))
        end = _with_mark(statement.text, end)
    return Quote(statement, statement.start + start, statement.start + len(statement.text[:end].rstrip("；;，, \t")))


def whole(statement: Statement) -> Quote:
    """Return the whole statement as a quote."""
    return Quote(statement, statement.start, statement.end)


def _subject(statement: Statement, offset: int) -> int | None:
    """Return where the place is named that a figure is about, if it is named before it."""
    before = [place.start for place in statement.subjects_at(offset) if place.start <= offset]
    return max(before) if before else None


def _with_mark(text: str, end: int) -> int:
    """Include the sentence mark or closing quote right behind a span."""
    while end < len(text) and text[end] in "。！？!?；;”’）)":
        end += 1
    return end
