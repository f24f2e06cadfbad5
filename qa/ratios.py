"""Figures: of one thing, of each of several places; averages and shares, computed where no text states them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.arithmetic import amount_of, quotient, share, shown, value_of
from qa.asks import Ask
from qa.context import Context
from qa.derived import must_be_inferred, read_derived
from qa.evidence import Evidence
from qa.figures import read_values, value_finding, values_in_focus
from qa.findings import Finding
from qa.fits import same_unit
from qa.operands import is_bounded, of_each
from qa.pairing import Operand
from qa.places import Place
from qa.question import Question
from qa.things import Part
from qa.values import Kind, Value
from qa.words import Term

_AVERAGE = re.compile(r"平均(?:算?下来|到|摊到)?(?:每一?|一|单)?(?P<unit>个|家|项|宗|块|亩|户|人|次|批|套|件)")
_SHARE = re.compile(r"占(?!地|用|比|领)")
_WHOLE = re.compile(r"了?(?:全市|全区|全省|全县|整个|所有|全部|总)")
_OF_WHOLE = re.compile(r"全部|所有|全体|总共|比重|比例|份额|占比|百分比|几成")
_STATED = 0.6
_BESIDE = 20
_OPERAND = 0.5
# What is a smaller part than this of something is a part of something else.
_LEAST_SHARE = Decimal("0.005")
_ZONE_AND_CITY = 2


def read_figures(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return figures and dates; an average or a share that no text states is computed from what it does state."""
    each = of_each(question, part, words, context)
    if len(each) > 1:
        return [_listed(each, words)]
    stated = read_values(question, part, words, context)
    if stated and stated[0].score >= _STATED and not must_be_inferred(question):
        return stated
    computed = (
        _average(question, words, context)
        or _share(question, part, words, context)
        or read_derived(question, part, words, context)
    )
    return [computed] if computed else stated


def _listed(facts: Sequence[Operand], words: Sequence[Term]) -> Finding:
    """Return the figures of several places as a list."""
    findings = [value_finding(evidence, words) for _, evidence in facts]
    items = tuple(f"{label}：{shown(evidence)}" for label, evidence in facts)
    quotes = tuple(finding.quotes[0] for finding in findings)
    score = min(finding.score for finding in findings)
    return Finding("；".join(items), quotes, score, items, itemised=True, quoted=False)


def _average(question: Question, words: Sequence[Term], context: Context) -> Finding | None:
    """Return a sum divided by the number that stands beside it (``269个项目,总投资870.02亿元``)."""
    asked = _AVERAGE.search(question.folded)
    if asked is None:
        return None
    # What is looked for is the sum, of which no text says 平均.
    plain = replace(question, folded=question.folded.replace("平均", "，，"))
    words = [word for word in words if not asked.start() <= word.start < asked.end()]
    for kinds in (frozenset({Kind.MONEY}), frozenset({Kind.COUNT})):
        asking = Part(Ask.VALUE, kinds, "", 0, 0, ())
        for evidence in values_in_focus(plain, asking, words, context):
            total = value_of(evidence)
            if evidence.score < _OPERAND or is_bounded(evidence.statement, total):
                continue
            if total.amount is None or same_unit(total.unit, asked["unit"]):
                continue
            number = _number_beside(evidence, asked["unit"])
            if number is not None:
                return quotient(evidence, replace(evidence, value=number), words)
    return None


def _number_beside(evidence: Evidence, unit: str) -> Value | None:
    """Return the count close before a figure, or right behind it (``465.3亿元的34个项目``), in its part."""
    own = value_of(evidence)
    start, end = evidence.statement.part_at(own.start)
    counts = [
        value
        for value in evidence.statement.values
        if start <= value.start < end
        and value.kind is Kind.COUNT
        and value.amount
        and same_unit(value.unit, unit)
        and (0 <= own.start - value.end <= _BESIDE or 0 <= value.start - own.end <= len("的"))
    ]
    return min(counts, key=lambda value: (value.start > own.start, abs(value.start - own.start)), default=None)


def _share(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return what part one figure is of another in the same unit (``投产项目占签约项目的比例``)."""
    asked = _SHARE.search(question.folded)
    if asked is None or (part.kinds and Kind.PERCENT not in part.kinds):
        return None
    piece = [word for word in words if word.start < asked.start()]
    whole = [word for word in words if word.start > asked.start() and not _OF_WHOLE.fullmatch(word.text)]
    plain = replace(question, folded=question.folded.replace("占", "，").replace("比", "，"))
    # What the piece is limited to (亿元以上) does not limit the whole.
    of_all = replace(plain, folded="，" * asked.end() + plain.folded[asked.end() :])
    # 高新区的工业投资占阳泉全市的几成 names the city behind 占.
    before = tuple(place for place in question.places if place.start < asked.start())
    zone = len(before) == 1 and bool(before[0].zone) and len(question.places) <= _ZONE_AND_CITY
    if zone and len(question.places) == _ZONE_AND_CITY:
        plain = replace(plain, places=before)
        of_all = plain
    behind = max((place.end for place in question.places), default=0)
    if zone and piece and _WHOLE.match(question.folded, max(asked.end(), behind)):
        # 高新区的工业投资占全市的几成: the same figure, of the city that the zone belongs to.
        whole, of_all = piece, replace(plain, places=_cities(before[0], context))
    if not piece or not whole:
        return None
    for kind in (Kind.COUNT, Kind.MONEY):
        asking = Part(Ask.VALUE, frozenset({kind}), "", 0, 0, ())
        parts, wholes = (
            values_in_focus(about, asking, side, context)[:4] for about, side in ((plain, piece), (of_all, whole))
        )
        for first in parts:
            for second in wholes:
                if (
                    min(first.score, second.score) >= _STATED
                    and same_unit(value_of(first).unit, value_of(second).unit)
                    and first.statement.report == second.statement.report
                    and _LEAST_SHARE * amount_of(second) < amount_of(first) < amount_of(second)
                ):
                    return share(first, second, words)
    return None


def _cities(place: Place, context: Context) -> tuple[Place, ...]:
    """Return the city whose report speaks of a place."""
    homes = {
        home: None
        for statement in context.statements
        for home in statement.home
        if any(place.covers(other) or place.name == other.name for other in (*statement.places, home))
    }
    return tuple(homes)[:1]
