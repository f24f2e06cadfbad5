"""Yes or no by figures and days: what a question states or sets against each other, and what the documents give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.arithmetic import amount_of
from qa.asks import Ask
from qa.context import Context
from qa.figures import value_finding, values_in_focus
from qa.findings import Finding
from qa.operands import operands
from qa.premises import MEASURABLE, whose
from qa.question import Question
from qa.scope import is_planned
from qa.things import Part
from qa.values import Kind, Value
from qa.words import Term

UNREACHED = re.compile(r"(?:没有|未能?|没能?)(?:如期|按时|全部)?(?:实现|完成|达到|达成)")
"""How a text says that an aim was not reached."""

_MORE = re.compile(
    r"过半|超过|[上过破超够][百千万亿]|两位数|高于|大于|多于|突破|(?<![以早晚马])上(?=\d)|(?<![通经超])过(?=\d)|破(?=\d)|够(?=\d)|够[上得着]|到(?=\d)|超(?!额)|达到|不低于|不少于|以上"
)
_BOUND = re.compile(
    r"(?:超过?|高于|大于|多于|突破|达到?|不?低于|少于|不到|不足|(?<![以早晚马])上|(?<![通经])过|破|够|到)了?.$"
)
_BOUND_WORD = re.compile("超过?|突破|过|上|破|够|达到?|高于|大于|多于|低于|少于")
# 是要达到35%吗 asks what the aim is, and an aim of 80% is another.
_AIMED = re.compile(r"(?:要|目标|力争|计划)[^,。?超过突破]{0,8}到\d")
_LESS = re.compile(r"低于|少于|小于|不到|不足|没达到|没到|未达|以下|以内")
# 项目上百了没有, 增幅到两位数了吗
_ROUND = re.compile(r"(?:上|过|破|超|够)(?P<round>百|千|万|亿)(?!分|元以)|(?P<digits>两位数)")
_ROUNDS = {"百": 100, "千": 1000, "万": 10000, "亿": 10**8}
_HIGHER = re.compile(r"(?P<than>比|较)[^,。?]{2,24}?(?P<how>[高低多少快慢大小强])")
_LOWER = re.compile("[低少慢小]")
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")
# 是不是考了五家? asks whether there were so many.
_AT_THE_END = re.compile(r"(?:吗|吧|么|啊|呢)?[,，]?(?:对吗|是吗|对不对)?[?。!]*")
_FEW, _SURE = 3, 0.5
_YEAR = len("2023")
_FIGURE = re.compile(r"\d|半|[二三四五六七八九十百千万亿](?!个|家|市|区|县|种|项|批)")


def by_figures(
    question: Question, part: Part, words: Sequence[Term], context: Context, *, counting: bool = True
) -> list[Finding]:
    """Return 是 or 否 by the figures, places or days that a question states; nothing where it states none.

    Args:
        question: The question.
        part: The part that asks whether.
        words: The words that count for it.
        context: What it is answered from.
        counting: Whether a count that is as stated is a yes.
    """
    claimed = [
        value
        for value in question.values
        if value.kind in MEASURABLE
        and (_FIGURE.search(value.text) or (_is_several(value) and _AT_THE_END.fullmatch(question.folded, value.end)))
    ]
    claimed.extend(_round_bounds(question.folded))
    # Of 四次活动签约过150亿了吗 the figure behind 过 is in question.
    bounds = [value for value in claimed if _is_bound(question.folded, value)]
    stated = next(iter((*bounds, *claimed)), None)
    if stated is not None:
        found = _by_figure(question, part, stated, words, context)
        if found and (counting or stated.kind is not Kind.COUNT or found[0].short != "是"):
            return found
    if set_against := _by_comparison(question, part, words, context):
        return set_against
    day = next((value for value in question.values if value.kind is Kind.DATE and _DAY.search(value.text)), None)
    return _by_date(question, part, day, words, context) if day is not None else []


def _is_bound(folded: str, value: Value) -> bool:
    """Tell whether a question asks whether something reached a figure (``过150亿``, ``过半``)."""
    return value.text[0] in "过超上破够两" or _BOUND.search(folded[: value.start] + value.text[:1]) is not None


def _is_several(value: Value) -> bool:
    return value.amount is not None and value.amount > 1


def _round_bounds(folded: str) -> list[Value]:
    """Return what 上百, 过亿 and 两位数 ask a figure to have reached."""
    found = []
    for bound in _ROUND.finditer(folded):
        amount = Decimal(_ROUNDS[bound["round"]] if bound["round"] else 10)
        kind = Kind.PERCENT if bound["digits"] else Kind.MONEY if bound["round"] == "亿" else Kind.COUNT
        found.append(Value(kind, bound.start(), bound.end(), bound.group(), amount, "%" if bound["digits"] else ""))
    return found


def _by_figure(question: Question, part: Part, stated: Value, words: Sequence[Term], context: Context) -> list[Finding]:
    words = [word for word in words if not _BOUND_WORD.fullmatch(word.text)]
    # The words of the clause that states the figure, not what the question says besides.
    near = [word for word in words if not re.search("[,。;]", _between(question.folded, word.start, stated.start))]
    if not words:
        owner = whose(question, stated, words, context)
        return [replace(owner, note=f"{stated.text}{owner.note}")] if owner else []
    unit = stated.unit if stated.kind is Kind.COUNT else ""
    asking = Part(Ask.VALUE, frozenset({stated.kind}), unit, part.start, part.end, ())
    found = []
    for evidence in values_in_focus(replace(question, values=()), asking, near or words, context)[:5]:
        assert evidence.value is not None
        clause = evidence.statement.folded[slice(*evidence.statement.clause_at(evidence.value.start))]
        given = evidence.value.amount
        aimed = _AIMED.search(question.folded) and is_planned(evidence.statement, evidence.value.start)
        holds = given == stated.amount if aimed else _holds(question.folded, given, stated.amount)
        holds = holds and not UNREACHED.search(clause)
        fact = value_finding(evidence, words)
        owner = None if holds else whose(question, stated, near or words, context)
        note = f"{stated.text}{owner.note}" if owner else ""
        quotes = (*fact.quotes, *(owner.quotes if owner else ()))
        found.append(replace(fact, short="是" if holds else "否", quotes=quotes, note=note, quoted=False))
    return found


def _by_comparison(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return 是 or 否 with the figures of two places that a question sets against each other (``A是不是比B高``)."""
    against = _HIGHER.search(question.folded)
    if against is None or 2 not in (len(question.places), len(question.years)):
        return []
    asking = replace(part, ask=Ask.COMPARISON)
    found = operands(question, asking, [word for word in words if not _BOUND_WORD.fullmatch(word.text)], context)
    if len(found) != 2:
        return []
    (_, first), (_, second) = found
    # 比 stands before the second of them, or before the first (比起B,A高吗).
    if len(question.places) == 2:
        swapped = question.places[0].start > against.start("than")
    else:
        # Years come in the order of time, whichever the question names first.
        one, other = (question.folded.find(label[:_YEAR]) for label, _ in found)
        swapped = (one > other) == (min(one, other) < against.start("than"))
    ahead = amount_of(first) - amount_of(second) if not swapped else amount_of(second) - amount_of(first)
    holds = ahead < 0 if _LOWER.search(against["how"]) else ahead > 0
    facts = [value_finding(item, words) for _, item in found]
    quotes = tuple(dict.fromkeys(fact.quotes[0] for fact in facts))
    score = min(fact.score for fact in facts)
    return [Finding("是" if holds else "否", quotes, score, quoted=False)]


def _by_date(question: Question, part: Part, stated: Value, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return 是 or 否 by the day that the documents give for what a question says to have been on a day."""
    asking = Part(Ask.DATE, frozenset({Kind.DATE}), "日", part.start, part.end, ())
    other = tuple(word for word in words if not stated.start <= word.start < stated.end)
    found = []
    for evidence in values_in_focus(replace(question, values=()), asking, other, context)[:_FEW]:
        same = evidence.value is not None and _day_of(evidence.value) == _day_of(stated)
        if evidence.score >= _SURE:
            fact = value_finding(evidence, other)
            found.append(replace(fact, short="是" if same else "否", quoted=False))
    return found


def _day_of(value: Value) -> str:
    """Return month and day of a date, as a report writes them."""
    found = _DAY.search(value.text)
    return found.group().replace("号", "日") if found else ""


def _between(folded: str, first: int, second: int) -> str:
    return folded[min(first, second) : max(first, second)]


def _holds(folded: str, given: Decimal | None, stated: Decimal | None) -> bool:
    """Tell whether what a question says of a figure holds of the given one."""
    if given is None or stated is None:
        return False
    if _LESS.search(folded):
        return given < stated
    return given >= stated if _MORE.search(folded) else given == stated
