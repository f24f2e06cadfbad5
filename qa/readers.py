"""One reader for each kind of reply: each returns the findings for one part of a question, best first.

A reader offers only what its evidence supports; whether that is enough for an answer is decided in `qa.answering`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asking import Ask, Sort
from qa.context import Context
from qa.enumerations import Reading, read_list
from qa.evidence import Evidence, coverage, lacking, score_statements, score_values
from qa.fields import LABELLED
from qa.findings import Finding, Quote, quote, whole
from qa.fits import anchors, figures_fit
from qa.layout import (
    ANNOUNCING,
    FULL_HEADING,
    HEADING_FIRST,
    announced_points,
    children_of_kind,
    in_order,
    listed_points,
    named_outline,
    numbered_points,
    outlines_of,
    points_under,
)
from qa.masthead import read_masthead
from qa.persons import speaks_of
from qa.question import Part, Question
from qa.scope import in_scope, place_fit, year_fit
from qa.spans import owner_at, read_name, thing_at, titles
from qa.statements import Statement
from qa.values import han_number
from qa.who import asks_who, tells_who
from qa.words import Term, match

_SUFFIX = re.compile(r"以上|以下|以内|左右|余(?=$|[,，。;；、])")
_COMPARING = re.compile(r"比[^,;。]{0,8}(?:多|高|低|少)|高于|低于|多于|少于|超过[^\d,;。]{1,8}$")
_FOCUS_NEEDED = 0.5
_UNFOCUSED = 0.72
_HALF_MATCH, _OTHER_FIELD = 0.5, 0.7
_COMPARABLE = 0.75
_ONE_ZONE = 0.8
_SEVERAL_ZONES = 0.3
# Sorts of name for which a sentence without one is no answer.
_MUST_BE_READ = frozenset({Sort.PERSON, Sort.PLACE, Sort.ORGANISATION, Sort.MEANING})
# How far a figure that a question states settles what is meant.
_FIGURE_FOUND = 0.5
# What stands under another heading must speak of the matter as plainly.
_ALSO, _ELSEWHERE = 0.8, 0.9
_AS_GOOD = 0.95
_SOME_WORDS = 0.3
_ANNOUNCED = 3
_APART = 0.25
_BRIEF, READABLE = 70, 170
_OTHER_KIND, _OTHER_DEED = 0.85, 0.5
_NO_LIST = 0.85
_OF_KIND = 1.1
# 五城区指城中区、鱼峰区…
_INTRODUCED = re.compile(r"(?:指|包括|包含|分别[是为有]|分为|即)[:：]?$")
# A figure stands right behind the word for it: 工业投资完成9.9亿元, 39个空编.
_RIGHT_BEHIND = 8
_WHY_ASKED, _TROUBLES = re.compile("为什么|为何|为啥|原因|怎么回事"), re.compile("问题|不足|困难|短板|差距|挑战")
_DEPLORED = 0.75
_BODIES = frozenset({Sort.ORGANISATION, Sort.PERSON})
_CONTACT = re.compile("电话|手机号|传真|邮箱|地址|网址")
_KEYWORDS = 24
_NUMBERED_LIST, _NEAR_NUMBER = re.compile(r"([二两三四五六七八九十])(?:大|个|项|条|点|方面|件|种|类|批)"), 8


def read_values(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return figures and dates."""
    return [value_finding(evidence, words) for evidence in values_in_focus(question, part, words, context)]


def values_in_focus(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Evidence]:
    """Return the values that fit, best first; those that fit in part count less.

    A value without the asked-for word beside it, a difference where none is asked for, and a zone's figure where a
    whole city is asked about, are weaker evidence. Where several zones have such a figure, none is the city's.
    """
    comparing = _COMPARING.search(question.folded)
    scored = score_values(question, part, words, context.statements, context.weigh)
    zones = {
        item.statement.subjects_at(item.value.start)[-1].name + item.statement.subjects_at(item.value.start)[-1].zone
        for item in scored
        if item.narrower and item.value and item.score >= _COMPARABLE * scored[0].score
    }
    found = []
    for item in scored:
        assert item.value is not None  # score_values returns values only
        score = item.score if item.focus >= _FOCUS_NEEDED else item.score * _UNFOCUSED
        before = item.statement.folded[max(0, item.value.start - 8) : item.value.start]
        # 高于省定目标(17%) gives the target, and not a difference.
        if not comparing and _COMPARING.search(before) and not before.endswith("("):
            score *= _UNFOCUSED
        label = LABELLED.match(item.statement.text) if not item.statement.cells else None
        if label and part.focus and not any(match(word, fold(label.group())) > _HALF_MATCH for word in part.focus):
            score *= _OTHER_FIELD  # 咨询电话：0353-2020202 is no 投诉电话
        if item.narrower:
            # Who names no place may well mean the only zone that has such a figure.
            score *= _SEVERAL_ZONES if len(zones) > 1 else _ONE_ZONE if question.places else 1.0
        found.append(replace(item, score=score))
    return sorted(found, key=lambda item: -item.score)


def value_finding(evidence: Evidence, words: Sequence[Term]) -> Finding:
    """Return a value as a finding, with 以上 or 左右 where the text has it."""
    statement, value = evidence.statement, evidence.value
    assert value is not None
    suffix = _SUFFIX.match(statement.text, value.end)
    end = suffix.end() if suffix else value.end
    also = _offsets(words, statement, value.start)
    return Finding(
        statement.text[value.start : end].strip(), (quote(statement, (value.start, end), also),), evidence.score
    )


def _offsets(words: Sequence[Term], statement: Statement, before: int) -> list[int]:
    """Return where the words stand nearest before an offset, in the same part."""
    start, _ = statement.part_at(before)
    offsets = []
    for word in words:
        at = max(statement.folded.rfind(form, start, before) for form in (word.text, *word.variants))
        if at >= 0:
            offsets.append(at)
    return offsets


def read_names(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return names, titles and phrases; the sentence alone where the words cannot be told exactly.

    A question that states a figure (``总投资30.1亿元的是哪个项目``) asks for the thing that the figure belongs to.
    """
    found = _by_figure(question, part, words, context) or read_masthead(question, part, context)
    if found:
        return found
    # Headings are no names of people and places.
    outlines = named_outline(question, words, context) if part.sort not in _MUST_BE_READ - {Sort.MEANING} else []
    found = [outline for outline in outlines if outline.score > 1]
    anchored = anchors(question, context.statements)
    for evidence in score_statements(question, words, context.statements, context.weigh)[:8]:
        reading = read_name(question, part, evidence.statement)
        if reading is not None and part.sort is Sort.PLACE:
            # 在哪里 may have several answers.
            listed = read_list(question, part, evidence.statement)
            inside = listed is not None and any(a <= reading.span[0] < b for a, b in listed.items)
            if listed is not None and inside and not _is_anothers(question, evidence.statement, listed):
                reading = listed
        if reading is not None and _is_anothers(question, evidence.statement, reading):
            # The sentence speaks of the place that is asked about, too: it may say what no rule reads out of it.
            reading = None
        if asks_who(question, part) and not tells_who(question, evidence.statement, reading):
            continue
        if reading is None and part.sort in _MUST_BE_READ and not speaks_of(question, part, evidence.statement):
            continue
        score = evidence.score * figures_fit(anchored, evidence.statement)
        if reading is not None and question.years and not year_fit(question, evidence.statement, reading.span[0]):
            continue  # 在全省2022年度考核中获得… says nothing of 2023
        if part.sort in _MUST_BE_READ:
            score *= lacking(words, evidence.statement.said, context.weigh)
        finding = _span_finding(replace(evidence, score=score), reading, words)
        said = all(match(word, evidence.statement.folded) for word in words if word.kind)
        other = _OTHER_DEED if asks_who(question, part) else _OTHER_KIND
        found.append(finding if said else replace(finding, score=finding.score * other))
    return sorted(found, key=lambda finding: -finding.score)


def _is_anothers(question: Question, statement: Statement, reading: Reading) -> bool:
    """Tell whether what was read is said of a place that the question does not ask about."""
    at, end = reading.span
    inside = [named for named in statement.places if at <= named.start < end]
    if not reading.items and any(place.covers(named) for place in question.places for named in inside):
        return False
    return bool(statement.subjects_at(at)) and not place_fit(question.places, statement, at)


def _by_figure(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    stated = {(v.amount, v.unit) for v in question.values if v.amount is not None and re.search(r"\d", v.text)}
    found = []
    for statement in context.statements if stated else ():
        for value in statement.values:
            fit = in_scope(question, statement, value.start) if (value.amount, value.unit) in stated else 0.0
            span = (
                (owner_at(statement, value) if part.sort is Sort.PLACE else thing_at(statement, value)) if fit else None
            )
            if span and (statement.folded[slice(*span)] in question.folded or part.sort in _BODIES):
                continue  # whose 年产8GW的项目 is, is not told by the project
            if span:
                share = coverage(words, ((statement.folded, 1.0),), context.weigh)
                cited = quote(statement, (min(span[0], value.start), max(span[1], value.end)))
                short = statement.text[span[0] : span[1]]
                found.append(Finding(short, (cited,), fit * (_FIGURE_FOUND + (1 - _FIGURE_FOUND) * share)))
    return sorted(found, key=lambda finding: -finding.score)


def read_lists(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return enumerations: headings under a heading, or items within a sentence."""
    found = []
    if part.sort is Sort.TITLE and (papers := _papers(question, words, context)):
        return papers
    if part.sort is not Sort.PLACE:
        found.extend(named_outline(question, words, context))
    found.extend(numbered_points(question, words, context))
    found.extend(children_of_kind(question, words, context))
    # The items of a list of projects are called projects.
    kind = part.focus or tuple(word for word in words if word.kind)
    # Few sentences list places, so more of them are worth reading.
    depth = 8 if part.sort is Sort.PLACE else 5
    for evidence in score_statements(question, words, context.statements, context.weigh)[:depth]:
        if points := announced_points(evidence, context, how_many(question, part)):
            found.append(points)
            continue
        if points := listed_points(evidence, words, context):
            found.append(points)
            continue
        if ANNOUNCING.search(evidence.statement.folded):
            announced = points_under(evidence.statement, context)
            found.extend([replace(announced, score=evidence.score + HEADING_FIRST)] if announced else [])
            continue
        reading = read_list(question, part, evidence.statement)
        if reading is None:
            reading = read_name(question, part, evidence.statement)
        if reading is not None and _is_anothers(question, evidence.statement, reading):
            continue
        if reading is None and evidence.statement.cells:
            continue  # a whole row of figures lists nothing
        if reading is None and part.sort in _MUST_BE_READ and not speaks_of(question, part, evidence.statement):
            continue
        finding = _span_finding(evidence, reading, words)
        factor = 1.0 if reading else _NO_LIST
        if reading and reading.items and _INTRODUCED.search(evidence.statement.folded, 0, reading.items[0][0]):
            factor = _OF_KIND
        if reading and reading.items and any(word.text in finding.short for word in kind):
            factor = _OF_KIND
        elif not all(match(word, evidence.statement.folded) for word in kind):
            factor *= _OTHER_KIND
        found.append(replace(finding, score=finding.score * factor))
    found.sort(key=lambda finding: -finding.score)
    return _gathered(found)


def how_many(question: Question, part: Part) -> int:
    """Return how many items a list must have by the question (``哪四条``, ``“四个到田”``); 0 if it does not say."""
    found = _NUMBERED_LIST.search(question.folded, max(0, part.start - _NEAR_NUMBER), part.end + _NEAR_NUMBER)
    return han_number(found.group(1)) if found else 0


def _papers(question: Question, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the titles that the sentences of each report name which speak of the matter."""
    scored = score_statements(question, words, context.statements, context.weigh)
    naming = [(item, span) for item in scored if item.score >= _SOME_WORDS for span in titles(item.statement)]
    found = []
    for report in dict.fromkeys(item.statement.report for item, _ in naming):
        inside = [(item, span) for item, span in naming if item.statement.report == report]
        inside = [(item, span) for item, span in inside if item.score >= _ALSO * inside[0][0].score]
        inside.sort(key=lambda pair: (pair[0].statement.start, pair[1]))
        named = {item.statement.text[slice(*span)]: quote(item.statement, span) for item, span in inside}
        score = max(item.score for item, _ in inside)
        found.append(Finding("；".join(named), tuple(named.values()), score, tuple(named), itemised=True, quoted=False))
    return sorted(found, key=lambda finding: -finding.score)


def _gathered(found: list[Finding]) -> list[Finding]:
    """Join what several sentences of one report name one each (``召开了哪些会议``) into one list."""
    single = [finding for finding in found if finding.short and not finding.items]
    if not found or not single or found[0] is not single[0]:
        return found
    best = single[0]
    alike = [finding for finding in single if finding.report == best.report and finding.score >= _AS_GOOD * best.score]
    alike = list({finding.short: finding for finding in reversed(alike)}.values())
    alike.sort(key=lambda finding: finding.quotes[0].start)
    if len(alike) < 2:
        return found
    items = tuple(finding.short for finding in alike)
    quotes = tuple(finding.quotes[0] for finding in alike)
    return [Finding("；".join(items), quotes, best.score, items, itemised=True, quoted=False), *found]


def read_explanations(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return measures and reasons: the points under a heading, or the sentences that speak of the matter."""
    found = []
    found.extend(outlines_of(question, words, context))
    scored = score_statements(question, words, context.statements, context.weigh)
    announced = (announced_points(item, context, how_many(question, part)) for item in scored[:_ANNOUNCED])
    found.extend(points for points in announced if points)
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
        told = in_order([whole(item.statement) for item in chosen])
        found.append(Finding("", (*told, *_further(told, context)), best.score))
    return sorted(found, key=lambda finding: -finding.score)


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


def densest(
    words: Sequence[Term], statement: Statement, fits: Callable[[int], bool] = lambda offset: True
) -> tuple[int, int]:
    """Return the clauses of a statement, as one span, that hold most of the words in the least space.

    Clauses of one part are preferred: what stands behind a semicolon is another matter.

    Args:
        words: The words.
        statement: The statement.
        fits: Tells whether a clause may begin at an offset; those of other places, say, may not.
    """
    clauses = [clause for clause in statement.clauses if fits(clause[0])] or list(statement.clauses)
    if not clauses:
        return 0, len(statement.text)
    best, best_score = clauses[0], -1.0
    for number, (start, _) in enumerate(clauses):
        for other, (begins, end) in enumerate(clauses[number : number + 4]):
            if other and begins > clauses[number + other - 1][1] + 1:
                break  # a clause of another place lies between
            held = sum(word.weight * match(word, statement.folded[start:end]) for word in words)
            apart = statement.part_at(start) != statement.part_at(end - 1)
            score = held - 0.004 * (end - start) - _APART * apart
            if score > best_score:
                best, best_score = (start, end), score
    return best


def _span_finding(evidence: Evidence, reading: Reading | None, words: Sequence[Term]) -> Finding:
    statement = evidence.statement
    if reading is None:
        brief = len(statement.text) <= READABLE
        told = whole(statement) if brief else quote(statement, densest(words, statement))
        return Finding("", (told,), evidence.score * 0.97)
    start, end = reading.span
    also = _offsets(words, statement, start)
    if reading.items:
        items = tuple(statement.text[a:b].strip() for a, b in reading.items)
        return Finding("、".join(items), (quote(statement, (start, end), also),), evidence.score, items)
    return Finding(statement.text[start:end], (quote(statement, (start, end), also),), evidence.score)
