"""Figures that a sentence gives ``分别``: which of the things named before belongs to each.

Example: ``商品零售和餐饮收入分别增长2.7%和31.3%``: 2.7% is not 餐饮收入's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from corpus.sentences import Span
from qa.values import Kind, Value

_EACH = re.compile(r"分别|依次")
_JOINT = re.compile(r"、|以及|和|与|及")
_CLAUSE = re.compile(r"[,，:：]")
# What may stand between two figures of one run: 42万吨、120亿元以上, 增长2.7%和31.3%.
_BETWEEN = re.compile(r"(?:以上|以下|左右|以内)?(?:、|和|与|及|,)(?:增长|下降)?")
_BEFORE_FIRST = 14
_SHORTEST = 1


def respective(folded: str, parts: Sequence[Span], values: Sequence[Value]) -> Mapping[int, str]:
    """Return for each figure of a run behind ``分别`` the sentence without the other figures' things.

    Args:
        folded: The sentence.
        parts: Its parts.
        values: Its figures.

    Returns:
        Texts of the sentence's length, the other things blanked out, by the figure's start; empty where the things
        and the figures are not equally many.
    """
    found: dict[int, str] = {}
    for run in pairs(folded, parts, values):
        for item, value in run:
            text = folded
            for other, _ in run:
                if other != item:
                    text = text[: other[0]] + " " * (other[1] - other[0]) + text[other[1] :]
            found[value.start] = text
    return found


def pairs(folded: str, parts: Sequence[Span], values: Sequence[Value]) -> list[list[tuple[Span, Value]]]:
    """Return for each run of figures behind ``分别`` where the things stand, each with its figure."""
    found = []
    for each in _EACH.finditer(folded):
        start = next((a for a, b in parts if a <= each.start() < b), 0)
        run = _run(folded, each.end(), values)
        items = _items(folded, start, each.start(), len(run)) if len(run) > 1 else []
        if items:
            found.append(list(zip(items, run, strict=True)))
    return found


def _run(folded: str, at: int, values: Sequence[Value]) -> list[Value]:
    """Return the figures that follow one another behind an offset."""
    run: list[Value] = []
    for value in values:
        if value.start < at or value.kind is Kind.DATE:
            continue
        if not run and (value.start - at > _BEFORE_FIRST or _CLAUSE.search(folded, at, value.start)):
            break
        if run and not _BETWEEN.fullmatch(folded, run[-1].end, value.start):
            break
        run.append(value)
    return run


def _items(folded: str, start: int, end: int, number: int) -> list[Span]:
    """Return where so many things are named before an offset: in one clause, or in as many clauses."""
    cuts = [start, *(match.end() for match in _CLAUSE.finditer(folded, start, end)), end]
    spans = [(a, b) for a, b in pairwise(cuts) if b - a >= _SHORTEST]
    for a, b in reversed(spans):
        pieces = _pieces(folded, a, b)
        if len(pieces) == number:
            return _own(pieces)
    told = [(a, b) for a, b in spans if any(char.isdigit() for char in folded[a:b])]
    return told[-number:] if len(told) >= number else []


def _pieces(folded: str, start: int, end: int) -> list[Span]:
    cuts = [(start, start), *(match.span() for match in _JOINT.finditer(folded, start, end)), (end, end)]
    return [(a, b) for (_, a), (b, _) in pairwise(cuts) if b - a >= _SHORTEST]


def _own(pieces: list[Span]) -> list[Span]:
    """Leave to all what the first thing has before it and the last behind it (``化学需氧量、二氧化硫排放总量``)."""
    first, last = pieces[0], pieces[-1]
    before, behind = last[1] - last[0], first[1] - first[0]
    if len(pieces) > 2:
        before = behind = sorted(b - a for a, b in pieces[1:-1])[0]
    return [
        (max(first[0], first[1] - before), first[1]),
        *pieces[1:-1],
        (last[0], min(last[1], last[0] + behind)),
    ]
