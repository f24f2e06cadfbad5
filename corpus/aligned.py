"""Columns of plain text, which blanks or rules hold apart (``岗位代码    招聘单位    人数``)."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.sentences import Span

_GAP = re.compile(r"\t+|[ \u3000]{2,}|\s*[｜|]\s*")
_SENTENCE = re.compile(r"[。；;！？!?]")
_FEWEST, _LONGEST = 3, 40


def is_aligned(line: str) -> bool:
    """Tell whether a line holds at least three short words that blanks or rules hold apart, and no sentence."""
    if line.startswith("|") or _SENTENCE.search(line):
        return False
    words = columns(line)
    return len(words) >= _FEWEST and max(map(len, words)) <= _LONGEST


def columns(line: str) -> list[str]:
    """Return the words of a line that blanks or rules hold apart."""
    return _GAP.split(line.strip())


def column_spans(line: str) -> list[Span]:
    """Return where these words stand."""
    line = line.rstrip()
    gaps = [(0, 0), *(gap.span() for gap in _GAP.finditer(line) if gap.start()), (len(line), 0)]
    return [(end, start) for (_, end), (start, _) in pairwise(gaps)]
