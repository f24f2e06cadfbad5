"""Sentence and clause spans of Chinese text.

Example: ``完成29.3亿元,增长16.6%;投资32.3亿元。`` has two sentences (``;`` ends one) and three clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# A sentence ends at its mark and the closing quotes or brackets behind it, or at the end of the line.
_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】》\"']*|\n|$)")
_CLAUSE_BREAK = re.compile(r"[，,。！？!?；;：:\n]")
_GAP = re.compile(r"(?:\u3000{2}|\t| {3})(?=[ \t\u3000]*\S)")
_OPENING, _CLOSING = "（(“‘「『《【[", "）)”’」』》】]"


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentence spans of ``text[start:end]``, without surrounding white space, none empty."""
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        match = _SENTENCE.match(text, at, stop)
        assert match is not None  # the pattern matches everywhere
        next_at = max(match.end(), at + 1)
        yield from _stripped(text, at, next_at)
        at = next_at


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the clause spans of ``text[start:end]``, punctuation excluded, none empty.

    Commas inside brackets and quotes do not end a clause, nor does one between digits (``1,065``). A wide gap ends one
    (``樊城区12600个　　襄城区8400个``).
    """
    stop = len(text) if end is None else end
    depth, at = 0, start
    for offset in range(start, stop):
        char = text[offset]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char.isspace() and _GAP.match(text, offset):
            yield from _stripped(text, at, offset)
            at = offset + 1
        elif char in "\n。" or (depth == 0 and _CLAUSE_BREAK.match(char) and not _inside_number(text, offset)):
            yield from _stripped(text, at, offset)
            at, depth = offset + 1, 0 if char in "\n。" else depth
    yield from _stripped(text, at, stop)


def _inside_number(text: str, offset: int) -> bool:
    return (
        text[offset] in ",:"
        and text[offset - 1 : offset].isdigit()
        and text[offset + 1 : offset + 4].isdigit()
        and len(text[offset + 1 : offset + 4]) == 3
    )


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
