"""Comparisons and sums: the same figure for several places, years or things, set side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.asking import Ask
from qa.context import Context
from qa.evidence import Evidence
from qa.findings import Finding
from qa.question import Part, Question, things
from qa.readers import value_finding, values_in_focus
from qa.spans import thing_at
from qa.values import Kind, Value
from qa.words import Term

_LEAST = re.compile(
    r"最(?:低|少|慢|小|短|弱)|更(?:低|少|慢|小)|(?:谁|哪个?)[^,。?]*?(?:低|少|慢|小)(?=[?。!,]|$)|从低到高|由低到高|从小到大"
)
_PERCENT_WORDS = re.compile(r"增速|增幅|增长|率|占比|比例|快|慢|百分点")
_MONEY_WORDS = re.compile(r"投资|增加值|金额|资金|产值|收入|亿|钱|规模|基金")
_COUNT_WORDS = re.compile(r"数|项目|企业|家|个|次|面积|人|亩|宗|件|项")
_DIFFERENCE_UNITS = (
    (("个百分点", "个点"), Kind.POINTS),
    (("亿", "万元", "元", "钱"), Kind.MONEY),
    (("个", "家", "项", "次", "人"), Kind.COUNT),
)
_ZONES = re.compile(r"(?:哪个|哪家|各|几个|[两三四五六七八九\d]个|这些)(?:经开区|开发区|园区|县区?|区|市)")
_ENOUGH = 0.55
_RELATIVE = 0.72


def read_comparison(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the figures side by side, the winner as the exact answer."""
    facts = _operands(question, part, words, context) if _by_thing(question, part, words) else []
    facts = facts if len(facts) > 1 else _side_by_side(question, words, context)
    if len(facts) < 2:
        return []
    sign = -1 if _LEAST.search(question.folded) else 1
    facts.sort(key=lambda item: -sign * _amount(item[1]))
    score = min(evidence.score for _, evidence in facts)
    findings = [value_finding(evidence, words) for _, evidence in facts]
    items = tuple(f"{label}：{finding.short}" for (label, _), finding in zip(facts, findings, strict=True))
    quotes = tuple(finding.quotes[0] for finding in findings)
    best = [label for label, evidence in facts if _amount(evidence) == _amount(facts[0][1])]
    return [Finding("、".join(best), quotes, score, items, itemised=True, quoted=False)]


def _by_thing(question: Question, part: Part, words: Sequence[Term]) -> bool:
    """Tell whether a question names several things to compare that are no places (``A项目、B项目``)."""
    return len(_joined(question, part, words)) > 1 and not _ZONES.search(question.folded)


def read_difference(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the difference that a text states, or the one between two of its figures."""
    stated = _stated(question, part, words, context)
    if stated is not None:
        return [stated]
    operands = _operands(question, part, words, context)
    if len(operands) != 2:
        return []
    (_, first), (_, second) = operands
    return [_computed(operands, abs(_amount(first) - _amount(second)), "-", words)]


def read_sum(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the sum of the figures asked about."""
    operands = _operands(question, part, words, context)
    if len(operands) < 2:
        operands = _side_by_side(question, words, context)
    if len(operands) < 2:
        return []
    return [_computed(operands, sum((_amount(item) for _, item in operands), Decimal(0)), "+", words)]


def _amount(evidence: Evidence) -> Decimal:
    assert evidence.value is not None and evidence.value.amount is not None
    return evidence.value.amount


def _value(evidence: Evidence) -> Value:
    assert evidence.value is not None
    return evidence.value


def _kinds(question: Question) -> tuple[frozenset[Kind], ...]:
    """Return the kinds of value that the question may compare, the likeliest first."""
    order = []
    for pattern, kind in ((_PERCENT_WORDS, Kind.PERCENT), (_MONEY_WORDS, Kind.MONEY), (_COUNT_WORDS, Kind.COUNT)):
        if pattern.search(question.folded):
            order.append(frozenset({kind}))
    return tuple(order) or (frozenset({Kind.MONEY}), frozenset({Kind.COUNT}), frozenset({Kind.PERCENT}))


def _side_by_side(question: Question, words: Sequence[Term], context: Context) -> list[tuple[str, Evidence]]:
    """Return the best figure of each place, or of each thing where places do not tell them apart."""
    several = len({(place.name, place.zone) for place in question.places}) > 1
    zones = _ZONES.search(question.folded) is not None
    for kinds in _kinds(question):
        part = Part(Ask.VALUE, kinds, "", 0, 0, tuple(words[-1:]) if Kind.COUNT in kinds else ())
        if several:
            found = []
            for place in dict.fromkeys(question.places):
                scored = values_in_focus(replace(question, places=(place,)), part, words, context)
                if scored and scored[0].score >= _ENOUGH:
                    found.append((question.text[place.start : place.end], scored[0]))
            if len(found) > 1:
                return found
            continue
        scored = values_in_focus(replace(question, members=zones), part, words, context)
        if not scored or scored[0].score < _ENOUGH:
            continue
        good = [item for item in scored if item.score >= _RELATIVE * scored[0].score]
        by_place = zones or (len(context.reports) > 1 and not question.places)
        for label in (_place_label, _thing_label) if by_place else (_thing_label, _place_label):
            best: dict[str, Evidence] = {}
            for item in good:
                best.setdefault(label(item), item)
            best.pop("", None)
            if len(best) > 1:
                return list(best.items())
    return []


def _place_label(item: Evidence) -> str:
    """Return the place that a figure is about, in the document's words; the report's title where it names none."""
    subjects = item.statement.subjects_at(_value(item).start)
    if subjects:
        return item.statement.text[subjects[-1].start : subjects[-1].end]
    return item.statement.path[0] if item.statement.path else item.statement.title


def _thing_label(item: Evidence) -> str:
    """Return the thing that a figure belongs to, in the document's words."""
    span = thing_at(item.statement, _value(item))
    return item.statement.text[span[0] : span[1]] if span else ""


def _stated(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return a difference that the text itself states (``比上年多96个``)."""
    if len({(place.name, place.zone) for place in question.places}) > 1 or len(question.years) > 1:
        return None
    unit = next((kind for words, kind in _DIFFERENCE_UNITS if question.folded.startswith(words, part.end)), None)
    anything = Part(Ask.VALUE, frozenset({unit} if unit else ()), "", part.start, part.end, ())
    for item in values_in_focus(question, anything, words, context)[:12]:
        before = item.statement.folded[max(0, _value(item).start - 12) : _value(item).start]
        if item.coverage >= 0.7 and re.search(r"比[^,;。]*(?:多|高|低|少|增)|高于|低于|超过|高出|多于", before):
            return value_finding(item, words)
    return None


def _operands(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[tuple[str, Evidence]]:
    """Return the figures that a question sets against one another: by place, by year, or by the things it joins."""
    by_place = {(place.name, place.zone): place for place in question.places}
    joined = _joined(question, part, words)
    if len(by_place) > 1 and len(joined) < 3:
        queries = [(question.text[p.start : p.end], replace(question, places=(p,)), words) for p in by_place.values()]
    elif len(question.years) == 2:
        queries = [(f"{year}年", replace(question, years=frozenset({year})), words) for year in sorted(question.years)]
    else:
        queries = [(label, question, chosen) for label, chosen in joined]
    for kinds in _kinds(question):
        found: list[tuple[str, Evidence]] = []
        for label, query, chosen in queries:
            asking = Part(Ask.VALUE, kinds, "", 0, 0, tuple(chosen[-1:]) if Kind.COUNT in kinds else ())
            scored = values_in_focus(query, asking, chosen, context)
            taken = {(item.statement.start, _value(item).start) for _, item in found}
            fresh = [item for item in scored if (item.statement.start, _value(item).start) not in taken]
            if fresh and fresh[0].score >= _ENOUGH:
                found.append((label, fresh[0]))
        if len(found) == len(queries) and len(found) > 1 and len({_value(item).unit for _, item in found}) == 1:
            return found
    return []


def _joined(question: Question, part: Part, words: Sequence[Term]) -> list[tuple[str, tuple[Term, ...]]]:
    """Split the words at what joins things: each thing's own words, and those that all share."""
    parts = things(question.folded, part, tuple(words), part.start)
    found = []
    for each in parts:
        about = each.about or ()
        chosen = tuple(word for word in words if (word.start, word.start + len(word.text)) in set(about))
        if chosen:
            found.append((question.text[about[0][0] : about[each.own - 1][1]], chosen))
    return found if len(found) > 1 else []


def _computed(operands: Sequence[tuple[str, Evidence]], result: Decimal, sign: str, words: Sequence[Term]) -> Finding:
    findings = [value_finding(evidence, words) for _, evidence in operands]
    # The unit of the larger one: 0亿元 does not tell how large an 亿 is.
    first = _value(max(operands, key=lambda item: _amount(item[1]))[1])
    shown = [finding.short for finding in findings]
    if sign == "-" and _amount(operands[0][1]) < _amount(operands[1][1]):
        shown.reverse()
    short = _written(result, first)
    quotes = tuple(dict.fromkeys(finding.quotes[0] for finding in findings))
    note = f" {sign} ".join(shown) + f" = {short}"
    return Finding(short, quotes, min(finding.score for finding in findings), computed=True, quoted=False, note=note)


def _written(amount: Decimal, like: Value) -> str:
    """Write an amount in the unit of a value: 1400000000 like ``870.02亿元`` -> ``14亿元``."""
    match = re.match(r"[\d.,]+", like.text)
    digits = match.group() if match else "1"
    assert like.amount is not None
    scale = like.amount / Decimal(digits.replace(",", "")) if match and like.amount else Decimal(1)
    number = amount / scale
    text = format(number.normalize(), "f")
    unit = like.text[len(digits) :] if match else like.unit
    return text + ("个百分点" if like.kind is Kind.PERCENT else unit)
