"""One reader for each kind of reply: each returns the findings for one part of a question, best first.

A reader offers only what its evidence supports; whether that is enough for an answer is decided in `qa.answering`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asks import Sort
from qa.context import Context
from qa.enumerations import Reading, read_list
from qa.evidence import Evidence, coverage, score_statements
from qa.explanations import READABLE
from qa.figures import offsets
from qa.findings import Finding, quote, whole
from qa.fits import anchors, figures_fit
from qa.itemised import ANNOUNCING, announced_points, how_many, listed_points, numbered_points
from qa.layout import HEADING_FIRST, NOT_AS_MANY, children_of_kind, named_outline, points_under, under_one
from qa.masthead import read_masthead
from qa.numbered import names_asked_for, read_numbered
from qa.owners import owner_at, thing_at
from qa.persons import speaks_of
from qa.question import Question
from qa.scope import in_scope, place_fit, year_fit
from qa.spans import NO_NAME, read_name, titles
from qa.statements import Statement
from qa.things import Part
from qa.wanting import lacking
from qa.who import asks_who, tells_who
from qa.words import Term, match

# Sorts of name for which a sentence without one is no answer.
_MUST_BE_READ = frozenset({Sort.PERSON, Sort.PLACE, Sort.ORGANISATION, Sort.MEANING, Sort.FORMULA})
# How far a figure that a question states settles what is meant.
_FIGURE_FOUND = 0.5
_AS_GOOD = 0.95
_ALSO = 0.8
_SOME_WORDS = 0.3
_APART = 0.25
_OTHER_KIND, _OTHER_DEED = 0.85, 0.5
_NO_LIST = 0.85
_OF_KIND, _NUMBERED = 1.1, 0.9
# 五城区指城中区、鱼峰区…
_INTRODUCED = re.compile(r"(?:指|包括|包含|分别[是为有]|分为|即)[:：]?$")
_BODIES = frozenset({Sort.ORGANISATION, Sort.PERSON})


def read_names(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return names, titles and phrases; the sentence alone where the words cannot be told exactly.

    A question that states a figure (``总投资30.1亿元的是哪个项目``) asks for the thing that the figure belongs to.
    """
    found = _by_figure(question, part, words, context) or read_masthead(question, part, context)
    if found:
        return found
    if numbered := _by_number(question, words, context):
        return numbered
    # Headings are no names of people and places.
    outlines = named_outline(question, words, context) if part.sort not in _MUST_BE_READ - {Sort.MEANING} else []
    found = [outline for outline in outlines if outline.score > 1]
    anchored = anchors(question, context.statements)
    for evidence in score_statements(question, words, context.statements, context.weigh)[:8]:
        if part.sort is Sort.ANY and (points := _points_of_kind(evidence, words, context)):
            found.append(points)
            continue
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


def _points_of_kind(evidence: Evidence, words: Sequence[Term], context: Context) -> Finding | None:
    """Return what a sentence lists behind a colon where it names the kind asked for (``有下列情形之一的：…；…；…``)."""
    before = evidence.statement.folded[: evidence.statement.folded.find(":") + 1]
    kinds = [word for word in words if word.kind]
    return listed_points(evidence, words, context) if kinds and all(match(word, before) for word in kinds) else None


def _by_number(question: Question, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return what a name with a number in it stands for, from each sentence that has as many such things."""
    found = []
    for statement in context.statements if names_asked_for(question) else ():
        fit = 0.0 if statement.heading else in_scope(question, statement)
        reading = read_numbered(question, statement) if fit else None
        if reading:
            found.append(_span_finding(Evidence(statement, None, _NUMBERED * fit, 1.0, 1.0), reading, words))
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
            named = statement.folded[slice(*span)] if span else ""
            if span and (named in question.folded or NO_NAME.fullmatch(named) or part.sort in _BODIES):
                continue  # whose 年产8GW的项目 is, is not told by the project
            if span:
                share = coverage(words, ((statement.folded, 1.0),), context.weigh)
                cited = quote(statement, (min(span[0], value.start), max(span[1], value.end)))
                short = statement.text[span[0] : span[1]]
                found.append(Finding(short, (cited,), fit * (_FIGURE_FOUND + (1 - _FIGURE_FOUND) * share)))
    return sorted(found, key=lambda finding: -finding.score)


def read_lists(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return enumerations: headings under a heading, or items within a sentence."""
    if numbered := _by_number(question, words, context):
        return numbered
    found = []
    if part.sort is Sort.TITLE and (papers := _papers(question, words, context)):
        return papers
    if part.sort is not Sort.PLACE:
        found.extend(named_outline(question, words, context))
    found.extend(numbered_points(question, words, context))
    found.extend(children_of_kind(question, words, context))
    # The items of a list of projects are called projects.
    kind = part.focus or tuple(word for word in words if word.kind)
    asked = how_many(question, part)
    # Few sentences list places, so more of them are worth reading.
    depth = 8 if part.sort is Sort.PLACE else 5
    for evidence in score_statements(question, words, context.statements, context.weigh)[:depth]:
        if points := announced_points(evidence, context, asked):
            found.append(_unless_under_one(points, words, evidence.statement))
            continue
        if points := listed_points(evidence, words, context):
            found.append(points)
            continue
        if ANNOUNCING.search(evidence.statement.folded):
            if announced := points_under(evidence.statement, context):
                points = replace(announced, score=evidence.score + HEADING_FIRST)
                found.append(_unless_under_one(points, words, evidence.statement))
            continue
        reading = read_list(question, part, evidence.statement, asked)
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
        if reading and reading.items and asked:
            factor *= 1.0 if len(reading.items) == asked else NOT_AS_MANY
        found.append(replace(finding, score=finding.score * factor))
    found.sort(key=lambda finding: -finding.score)
    return _gathered(found)


def _unless_under_one(points: Finding, words: Sequence[Term], announcing: Statement) -> Finding:
    factor = under_one(words, announcing.folded, [fold(item) for item in points.items])
    return replace(points, score=points.score * factor)


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
    also = offsets(words, statement, start)
    if reading.items:
        items = tuple(statement.text[a:b].strip() for a, b in reading.items)
        return Finding("、".join(items), (quote(statement, (start, end), also),), evidence.score, items)
    return Finding(statement.text[start:end], (quote(statement, (start, end), also),), evidence.score)
