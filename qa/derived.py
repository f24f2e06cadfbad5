"""Figures that no text gives but that follow from two that it gives.

These are changes, the year before's, what is left of a whole, and how far a result went beyond its aim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.arithmetic import amount_of, difference, value_of
from qa.context import Context
from qa.earlier import is_inference, is_rise, read_year_before
from qa.evidence import Evidence
from qa.figures import values_in_focus
from qa.findings import Finding
from qa.operands import is_bounded
from qa.question import Question
from qa.roles import is_aim, is_origin
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind, Value
from qa.words import Term, match

_CHANGED = re.compile(r"(?:增加|减少|净增|下降|提高|降低|上升|扩大|缩小|缩短|增|减|多|少)了(?:多少|几)")
_CHANGE_WORD = re.compile(r"增加|减少|净增|下降|提高|降低|上升|扩大|缩小|缩短")
# 亿元以下 is what 亿元以上 leaves of all.
_BELOW = re.compile(
    r"(?P<limit>[一\d]*[千百十]?[万亿]+)元?(?:以下|以内)|(?:不[到足]|少于|低于|小于)(?P<under>[一\d]*[千百十]?[万亿]+)元?"
)
_OPERAND = 0.5
_WITHOUT = re.compile(
    r"(?:扣除|除去|除掉|减去|减掉|剔除|去掉|刨去|刨掉)(?P<piece>[^,。;?]{2,16})"
    r"|(?:不属于|不算|不是|并非|不含|不包括)(?P<other>[^,。;?的]{2,12})(?:的|项目)?"
    r"|(?P<since>第[一二三四五六七八九十\d]+[批次轮届期])的?(?:以前|之前|前)"
)
_EARLIER = re.compile(r"[此以之]前|其余|剩下|以来|一?共")
# Words as telling as 亿元以上 need few others beside them.
_LIMITED = 0.3
# What was planned need not be told in the words of what was done.
_PLANNED = 0.2
_FEW = 3
# 实际投资超出计划多少, where a text gives both: 完成投资10.5亿元,完成年度计划投资(10.1亿元)104.3%.
_BEYOND = re.compile(
    r"(?:超|高出|多出|高于|多于|低于|少于|比)[^,。;?]{0,6}(?:计划|目标|预算|任务)[^,。;?]{0,5}(?:多少|几)"
    r"|(?:计划|目标|预算|任务)[^,。;?]{0,3}(?:超|多|高|差|少)[出了]?(?:多少|几)"
)
# 还剩多少公里没干完: 应铺设管网210公里,仅完成64公里.
_LEFT = re.compile(r"(?:还|尚|仍)(?:剩|差|欠|缺)(?:下|着)?(?:多少|几)|还有(?:多少|几)[^,。?]{0,10}[没未]")
_DUE, _DONE = re.compile(r"应|须|需|年度|任务|计划|目标"), re.compile("完成|已|仅|累计")
_BEYOND_WORDS = re.compile(r"超|高出|多出|实际|计划|目标|预算|任务|完成")
_NEVER_MORE = frozenset({Kind.COUNT, Kind.MONEY})


def read_derived(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the figure asked for, computed from two that a text gives; None where none follows."""
    return (
        _from_to(question, part, words, context)
        or read_year_before(question, part, words, context)
        or _below(question, part, words, context)
        or _without(question, part, words, context)
        or _beyond(question, part, words, context)
        or _left(question, part, words, context)
    )


def _from_to(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return by how much a figure changed of which a text says what it came from and to (``由8500万减少到6500万``)."""
    if not _CHANGED.search(question.folded):
        return None
    words = [word for word in words if not _CHANGE_WORD.search(word.text)]
    asking = replace(part, focus=(), kinds=part.kinds - {Kind.POINTS} | ({Kind.PERCENT} if part.kinds else set()))
    for end in values_in_focus(replace(question, values=()), asking, words, context)[:_FEW]:
        value = value_of(end)
        start = next(
            (
                other
                for other in end.statement.values
                if other.end <= value.start
                and other.unit == value.unit
                and other.amount is not None
                and is_origin(end.statement, other)
                and not any(other.end <= o.start < value.start and o.kind is other.kind for o in end.statement.values)
            ),
            None,
        )
        if end.score >= _OPERAND and start is not None and value.amount is not None and start.amount != value.amount:
            return difference(replace(end, value=start), end, words)
    return None


def must_be_inferred(question: Question) -> bool:
    """Tell whether a question asks for what has to be worked out, rather than for a figure that a text gives."""
    return is_inference(question) or any(
        asked.search(question.folded) for asked in (_BELOW, _WITHOUT, _CHANGED, _BEYOND, _LEFT)
    )


def _below(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return what the things above a limit leave of all of them (``亿元以下`` where the text gives ``亿元以上``)."""
    limit = _BELOW.search(question.folded)
    if limit is None:
        return None
    # 一亿 and 1亿元 are what a report calls 亿元.
    above = re.sub(r"^[一1](?=[^\d])", "", limit["limit"] or limit["under"]) + "元以上"
    words = [word for word in words if not limit.start() <= word.start < limit.end()]
    plain = replace(question, values=(), folded=question.folded.replace(limit.group(), "，" * len(limit.group())))
    for kinds in (part.kinds,) if part.kinds else (frozenset({Kind.MONEY}), frozenset({Kind.COUNT})):
        asking = replace(part, kinds=kinds)
        found = [
            item
            for item in values_in_focus(plain, asking, words, context)
            if item.score >= _LIMITED and value_of(item).amount and not is_bounded(item.statement, value_of(item))
        ]
        pieces = [item for item in found if _stands_behind(above, item)]
        wholes = [item for item in found if above not in item.statement.folded[: value_of(item).start]]
        for piece in pieces:
            for whole in wholes:
                if (
                    value_of(whole).unit == value_of(piece).unit
                    and whole.statement.report == piece.statement.report
                    and whole.statement.years == piece.statement.years
                    and amount_of(whole) > amount_of(piece)
                    and not is_rise(whole)
                ):
                    return difference(whole, piece, words)
    return None


def _without(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return what is left of a whole without a part that a question takes away (``扣除第五批的``, ``第五批以前``)."""
    taken = _WITHOUT.search(question.folded)
    if taken is None:
        return None
    start, end = taken.span("piece" if taken["piece"] else "other" if taken["other"] else "since")
    piece = [word for word in words if start <= word.start < end]
    if not piece:
        return None
    inside = range(*taken.span())
    shared = [word for word in words if word.start not in inside and not _EARLIER.match(word.text)]
    folded = _WITHOUT.sub(lambda found: "，" * len(found.group()), question.folded).replace("累计", "，，")
    plain = replace(question, values=(), folded=folded)
    asking = replace(part, kinds=part.kinds or _NEVER_MORE, focus=())
    pieces, wholes = (values_in_focus(plain, asking, chosen, context) for chosen in ([*shared, *piece], shared))
    # 战新 tells the piece from the rest, 项目 does not; the whole stands beside it if it can.
    telling = max(piece, key=lambda word: context.weigh(word.text))
    named = [item for item in pieces if item.score >= _LIMITED and match(telling, _clause(item))]
    for first in (*named[:_FEW], *pieces[:_FEW]):
        for whole in sorted(wholes, key=lambda item: item.statement is not first.statement):
            if (
                whole.score >= _OPERAND
                and first.score >= _LIMITED
                and value_of(whole).unit == value_of(first).unit
                and whole.statement.section == first.statement.section
                and (value_of(whole).amount or 0) > (value_of(first).amount or 0) > 0
                and any(match(word, first.statement.folded) for word in piece)
            ):
                return difference(whole, first, words)
    return None


def _beyond(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return how far a result went beyond the aim that stands in brackets behind it."""
    if not _BEYOND.search(question.folded) or (part.kinds and not part.kinds & _NEVER_MORE):
        return None
    words = [word for word in words if not _BEYOND_WORDS.search(word.text)]
    asking = replace(part, kinds=part.kinds & _NEVER_MORE or _NEVER_MORE, focus=())
    plain = replace(question, values=(), folded=_BEYOND.sub(lambda found: "，" * len(found.group()), question.folded))
    for result in values_in_focus(plain, asking, words, context)[:_FEW]:
        own = value_of(result)
        aim = next(
            (
                other
                for other in result.statement.values
                if other.start >= own.end
                and other.unit == own.unit
                and other.amount
                and is_aim(result.statement, other)
                and other.start < result.statement.part_at(own.start)[1]
            ),
            None,
        )
        if aim is not None and own.amount is not None and own.amount != aim.amount and result.score >= _LIMITED:
            return difference(result, replace(result, value=aim), words)
    return None


def _left(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return what is left to be done, where a text gives what was due and what was done of it."""
    if not _LEFT.search(question.folded):
        return None
    plain = replace(question, values=(), folded=_LEFT.sub(lambda found: "，" * len(found.group()), question.folded))
    asking = replace(part, kinds=part.kinds & _NEVER_MORE or _NEVER_MORE, focus=())
    for item in values_in_focus(plain, asking, words, context)[:_FEW]:
        start, end = item.statement.part_at(value_of(item).start)
        alike = [
            value
            for value in item.statement.values
            if start <= value.start < end and value.unit == value_of(item).unit and value.amount
        ]
        aims = [value for value in alike if is_aim(item.statement, value)]
        due = aims or [value for value in alike if _says(_DUE, item.statement, value)]
        due = due or [value for value in alike if not _says(_DONE, item.statement, value)]
        done = [value for value in alike if value not in due and (len(due) == 1 or _says(_DONE, item.statement, value))]
        if len(due) != 1 or len(done) != 1 or item.score < _LIMITED:
            continue
        if (due[0].amount or 0) > (done[0].amount or 0):
            return difference(replace(item, value=due[0]), replace(item, value=done[0]), words)
    return _left_of_plan(values_in_focus(plain, asking, words, context), words)


def _left_of_plan(scored: Sequence[Evidence], words: Sequence[Term]) -> Finding | None:
    """Return what is left of what an earlier sentence of the section says was due (``计划268个``; ``已开工258个``)."""
    enough = [item for item in scored if item.score >= _PLANNED and value_of(item).amount is not None]
    for done in enough[:_FEW]:
        for due in enough:
            if (
                done.score >= _LIMITED
                and _says(_DONE, done.statement, value_of(done))
                and due.statement.section == done.statement.section
                and due.statement.start < done.statement.start
                and value_of(due).unit == value_of(done).unit
                and _says(_DUE, due.statement, value_of(due))
                and amount_of(due) > amount_of(done)
            ):
                return difference(replace(due, score=done.score), done, words)
    return None


def _says(pattern: re.Pattern[str], statement: Statement, value: Value) -> bool:
    """Tell whether the words of a figure's clause before it match."""
    start, _ = statement.clause_at(value.start)
    return pattern.search(statement.folded, start, value.start) is not None


def _clause(item: Evidence) -> str:
    return item.statement.folded[slice(*item.statement.clause_at(value_of(item).start))]


def _stands_behind(limit: str, item: Evidence) -> bool:
    start, _ = item.statement.part_at(value_of(item).start)
    return limit in item.statement.folded[start : value_of(item).start]
