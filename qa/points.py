"""Points within running text, numbered or each opened by a few words of its own.

Examples: ``要把握好以下关系。一要统筹好…。二要平衡好…。三要处理好…。`` and ``优化环境。坚持…。深化改革。总结…。``

`qa.outlines` finds the points that are headings; these stand inside a paragraph or one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.statements import Statement

_NUMERALS = "一二三四五六七八九十"
_POINT = re.compile(
    rf"(?:第?(?P<han>[{_NUMERALS}])(?:是|要|则|为|、|,|，)|[(（](?P<bracketed>[{_NUMERALS}])[)）]"
    r"|(?P<arabic>\d{1,2})(?:、|\.(?!\d)))"
)
_BULLET = re.compile(r"(?:-(?!\d)|\*(?!\*)|[·•●○◆■]) *(?=\S)|——")
# A heading proper; what opens a paragraph (优化环境。) bears no mark and no number.
_TITLE = re.compile(rf"#|第?[（(]?[{_NUMERALS}\d]+(?:是|要|[)）、.．，,])")
_INTRODUCTION = 2


@dataclass(frozen=True, slots=True)
class Point:
    """One point: the part of a statement that opens with its number."""

    statement: Statement
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Points:
    """A run of points with the statements that introduce it.

    Attributes:
        introduction: What the points are points of, nearest last; may be empty.
        points: At least two, in order.
    """

    introduction: tuple[Statement, ...]
    points: tuple[Point, ...]


def find_points(statements: Iterable[Statement]) -> list[Points]:
    """Return the runs of points in the statements of one section: the numbered ones in order, then the others."""
    listed = list(statements)
    found: list[Points] = []
    run: list[Point] = []
    first = 0
    for position, statement in enumerate(listed):
        for number, start, end in _points_in(statement):
            if number == len(run) + 1:
                first = position if number == 1 else first
                run.append(Point(statement, start, end))
            elif number == 1:
                _keep(found, listed, first, run)
                run, first = [Point(statement, start, end)], position
    _keep(found, listed, first, run)
    bullets = [(number, mark) for number, item in enumerate(listed) if (mark := _BULLET.match(item.text))]
    if len(bullets) > 1:
        points = (Point(listed[n], mark.end(), len(listed[n].text.rstrip("；;，, "))) for n, mark in bullets)
        found.append(Points(tuple(listed[max(0, bullets[0][0] - _INTRODUCTION) : bullets[0][0]]), tuple(points)))
    leads = [
        Point(statement, 0, len(statement.text.rstrip("。；;，, ")))
        for statement, behind in pairwise(listed)
        if statement.heading and not (behind.heading or _TITLE.match(statement.text))
        if not statement.is_title
    ]
    if len(leads) > 1:
        found.append(Points((), tuple(leads)))
    return found


def _points_in(statement: Statement) -> Iterator[tuple[int, int, int]]:
    """Yield the number and the span of each part or clause that opens with a number."""
    starts = [
        (int(match["arabic"] or _NUMERALS.index(match["han"] or match["bracketed"]) + 1), start)
        for start, _ in statement.clauses
        if (match := _POINT.match(statement.folded, start))
    ]
    ends = [at for _, at in starts[1:]] + [len(statement.text)]
    for (number, start), following in zip(starts, ends[: len(starts)], strict=True):
        yield number, start, start + len(statement.text[start:following].rstrip("；;，, "))


def _keep(found: list[Points], listed: Sequence[Statement], first: int, run: list[Point]) -> None:
    if len(run) > 1:
        # What stands before the first point in its own statement introduces it, too.
        own = first + 1 if run[0].start else first
        found.append(Points(tuple(listed[max(0, own - _INTRODUCTION) : own]), tuple(run)))
