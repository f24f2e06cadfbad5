"""Figures that no text gives but that follow from two that it gives.

These are the year before's, what is left of a whole, and how far a result went beyond its aim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.context import Context
from qa.evidence import Evidence
from qa.findings import Finding, quote
from qa.operands import amount_of, is_bounded, value_of
from qa.question import Part, Question
from qa.readers import value_finding, values_in_focus
from qa.roles import is_aim, is_origin
from qa.values import Kind, Value, written
from qa.words import Term, match

# 2022年的数 where a text says only 比上年多96个, with or without a word that it has to be worked out.
_TO_INFER = re.compile(r"倒推|推算|推一下|推一推|反推|推出|推导|推断|倒算|反算|算出|换算")
_CHANGED = re.compile(r"(?:增加|减少|净增|下降|提高|降低|上升|扩大|缩小|缩短|增|减|多|少)了(?:多少|几)")
_CHANGE_WORD = re.compile(r"增加|减少|净增|下降|提高|降低|上升|扩大|缩小|缩短")
_BEFORE = re.compile(r"前年|上一?年|前一年|去年")
_ROSE = re.compile(
    r"(?:比|较)(?:上年|去年|上一年|前一年|上年同期|\d{4}年)[^,;。]{0,4}(?:(?P<more>多|高|增加|增长|提高|扩大|上升)|少|低|减少|下降|降低|回落)[了出]?$"
)
_GREW = re.compile("增速|增长|增幅")
_GREW_BY = re.compile(r"[,，]?(?:比上年|较上年|同比)?(?:增长|下降|增加|减少|上升)了?")
_CENT = Decimal("0.01")
_FELL = re.compile("下降|减少")
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
_FEW = 3
# 实际投资超出计划多少, where a text gives both: 完成投资10.5亿元,完成年度计划投资(10.1亿元)104.3%.
_BEYOND = re.compile(
    r"(?:超|高出|多出|高于|多于|低于|少于|比)[^,。;?]{0,6}(?:计划|目标|预算|任务)[^,。;?]{0,5}(?:多少|几)"
    r"|(?:计划|目标|预算|任务)[^,。;?]{0,3}(?:超|多|高|差|少)[出了]?(?:多少|几)"
)
_BEYOND_WORDS = re.compile(r"超|高出|多出|实际|计划|目标|预算|任务|完成")
_NEVER_MORE = frozenset({Kind.COUNT, Kind.MONEY})


def read_derived(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the figure of the year before that a stated difference implies, or what a part leaves of a whole."""
    return (
        _from_to(question, part, words, context)
        or _year_before(question, part, words, context)
        or _by_rate(question, part, words, context)
        or _below(question, part, words, context)
        or _without(question, part, words, context)
        or _beyond(question, part, words, context)
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
            first = replace(end, value=start)
            ordered = (end, first) if amount_of(end) > amount_of(first) else (first, end)
            found = _computed(*ordered, words, less=True)
            if value.kind is not Kind.PERCENT:
                return found
            short = found.short.replace("%", "个百分点")
            return replace(found, short=short, note=found.note.replace(f"= {found.short}", f"= {short}"))
    return None


def is_inference(question: Question) -> bool:
    """Tell whether a question says that its answer has to be worked out (``按19.4%的增速倒算``)."""
    return _TO_INFER.search(question.folded) is not None


def must_be_inferred(question: Question) -> bool:
    """Tell whether a question asks for what has to be worked out, rather than for a figure that a text gives."""
    return any(asked.search(question.folded) for asked in (_TO_INFER, _BELOW, _WITHOUT, _CHANGED, _BEYOND))


def _year_before(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    words = [word for word in words if not _TO_INFER.search(word.text) and not _BEFORE.search(word.text)]
    if (part.kinds and not part.kinds & _NEVER_MORE) or not words:
        return None
    inferring = _TO_INFER.search(question.folded) is not None or (
        _BEFORE.search(question.folded) is not None and bool(question.values)
    )
    for rise, year in _rises(question, part, words, context):
        if not (year - 1 in question.years or (inferring and question.years <= {year})):
            continue
        about = replace(question, years=frozenset({year}), values=(), folded=_TO_INFER.sub("，，", question.folded))
        kind, unit = value_of(rise).kind, value_of(rise).unit
        asking = replace(part, kinds=frozenset({kind}), unit=unit if kind is Kind.COUNT else "")
        for base in values_in_focus(about, asking, words, context):
            if base.score < _OPERAND:
                break
            if (
                value_of(base).unit == unit
                and base.statement.report == rise.statement.report
                and not _is_rise(base)
                and not is_bounded(base.statement, value_of(base))
                and amount_of(base) > amount_of(rise)
            ):
                return _computed(base, rise, words, less=_rose(rise))
    return None


def _by_rate(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the year before's sum by the rate at which it grew (``32.3亿元,同比增长19.4%``)."""
    if not (_TO_INFER.search(question.folded) or "增速" in question.folded) or (
        part.kinds and Kind.MONEY not in part.kinds
    ):
        return None
    words = [
        word
        for word in words
        if not (_TO_INFER.search(word.text) or _BEFORE.search(word.text) or _GREW.search(word.text))
    ]
    asking = replace(part, kinds=frozenset({Kind.MONEY}), unit="", focus=())
    rates = [value.amount for value in question.values if value.kind is Kind.PERCENT]
    about = replace(question, values=(), folded=_TO_INFER.sub("，，", question.folded))
    for year in sorted(question.years) or [0]:
        later = replace(about, years=frozenset({year + 1}) if year else frozenset())
        for evidence in values_in_focus(later, asking, words, context)[:_FEW]:
            own = value_of(evidence)
            rate = _rate_behind(evidence)
            if rate is None or rate.amount is None or evidence.score < _OPERAND or (rates and rate.amount not in rates):
                continue
            down = _FELL.search(evidence.statement.folded, own.end, rate.start) is not None
            share = 1 + (-rate.amount if down else rate.amount) / 100
            if share > 0:
                result, _ = written(amount_of(evidence) / share, own, _CENT)
                fact = value_finding(evidence, words)
                sign = "-" if down else "+"
                note = f"{fact.short} ÷ (1 {sign} {rate.text}) ≈ {result}"
                both = quote(evidence.statement, (own.start, rate.end))
                return Finding(f"约{result}", (both,), evidence.score, computed=True, quoted=False, note=note)
    return None


def _rate_behind(evidence: Evidence) -> Value | None:
    """Return the rate at which a sum grew, where it stands in the next clause (``32.3亿元,同比增长19.4%``)."""
    own = value_of(evidence)
    behind = [v for v in evidence.statement.values if v.start >= own.end and v.kind is not Kind.DATE]
    if not behind or behind[0].kind is not Kind.PERCENT:
        return None
    return behind[0] if _GREW_BY.fullmatch(evidence.statement.folded, own.end, behind[0].start) else None


def _rises(question: Question, part: Part, words: Sequence[Term], context: Context) -> Iterator[tuple[Evidence, int]]:
    """Yield the differences from the year before that the texts state, each with the year that it was reached in."""
    asking = replace(part, kinds=part.kinds or _NEVER_MORE, focus=())
    for evidence in values_in_focus(replace(question, years=frozenset(), values=()), asking, words, context):
        years = evidence.statement.years_at(value_of(evidence).start)
        if _is_rise(evidence) and value_of(evidence).amount is not None and len(years) == 1:
            yield evidence, min(years)


def _is_rise(evidence: Evidence) -> bool:
    return _ROSE.search(evidence.statement.folded[: value_of(evidence).start]) is not None


def _rose(evidence: Evidence) -> bool:
    rise = _ROSE.search(evidence.statement.folded[: value_of(evidence).start])
    return rise is not None and rise["more"] is not None


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
                    and not _is_rise(whole)
                ):
                    return _computed(whole, piece, words, less=True)
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
                return _computed(whole, first, words, less=True)
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
            pair = (result, replace(result, value=aim))
            first, second = pair if amount_of(pair[0]) > amount_of(pair[1]) else pair[::-1]
            return _computed(first, second, words, less=True)
    return None


def _clause(item: Evidence) -> str:
    return item.statement.folded[slice(*item.statement.clause_at(value_of(item).start))]


def _stands_behind(limit: str, item: Evidence) -> bool:
    start, _ = item.statement.part_at(value_of(item).start)
    return limit in item.statement.folded[start : value_of(item).start]


def _computed(first: Evidence, second: Evidence, words: Sequence[Term], *, less: bool) -> Finding:
    findings = [value_finding(evidence, words) for evidence in (first, second)]
    result: Decimal = amount_of(first) - amount_of(second) if less else amount_of(first) + amount_of(second)
    short, _ = written(result, value_of(first))
    note = f"{findings[0].short} {'-' if less else '+'} {findings[1].short} = {short}"
    quotes = tuple(dict.fromkeys(finding.quotes[0] for finding in findings))
    return Finding(short, quotes, min(item.score for item in findings), computed=True, quoted=False, note=note)
