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
# 1 湖头镇 9 38.6 40 96.5%: one blank is enough between figures, and between the heads above them.
_FIGURES = re.compile(r"\S{1,16}(?: \S{1,16}){3,}")
_HEADS_OF_FIGURES = re.compile(r"[\u4e00-\u9fff][^\s，,。；;：:]{1,15}(?: [\u4e00-\u9fff][^\s，,。；;：:]{1,15}){3,}")
_FIGURE = re.compile(r"-?\d[\d.,]*[%‰]?|—|-")
_BLANK = re.compile(" ")
_SENTENCE = re.compile(r"[。；;！？!?]")
_FEWEST, _LONGEST = 3, 40
# 合  计: two characters that blanks hold apart to fill a column.
_SPREAD = re.compile(r"([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?=\t|[ \u3000]{2,}|\s*[｜|])")


def is_aligned(line: str) -> bool:
    """Tell whether a line holds at least three short words that blanks or rules hold apart, and no sentence."""
    if line.startswith("|") or _SENTENCE.search(line):
        return False
    if _COMMAS.fullmatch(line.strip()) or _is_spaced(line.strip()):
        return True
    words = _GAP.split(line.strip())
    return len(words) >= _FEWEST and max(map(len, words)) <= _LONGEST


def _is_spaced(words: str) -> bool:
    """Tell whether single blanks hold the words of a line apart, most of them figures, or all of them heads."""
    if _HEADS_OF_FIGURES.fullmatch(words):
        return True
    if not _FIGURES.fullmatch(words):
        return False
    pieces = words.split(" ")
    return 2 * sum(_FIGURE.fullmatch(piece) is not None for piece in pieces) >= len(pieces)


def _gap(line: str) -> re.Pattern[str]:
    """Return what holds the words of a line apart: commas where there is nothing else, and figures or heads between."""
    words = line.strip()
    if _is_spaced(words):
        return _BLANK
    return _COMMA if _COMMAS.fullmatch(words) or _HEADS_OF_COMMAS.fullmatch(words) else _GAP


def columns(line: str) -> list[str]:
    """Return the words of a line that blanks or rules hold apart."""
    return [line[start:end].strip() for start, end in column_spans(line)]


def column_spans(line: str) -> list[Span]:
    """Return where these words stand."""
    line = line.rstrip()
    spread = _SPREAD.match(line, len(line) - len(line.lstrip()))
    first = spread.end() if spread else 1
    gaps = [(0, 0), *(gap.span() for gap in _gap(line).finditer(line) if gap.start() >= first), (len(line), 0)]
    return [(end, start) for (_, end), (start, _) in pairwise(gaps)]
