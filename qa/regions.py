"""Tells which words belong to a statement, and to a figure in it, and how closely."""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.outline import unnumbered
from qa.lexicon import LIGHT_WORDS, STOP_WORDS
from qa.segmentation import segment
from qa.statements import Statement
from qa.values import Kind, Value, find_values
from qa.wanting import CLASS

Region = tuple[str, float]
"""A folded text, and what a word counts that is found there."""

# How much a word counts by where it stands, seen from the value.
_NEAR, _CLAUSE, _BEFORE, _LEAD, _AFTER, _PATH = 1.0, 0.92, 0.85, 0.45, 0.6, 0.7
_TOPIC = 0.9
_HEADING = 0.92
_PERIOD = 0.9
_PREVIOUS = 0.6
_LEAD_WORDS = 0.85
_OPENING_DATE = 0.95
_RATES = frozenset({Kind.PERCENT, Kind.POINTS})
_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT})
# 2022年为2031.5亿元 gives another year's figure for what the part or the sentence before measured.
OF_ANOTHER_YEAR = re.compile(r"(?:19|20)\d{2}年(?:同期|全年)?(?:则|分别)?(?:为|是)约?\d")
_PER = re.compile(r"每(?:人|户|家|亩|年|月|天|次|件|吨|个|平方米|立方米)+")
_ROSE_TO = re.compile(r"(?:左右|以上)?(?:提高|增加|下降|降低|降|上升|扩大|提升|减少|增长|调整)[到至为]")


def of_statement(statement: Statement) -> tuple[Region, ...]:
    """Return the words of a statement, and the regions above it."""
    return (
        (statement.folded, 1.0),
        (statement.lead, _LEAD_WORDS),
        (statement.headings, _PATH),
        (statement.topic, _TOPIC),
        (f"{statement.period} {statement.season}", _PERIOD),
        (statement.previous, _PREVIOUS),
    )


def of_value(statement: Statement, value: Value) -> tuple[str, tuple[Region, ...]]:
    """Return the words that belong to a value, and the regions around it with their factors."""
    if cell := statement.cells.get(value.start):
        row = statement.folded[: value.start]
        above = ((statement.lead, _TOPIC), (statement.headings, _PATH), (statement.topic, _TOPIC))
        return cell.label, ((cell.label, _NEAR), (row, _LEAD), *above)
    text = statement.masked.get(value.start, statement.folded)
    clause_start, clause_end = statement.clause_at(value.start)
    part_start, part_end = statement.part_at(value.start)
    before, after = _own_words(statement, value, clause_start, clause_end)
    if value.start in statement.masked:
        # What several figures share stands before the first of them.
        before = clause_start
    near = text[before : value.start] + " " + text[value.end : after]
    if value.kind in _RATES and not telling(near):
        # 工业增加值786.97亿元,同比增长7.1%: the rate is that of what the amount before it measures.
        near = f"{_measured_before(statement, text, part_start, clause_start)} {near}"
    if OF_ANOTHER_YEAR.match(statement.folded, part_start) and not telling(near):
        near = f"{_measured_above(text[:part_start] or statement.previous, value)} {near}".strip()
    # 分园区看,总收入甲区612亿元,增长9.4%;乙区538亿元: what is measured is named once, for all.
    shared = part_start and _names_only_places(statement, text, part_start, part_end)
    if shared and not telling(without_places(statement, text, clause_start, value.start)):
        near = f"{_measured_first(statement, text, value.kind, part_start)} {near}".strip()
    # A date that opens a part dates all of it, up to the next date.
    dates = [other for other in statement.values if other.kind is Kind.DATE and value.end <= other.start < part_end]
    opening = value.kind in (Kind.DATE, Kind.FREQUENCY) and value.start - part_start <= 1 and not dates
    behind = _OPENING_DATE if opening else _AFTER
    # （二）按时办结率。甲区99.8%，乙区99.5%: what is measured stands in the heading alone.
    listed = clause_start < value.start and _names_only_places(statement, text, clause_start, clause_end)
    heading = fold(unnumbered(statement.path[-1])) if listed and statement.path else ""
    near = f"{heading} {near}".strip()
    return near, (
        (near, _NEAR),
        (text[clause_start:clause_end], _CLAUSE),
        (text[part_start:clause_start], _BEFORE),
        (text[:part_start], _BEFORE if shared else _LEAD),
        (text[clause_end:part_end], behind),
        (statement.lead, _HEADING if listed else _PATH),
        (statement.headings, _PATH),
        (statement.topic, _TOPIC),
        (f"{statement.period} {statement.season}", _PERIOD),
        (statement.previous, _PREVIOUS),
    )


def _names_only_places(statement: Statement, text: str, start: int, end: int) -> bool:
    """Tell whether a part says of its first figure whose it is, and not what it measures (``乙区538亿元,增长7%``).

    Whose it is may also be told by a class (``D类每人每月3000元``).
    """
    amounts = (o.start for o in statement.values if start <= o.start < end and o.kind is not Kind.FREQUENCY)
    first = min(amounts, default=end)
    named = any(start <= place.start < first for place in statement.places) or CLASS.match(text, start)
    rest = _PER.sub("", without_places(statement, text, start, first))
    return bool(named or first == end) and not telling(rest)


def without_places(statement: Statement, text: str, start: int, end: int) -> str:
    """Return a span of a statement's text without the places that it names."""
    pieces, at = [], start
    for place in statement.places:
        if at <= place.start < end:
            pieces.append(text[at : place.start])
            at = place.end
    return " ".join((*pieces, text[at:end]))


def _measured_before(statement: Statement, text: str, start: int, end: int) -> str:
    """Return the nearest clause before an offset that holds an amount, up to that amount; empty where none does."""
    amounts = [v for v in statement.values if start <= v.start < end and v.kind in _AMOUNTS]
    if not amounts:
        return ""
    first, _ = statement.clause_at(amounts[-1].start)
    return text[first : amounts[-1].start]


def _measured_first(statement: Statement, text: str, kind: Kind, end: int) -> str:
    """Return what the first figure of a kind measures that stands before an offset, without the places there."""
    first = next((other for other in statement.values if other.kind is kind and other.start < end), None)
    if first is None:
        return ""
    start, _ = statement.clause_at(first.start)
    return without_places(statement, text, start, first.start)


def _measured_above(previous: str, value: Value) -> str:
    """Return the words before the first figure of a kind and unit in the sentence before, from its clause on."""
    alike = (other for other in find_values(previous) if (other.kind, other.unit) == (value.kind, value.unit))
    first = next(alike, None)
    if first is None:
        return ""
    return previous[max(previous.rfind(mark, 0, first.start) for mark in ",;:，；：") + 1 : first.start]


def _own_words(statement: Statement, value: Value, start: int, end: int) -> tuple[int, int]:
    """Return the span around a value that holds its own words and not its neighbours'.

    Before it any other value parts it from what stands further off, behind it only one of its own kind; in an
    enumeration (``20亿元的纸、16.5亿元的石墨``) 、 does.
    """
    text = statement.folded
    # 每月 goes with the figure behind it.
    others = [o for o in statement.values if start <= o.start < end and o.kind is not Kind.FREQUENCY]
    # A figure in brackets (完成年度计划投资(10.1亿元)104.3%) parts nothing, nor does one from which another rose
    # (从2.1%提高到2.3%).
    before = max(
        (
            other.end
            for other in others
            if other.end <= value.start
            and text[other.end : other.end + 1] != ")"
            and not _ROSE_TO.fullmatch(text, other.end, value.start)
        ),
        default=None,
    )
    after = min((o.start for o in others if o.start >= value.end and o.kind is value.kind), default=None)
    if before is not None:
        start = max(before, text.rfind("、", before, value.start) + 1)
    if after is not None:
        joint = text.find("、", value.end, after)
        end = after if joint < 0 else joint
    return start, end


def telling(folded: str) -> list[str]:
    """Return the Chinese words of a text that are neither function words nor common in all reports."""
    return [
        word
        for word, _ in segment(folded)
        if len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff" and word not in STOP_WORDS and word not in LIGHT_WORDS
    ]
