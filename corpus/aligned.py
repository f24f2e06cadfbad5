"""Columns of plain text, which blanks or rules hold apart (``岗位代码    招聘单位    人数``)."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.sentences import Span

_GAP = re.compile(r"\t+|[ \u3000]{2,}|\s*[｜|]\s*")
# 石埠县,38.9,40.2
_COMMAS = re.compile(r"[^,，。；;：:\s]{1,16}(?:,-?\d[\d.]*%?){2,}")
_HEADS_OF_COMMAS = re.compile(r"[^,，。；;：:\s\d][^,，。；;：:\s]{0,15}(?:,[^,，。；;：:\s]{2,16}){2,}")
_COMMA = re.compile(",")
_SENTENCE = re.compile(r"[。；;！？!?]")
_FEWEST, _LONGEST = 3, 40


def is_aligned(line: str) -> bool:
    """Tell whether a line holds at least three short words that blanks or rules hold apart, and no sentence."""
    if line.startswith("|") or _SENTENCE.search(line):
        return False
    if _COMMAS.fullmatch(line.strip()):
        return True
    words = _GAP.split(line.strip())
    return len(words) >= _FEWEST and max(map(len, words)) <= _LONGEST


def _gap(line: str) -> re.Pattern[str]:
    """Return what holds the words of a line apart: commas where there is nothing else, and figures or heads between."""
    words = line.strip()
    return _COMMA if _COMMAS.fullmatch(words) or _HEADS_OF_COMMAS.fullmatch(words) else _GAP


def columns(line: str) -> list[str]:
    """Return the words of a line that blanks or rules hold apart."""
    return _gap(line).split(line.strip())


def column_spans(line: str) -> list[Span]:
    """Return where these words stand."""
    line = line.rstrip()
    gaps = [(0, 0), *(gap.span() for gap in _gap(line).finditer(line) if gap.start()), (len(line), 0)]
    return [(end, start) for (_, end), (start, _) in pairwise(gaps)]
