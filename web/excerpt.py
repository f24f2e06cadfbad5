"""Finds the passage around a quote, so that a reader can check what it says in its context."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import Document

_WIDTH = 160
_HEADING_LINES = re.compile(r"\s*(?:#{1,6}\s[^\n]*(?:\n\s*|$))+")
_SENTENCE_END = re.compile(r"[。！？；!?;\n][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote in its surroundings: ``document.text[start:end] == before + quote + after``.

    Attributes:
        before: The text just before the quote, from the beginning of a sentence where there is one, without the
            heading lines that open the section.
        quote: The quote itself.
        after: The text just after it, to the end of a sentence where there is one.
        opened: Whether the section has more text before the excerpt.
        continued: Whether the section has more text after it.
    """

    before: str
    quote: str
    after: str
    opened: bool
    continued: bool


def excerpt(document: Document, start: int, end: int, width: int = _WIDTH) -> Excerpt:
    """Return the surroundings of a span within its section.

    Args:
        document: The document.
        start: Offset of the span.
        end: Offset after the span.
        width: How many characters to show at most on either side.
    """
    section = next((s for s in document.sections if s.start <= start < s.end), None)
    first, last = (section.start, max(section.end, end)) if section else (0, len(document.text))
    left = max(first, start - width)
    right = min(last, end + width)
    before, after = document.text[left:start], document.text[end:right]
    if left > first:
        cut = _SENTENCE_END.search(before)
        before = before[cut.end() :] if cut else before
    # The headings stand in the section path already.
    if heading := _HEADING_LINES.match(before):
        first = start - len(before) + heading.end()
        before = before[heading.end() :]
    if right < last:
        cuts = [match.end() for match in _SENTENCE_END.finditer(after)]
        after = after[: cuts[-1]] if cuts else after
    return Excerpt(
        before=before,
        quote=document.text[start:end],
        after=after,
        opened=bool(document.text[first : start - len(before)].strip()),
        continued=bool(document.text[end + len(after) : last].strip()),
    )
