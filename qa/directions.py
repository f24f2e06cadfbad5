"""Which way a figure went, or how two stand to each other, in a question and in what a text says of it."""

from __future__ import annotations

import re

from qa.statements import Statement

# What stayed as it was neither rose nor fell.
_STAYED = re.compile("保持(?!.{0,6}(?:增长|下降|上升))|持平|不变|未变|维持|仍为|稳定在")
UP = re.compile(
    r"增长|增产|增收|上升|提高|增加|扩大|上涨|回升|高于|超过|多于|快于|高出|跑赢|领先|超出|提速|更高|更多|更快|[多涨增超高快](?=[了出]|\d|[吗么?]|$)|变多|变大|变好"
)
DOWN = re.compile(
    r"(?<!不)下降|减产|减收|降低|减少|回落|低于|少于|下滑|收窄|萎缩|缩小|慢于|落后|下跌|降速|更低|更少|更慢|[少跌降减低慢](?=[了出]|\d|[吗么?]|$)|变少|变小|变差|拖后|滞后"
)
# Here a direction is part of a name, or of the aim and not of what became of it.
_NO_DIRECTION = re.compile(r"增加值|增长率|增长点|降低[^,。?]*目标|[^,。?]*目标(?=完成|实现|达到)|增速|增幅|负增长")
_AHEAD = re.compile("跑赢|高于|快于|领先|超过|高出|优于|好于|多于")
_BEHIND = re.compile("低于|慢于|落后|跑输|不及|少于|差于")
_COMPARED = re.compile("跑赢|高于|快于|领先|优于|好于|低于|慢于|落后|跑输|不及")


def is_opposite(folded: str, statement: Statement, at: int, span: tuple[int, int]) -> bool:
    """Tell whether a statement says of what a question asks that it went the other way (``减少了吗``: ``多96个``).

    The direction that counts in the statement is the first one behind the question's word.
    """
    if _COMPARED.search(folded):
        # Whether it outran another is not told by its having grown.
        return _outrun(folded, statement, at)
    asked = {up for up, pattern in ((True, UP), (False, DOWN)) if pattern.search(_NO_DIRECTION.sub("", folded))}
    begin, end = statement.part_at(at)
    said = _directions(statement.folded, at, max(span[1], end)) or _directions(statement.folded, begin, end)
    if asked and not said:
        return _STAYED.search(statement.folded, begin, end) is not None
    return len(asked) == 1 and bool(said) and min(said)[1] not in asked


def _directions(folded: str, start: int, end: int) -> list[tuple[int, bool]]:
    """Return where between two offsets something first goes up, and where down."""
    found = ((up, pattern.search(folded, start, end)) for up, pattern in ((True, UP), (False, DOWN)))
    return [(where.start(), up) for up, where in found if where]


def _outrun(folded: str, statement: Statement, at: int) -> bool:
    """Tell whether a statement sets two figures against each other the other way than a question does."""
    at, end = statement.part_at(at)
    asked = {ahead for ahead, pattern in ((True, _AHEAD), (False, _BEHIND)) if pattern.search(folded)}
    said = {ahead for ahead, pattern in ((True, _AHEAD), (False, _BEHIND)) if pattern.search(statement.folded, at, end)}
    return len(asked) == 1 and len(said) == 1 and asked != said
