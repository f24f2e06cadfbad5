"""Comparisons, differences, sums, averages and shares: figures of several places, years or things, set side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.arithmetic import amount_of, difference, shown, total, value_of
from qa.asks import Ask
from qa.context import Context
from qa.derived import read_derived
from qa.figures import value_finding, values_in_focus
from qa.findings import Finding
from qa.fits import same_unit
from qa.labels import in_own_words
from qa.operands import operands, parallels, side_by_side
from qa.question import Question
from qa.ratios import read_figures
from qa.things import Part
from qa.values import han_number
from qa.words import Term

_SUMMED = re.compile(r"合计|之和|相加|加总|总和")
_SAYS_TOTAL = re.compile("[一总拢]共|共(?=\\d|计|有|完成|实现)|合计|累计|总(?:计|额|量|数|投资)|全[市省县区国年]")
_EVERY = re.compile(
    r"各|所有|全部|[两二三四五六七八九\d几]个(?:开发区|经开区|区|市|县|园区)|(?<!\d)[两二三四五六七八九几]个[^,。?]{0,8}项目"
)
_RANK = re.compile(r"第([二三四五])(?![批次季产方届])")
_SET_AGAINST = re.compile(r"比|较|和|与|跟|相差|差距|差额|[高低]出|[多少]出|超出")
_SAME_MATTER = 0.5
_RISE = re.compile("增加|减少|提高|下降|增|减")
_BY_HOW_MUCH = re.compile(r"[多高低少快慢大小](?:多少|几)|差多少|相差|差几")
_LEAST = re.compile(
    r"垫底|倒数|排最后|最(?:低|少|慢|小|短|弱)|更(?:低|少|慢|小)|(?:谁|哪个?)[^,。?]*?(?:低|少|慢|小)(?=[?。!,]|$)|从低到高|由低到高|从小到大"
)


def read_comparison(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the figures side by side, the winner as the exact answer."""
    facts = operands(question, part, words, context)
    if not facts and len(question.years) < 2:
        facts = side_by_side(question, words, context)
    if len(facts) < 2:
        return []
    sign = -1 if _LEAST.search(question.folded) else 1
    facts.sort(key=lambda item: -sign * amount_of(item[1]))
    place = _rank(question.folded)
    if place >= len(facts):
        return []
    score = min(evidence.score for _, evidence in facts)
    facts = [(in_own_words(label, evidence), evidence) for label, evidence in facts]
    findings = [value_finding(evidence, words) for _, evidence in facts]
    items = tuple(f"{label}：{shown(evidence)}" for label, evidence in facts)
    quotes = tuple(finding.quotes[0] for finding in findings)
    best = [label for label, evidence in facts if amount_of(evidence) == amount_of(facts[place][1])]
    won = Finding("、".join(best), quotes, score, items, itemised=True, quoted=False)
    if len(facts) == 2 and _BY_HOW_MUCH.search(question.folded):
        apart = difference(facts[0][1], facts[1][1], words)
        won = replace(won, note=apart.note, computed=True)
    return [won]


def _rank(folded: str) -> int:
    """Return how many come before the one asked for: none, unless a question asks who is second (``谁第二``)."""
    rank = _RANK.search(folded)
    return han_number(rank.group(1)) - 1 if rank else 0


def read_difference(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the difference that a text states, or the one between two of its figures."""
    # 授信和放款之间差多少 is asked of two figures.
    stated = None if "之间" in question.folded else _stated(question, part, words, context)
    if stated is not None:
        return [stated]
    found = operands(question, part, words, context)
    if len(found) != 2:
        derived = read_derived(question, part, words, context)
        # 2023年比2022年增加多少 may be said in so many words.
        stated_rise = _RISE.search(question.folded, part.start, part.end) and len(question.years) > 1
        if derived or (_SET_AGAINST.search(question.folded) and not stated_rise):
            return [derived] if derived else []
        # 还差多少亩 asks for a figure that a text may give.
        return read_figures(question, replace(part, ask=Ask.VALUE), words, context)
    (_, first), (_, second) = found
    return [difference(first, second, words)]


def read_sum(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the sum of the figures asked about."""
    found = operands(question, part, words, context)
    if not found:
        every = _EVERY.search(question.folded) is not None
        found = side_by_side(question, words, context) if every else parallels(question, words, context)
    if part.unit:
        found = [item for item in found if same_unit(part.unit, value_of(item[1]).unit)]
    if len(found) < 2:
        # 一共 also asks for a single figure; 合计 for one that a text sums up itself.
        single = read_figures(question, replace(part, ask=Ask.VALUE), words, context)
        return single if not _SUMMED.search(question.folded) else [item for item in single if _is_total(item)]
    return [total([item for _, item in found], words)]


def _is_total(finding: Finding) -> bool:
    """Tell whether a text says of a figure that it is a sum (``合计126亿元``)."""
    statement = finding.quotes[0].statement
    at = statement.text.find(finding.short)
    return finding.computed or _SAYS_TOTAL.search(statement.folded, *statement.clause_at(max(at, 0))) is not None


def _stated(question: Question, part: Part, words: Sequence[Term], context: Context) -> Finding | None:
    """Return a difference that the text itself states (``比上年多96个``)."""
    if len({(place.name, place.zone) for place in question.places}) > 1 or len(question.years) > 1:
        return None
    anything = Part(Ask.VALUE, part.kinds, part.unit, part.start, part.end, ())
    for item in values_in_focus(question, anything, words, context)[:12]:
        before = item.statement.folded[max(0, value_of(item).start - 12) : value_of(item).start]
        if item.coverage >= _SAME_MATTER and re.search(
            r"(?<![同环])比[^,;。]*(?:多|高|低|少|增)|高于|低于|超过|高出|多于", before
        ):
            return value_finding(item, words)
    return None
