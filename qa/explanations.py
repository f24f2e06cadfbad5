"""Measures, reasons and whatever else is told in sentences rather than named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asks import Ask
from qa.context import Context
from qa.evidence import Evidence, coverage, score_statements
from qa.fields import LABELLED
from qa.figures import value_finding, values_in_focus
from qa.findings import Finding, Quote, whole
from qa.itemised import announced_points, how_many
from qa.layout import FULL_HEADING, in_order, outlines_of, under_one
from qa.question import Question
from qa.statements import Statement
from qa.things import Part
from qa.words import Term

# What stands under another heading must speak of the matter as plainly.
_ALSO, _ELSEWHERE = 0.8, 0.9
_ANNOUNCED = 3
_BRIEF, READABLE, _SECTION = 70, 170, 600
_NAMES_IT = 0.6
# A figure stands right behind the word for it: 工业投资完成9.9亿元, 39个空编.
_RIGHT_BEHIND = 8
_WHY_ASKED, _TROUBLES = re.compile("为什么|为何|为啥|原因|怎么回事"), re.compile("问题|不足|困难|短板|差距|挑战")
_DEPLORED = 0.75
_CONTACT = re.compile("电话|手机号|传真|邮箱|地址|网址")
_KEYWORDS = 24


def read_explanations(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return measures and reasons: the points under a heading, or the sentences that speak of the matter."""
    found = []
    found.extend(outlines_of(question, words, context, contents=False))
    scored = score_statements(question, words, context.statements, context.weigh)
    for item in scored[:_ANNOUNCED]:
        if points := announced_points(item, context, how_many(question, part)):
            factor = under_one(words, item.statement.folded, [fold(title) for title in points.items])
            found.append(replace(points, score=points.score * factor))
    # The figures of a table are no measures and no reasons.
    if part.ask is Ask.EXPLANATION:
        scored = [item for item in scored if not item.statement.cells]
        if not _WHY_ASKED.search(question.folded):
            # How to mend something is not told where it is deplored.
            scored = [replace(i, score=i.score * (_DEPLORED if _TROUBLES.search(_inner(i)) else 1.0)) for i in scored]
            scored.sort(key=lambda item: -item.score)
    for report in dict.fromkeys(item.statement.report for item in scored):
        inside = [item for item in scored if item.statement.report == report]
        best = inside[0]
        chosen = [
            item
            for item in inside
            if item.score >= (_ALSO if item.statement.path == best.statement.path else _ELSEWHERE) * best.score
        ]
        told = _all_under(best.statement, words, context) or in_order([whole(item.statement) for item in chosen])
        found.append(Finding("", (*told, *_further(told, context)), best.score))
    return sorted(found, key=lambda finding: -finding.score)


def _all_under(statement: Statement, words: Sequence[Term], context: Context) -> list[Quote]:
    """Return all that stands under the heading of a statement, if that names what is asked and little stands there."""
    if len(statement.path) < 2:
        return []
    headings = statement.headings
    inner = ((fold(statement.path[-1]), 1.0),)
    if (
        coverage(words, ((headings, 1.0),), context.weigh) < FULL_HEADING
        or coverage(words, inner, context.weigh) < _NAMES_IT
    ):
        return []
    inside = [item for item in context.sections.get(statement.section, ()) if not (item.heading or item.is_title)]
    return [whole(item) for item in inside] if sum(len(item.text) for item in inside) <= _SECTION else []


def _inner(evidence: Evidence) -> str:
    """Return the headings above a statement without the title of its report, and the label that it opens with."""
    label = LABELLED.match(evidence.statement.text)
    return " ".join((*evidence.statement.path[1:], label.group() if label else ""))


def _further(told: Sequence[Quote], context: Context) -> list[Quote]:
    """Return the sentence behind a single short one: prose goes on to explain what it has named."""
    if len(told) != 1 or told[0].end - told[0].start > _BRIEF:
        return []
    statement = told[0].statement
    behind = beside(statement, context, 1)
    fits = behind is not None and statement.end - statement.start + behind.end - behind.start <= READABLE
    return [whole(behind)] if behind is not None and fits else []


def beside(statement: Statement, context: Context, step: int) -> Statement | None:
    """Return the sentence behind (``step`` 1) or before (-1) one in its paragraph."""
    inside = context.sections.get(statement.section, ())
    at = next((number for number, item in enumerate(inside) if item.start == statement.start), -1) + step
    if not 0 <= at < len(inside) or inside[at].heading:
        return None
    first, second = sorted((statement, inside[at]), key=lambda item: item.start)
    parted = "\n" in context.document(statement.document_id).text[first.end : second.start]
    return None if parted else inside[at]


def read_open(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return what a few keywords name: the figure that stands right behind them, else the sentences that hold them."""
    told = read_explanations(question, part, words, context)
    if asked := _CONTACT.search(question.folded):
        # An office that is named has not given its number.
        told = [finding for finding in told if asked.group() in "".join(q.statement.folded for q in finding.quotes)]
    if not words or len(question.folded) > _KEYWORDS:
        return told
    asking = replace(part, ask=Ask.VALUE, focus=tuple(words[-1:]))
    for evidence in values_in_focus(question, asking, words, context)[:1]:
        assert evidence.value is not None
        start, end = evidence.value.start - _RIGHT_BEHIND, evidence.value.end + _RIGHT_BEHIND
        beside = words[-1].text in evidence.statement.folded[max(0, start) : end]
        if beside and evidence.coverage >= FULL_HEADING:
            score = max(evidence.score, told[0].score if told else 0.0)
            return [replace(value_finding(evidence, words), score=score), *told]
    return told
