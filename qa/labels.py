"""What a figure is of, as its document calls it: a place, a record of a list, or a thing."""

from __future__ import annotations

import re

from corpus.outline import unnumbered
from qa.arithmetic import value_of
from qa.evidence import Evidence
from qa.fields import LABELLED
from qa.owners import thing_at

_NO_THING = re.compile("(?:同比|环比)?(?:增长|下降|增加|减少|上升|提高|完成|实现)+")
_QUOTED = re.compile(r"“([^“”]{2,12})”")


def place_label(item: Evidence) -> str:
    """Return the place that a figure is about, in the document's words; the report's title where it names none."""
    if cell := item.statement.cells.get(value_of(item).start):
        return cell.owner
    if subject := item.statement.subject_name(value_of(item).start):
        return subject
    return item.statement.report[1] or item.statement.title


def in_own_words(label: str, item: Evidence) -> str:
    """Return what a figure is of as the document calls it: ``签约一批`` for 签约, 阳泉高新区 for 阳泉高新."""
    text, at = item.statement.text, value_of(item).start
    if at in item.statement.cells:
        return label
    start, _ = item.statement.part_at(at)
    quoted = [found.group(1) for found in _QUOTED.finditer(text, start, at) if label in found.group()]
    if quoted:
        return quoted[-1]
    named = item.statement.subject_name(at)
    return named if named.startswith(label) else label


def record_label(item: Evidence) -> str:
    """Return the heading of the record that a figure is a field of (``床位：650张``); empty for other figures."""
    path = item.statement.path
    return unnumbered(path[-1]) if len(path) > 1 and LABELLED.match(item.statement.text) else ""


def thing_label(item: Evidence) -> str:
    """Return the thing that a figure belongs to, in the document's words."""
    if cell := item.statement.cells.get(value_of(item).start):
        return cell.owner
    span = thing_at(item.statement, value_of(item))
    thing = item.statement.text[span[0] : span[1]] if span else ""
    return "" if _NO_THING.fullmatch(thing) else thing
