"""The figure of the year before, where a text gives only the later one and how it changed since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.arithmetic import amount_of, difference, total, value_of
from qa.asks import Ask
from qa.context import Context
from qa.evidence import Evidence
from qa.figures import value_finding, values_in_focus
from qa.findings import Finding, quote
from qa.operands import is_bounded
from qa.question import Question
from qa.regions import telling
from qa.things import Part
from qa.values import Kind, Value, written
from qa.words import Term

# 2022年的数 where a text says only 比上年多96个, with or without a word that it has to be worked out.
_TO_INFER = re.compile(r"倒推|推算|推一下|推一推|反推|推出|推导|推断|倒算|反算|算出|换算")
_BEFORE = re.compile(r"前年|上一?年|前一年|去年")
_ROSE = re.compile(
    r"(?:比|较)(?:上年|去年|上一年|前一年|上年同期|\d{4}年)[^,;。]{0,4}(?:(?P<more>多|高|增加|增长|提高|扩大|上升)|少|低|减少|下降|降低|回落)[了出]?$"
)
_GREW = re.compile("增速|增长|增幅")
_GREW_BY = re.compile(r"[,，]?(?:比上年|较上年|同比)?(?:增长|下降|增加|减少|上升)了?")
_CENT = Decimal("0.01")
_FELL = re.compile("下降|减少")
_NEVER_MORE = frozenset({Kind.COUNT, Kind.MONEY})
_OPERAND, _RISE = 0.5, 0.3
_FEW = 3


def read_year_before(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the figure of the year before by the difference, or the rate, that a text gives beside the later one."""
    return _by_difference(question, part, words, context) or _by_rate(question, part, words, context)


def is_inference(question: Question) -> bool:
    """Tell whether a question says that its answer has to be worked out (``按19.4%的增速倒算``)."""
    return _TO_INFER.search(question.folded) is not None


def _by_difference(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the year before's figure by the later one and the difference (``比上年多96个``)."""
    words = [word for word in words if not _TO_INFER.search(word.text) and not _BEFORE.search(word.text)]
    if (part.kinds and not part.kinds & _NEVER_MORE) or not words:
        return None
    named = [found.span() for found in _BEFORE.finditer(question.folded)]
    stated = any(not any(a <= value.start < b for a, b in named) for value in question.values)
    inferring = _TO_INFER.search(question.folded) is not None or (bool(named) and stated)
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
                and not is_rise(base)
                and not is_bounded(base.statement, value_of(base))
                and amount_of(base) > amount_of(rise)
                and _is_of(rise, base)
            ):
                return difference(base, rise, words) if _rose(rise) else total((base, rise), words)
    return None


def _is_of(rise: Evidence, base: Evidence) -> bool:
    """Tell whether a difference is one of a figure: of the one before it, where its clause names nothing else.

    ``亩均税收23.6万元,较上年提高1.8万元`` says by how much 亩均税收 rose, and no other sum.
    """
    start, _ = rise.statement.clause_at(value_of(rise).start)
    before = rise.statement.folded[start : value_of(rise).start]
    if telling(_ROSE.sub("", before)):
        return True
    amounts = [value for value in rise.statement.values if value.end <= start and value.kind is value_of(rise).kind]
    return base.statement is rise.statement and bool(amounts) and value_of(base) == amounts[-1]


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
    asking = replace(part, ask=Ask.DIFFERENCE, kinds=part.kinds or _NEVER_MORE, focus=())
    for evidence in values_in_focus(replace(question, years=frozenset(), values=()), asking, words, context):
        years = evidence.statement.years_at(value_of(evidence).start)
        enough = evidence.score >= _RISE
        if enough and is_rise(evidence) and value_of(evidence).amount is not None and len(years) == 1:
            yield evidence, min(years)


def is_rise(evidence: Evidence) -> bool:
    """Tell whether a figure is itself a difference from the year before (``比上年多96个``)."""
    return _ROSE.search(evidence.statement.folded[: value_of(evidence).start]) is not None


def _rose(evidence: Evidence) -> bool:
    rise = _ROSE.search(evidence.statement.folded[: value_of(evidence).start])
    return rise is not None and rise["more"] is not None
