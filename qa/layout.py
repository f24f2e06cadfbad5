"""Answers that a document's headings give: those under a heading, and what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.folding import fold
from corpus.outline import OF_PLACE, unnumbered
from corpus.types import Section
from qa.context import Context
from qa.evidence import coverage
from qa.findings import Finding, Quote, whole
from qa.outlines import Group, best_group, heading_span
from qa.points import find_points
from qa.question import Question
from qa.scope import place_fit, year_fit
from qa.statement_reader import statements
from qa.statements import Statement
from qa.values import han_number
from qa.words import Term, match

FULL_HEADING = 0.85
HEADING_FIRST = 0.15
PATH_WORDS, HEADING_WORDS = 0.7, 0.95
OF_KIND = 1.25
_POINT_UNITS = frozenset({"项", "条", "点", "方面", "大方面", "大项", "大条", "大类", "类", "个方面"})
AS_MANY, NOT_AS_MANY = 1.25, 0.75
_PARTS = re.compile(
    r"内容|方面|部分|章|哪几[大条项]|几[大个]?[方部]|框架|结构|大纲|目录|要点|工作|计划|任务|举措|措施|安排"
)
_SO_MANY = re.compile("(?<!第)([二三四五六七八九十])大")
_LONG_ANSWER, _LONGEST_RUN = 260, 600
_FEWEST = 2
_TELLING, _NOT_ALL = 0.5, 0.6
_PLACE_KIND = re.compile("县|市|(?<!园)(?<!发)(?<!新)区|乡镇|地方")
_MOST_STATEMENTS = 3


def named_outline(question: Question, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the points under the heading that the question names: who names it wants what stands there.

    Who names a whole document wants something in it, unless he asks for its parts.
    """
    contents = _PARTS.search(question.folded) is not None
    found = outlines_of(question, words, context, contents=contents)
    return [
        replace(outline, score=outline.score + HEADING_FIRST)
        if outline.itemised and outline.score >= FULL_HEADING
        else outline
        for outline in found
    ]


def outlines_of(question: Question, words: Sequence[Term], context: Context, *, contents: bool = True) -> list[Finding]:
    """Return, for each report, the points under the heading that the question names, if it names one; best first.

    Args:
        question: The question.
        words: The words that count.
        context: What it is answered from.
        contents: Whether the headings right under the title of a report are such points.
    """
    by_report: dict[tuple[str, str], list[Group]] = {}
    own = _own_reports(question, context)
    for group in context.groups:
        if not contents and group.children and len(group.path) == 1:
            continue
        if _group_in_scope(question, group, context, own):
            by_report.setdefault((group.document.id, group.path[0]), []).append(group)
    best = (best_group(words, groups, context.weigh) for groups in by_report.values())
    asked = counted_in(question)
    found = (
        _outline(
            group,
            min(1.0, score * _of_number(asked, len(group.children)) * _of_kind(words, group))
            * _under_one(words, group),
            context,
        )
        for group, score in (*filter(None, best), *_groups_of(asked, words, by_report.values()))
    )
    return sorted(filter(None, found), key=lambda finding: -finding.score)


def _of_kind(words: Sequence[Term], group: Group) -> float:
    """Return how well a heading with points below it fits a question for things of a kind (``四、申报材料``)."""
    kinds = [word for word in words if word.kind]
    titled = fold(group.path[-1])
    return OF_KIND if len(group.children) > 1 and kinds and all(match(word, titled) for word in kinds) else 1.0


def under_one(words: Sequence[Term], above: str, titles: Sequence[str]) -> float:
    """Return what points are worth of which one alone names what is asked: what stands below that is meant.

    Behind ``有关事项通知如下：`` the 材料 are listed under ``四、申报材料``.

    Args:
        words: The words that count.
        above: What announces or heads the points, folded.
        titles: The points, folded.
    """
    wanting = [word for word in words if (word.kind or word.weight >= _TELLING) and not match(word, above)]
    named = [title for title in titles if wanting and all(match(word, title) for word in wanting)]
    return _NOT_ALL if len(named) == 1 and len(titles) > 1 else 1.0


def _under_one(words: Sequence[Term], group: Group) -> float:
    titles = [fold(section.path[len(group.path)]) for section in group.children]
    return under_one(words, fold(" ".join(group.path)), titles)


def _groups_of(asked: int, words: Sequence[Term], reports: Iterable[list[Group]]) -> Iterator[tuple[Group, float]]:
    """Yield the headings of the kind asked for that have as many points below them as a question says."""
    kinds = [word for word in words if word.kind and len(word.text) > 1]
    if not asked or not kinds:
        return
    for groups in reports:
        for group in groups:
            title = fold(group.path[-1])
            if len(group.children) == asked and all(match(word, title) for word in kinds):
                yield group, FULL_HEADING


def children_of_kind(question: Question, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the headings under one that all name the kind asked for (``分哪几个阶段``: ``(一)动员部署阶段``)."""
    kinds = [word for word in words if word.kind and len(word.text) > 1]
    if not kinds:
        return []
    found = []
    own = _own_reports(question, context)
    for group in context.groups:
        titles = [section.path[len(group.path)] for section in group.children]
        if len(titles) < _FEWEST or not (
            all(kinds[0].text in title for title in titles)
            or (_PLACE_KIND.search(kinds[0].text) and all(OF_PLACE.match(unnumbered(title)) for title in titles))
        ):
            continue
        if _group_in_scope(question, group, context, own):
            regions = ((fold(" ".join(group.path)), HEADING_WORDS), (fold(" ".join(titles)), 1.0))
            score = coverage(words, regions, context.weigh)
            found.append(_children(group, min(1.0, score * OF_KIND) + HEADING_FIRST, context))
    return found


def counted_in(question: Question) -> int:
    """Return how many points a question says there are (``六项工作任务``); 0 if it does not say."""
    found = [value for value in question.values if value.unit in _POINT_UNITS and value.amount is not None]
    if len(found) == 1:
        return int(found[0].amount or 0)
    many = _SO_MANY.search(question.folded)
    return han_number(many.group(1)) if many and not found else 0


def _of_number(asked: int, given: int) -> float:
    """Return how well a number of points fits the one asked for."""
    if not asked or not given:
        return 1.0
    return AS_MANY if asked == given else NOT_AS_MANY


def _outline(group: Group, score: float, context: Context) -> Finding | None:
    """Return the points under a heading, or the first sentences where there are no headings under it."""
    if group.children:
        # One heading alone makes no list: 一是… stands in a line of its own, and the other points behind it.
        return _children(group, score, context) if len(group.children) > 1 else None
    inside = [
        statement
        for statement in context.statements
        if statement.document_id == group.document.id and statement.path == group.path and not statement.heading
    ]
    quotes = tuple(_run_in(inside) or in_order([whole(statement) for statement in inside]))
    return Finding("", quotes, score) if quotes else None


def _run_in(inside: Sequence[Statement]) -> list[Quote]:
    """Return the points that are nearly all that stands under a heading (一是…。二是…。), unless they are too long."""
    run = next((run for run in find_points(inside) if len(run.points) >= _FEWEST), None)
    points = run.points if run else ()
    others = [item for item in inside if not any(point.statement is item for point in points)]
    quotes = [Quote(p.statement, p.statement.start + p.start, p.statement.start + p.end) for p in points]
    fits = len(others) <= 1 and sum(item.end - item.start for item in quotes) <= _LONGEST_RUN
    return quotes if points and fits and not points[0].start else []


def points_under(statement: Statement, context: Context) -> Finding | None:
    """Return the headings under the heading of a statement that announces them (``把握好以下三点``)."""
    for group in context.groups:
        if (group.document.id, group.path) == statement.section and group.children:
            return _children(group, 1.0, context)
    return None


def _children(group: Group, score: float, context: Context) -> Finding:
    """Return the headings right under a heading as a list."""
    titles = [section.path[len(group.path)] for section in group.children]
    quotes = tuple(
        _heading_quote(group, section, title, context) for section, title in zip(group.children, titles, strict=True)
    )
    return Finding(
        "；".join(bare(title) for title in titles), quotes, score, tuple(titles), itemised=True, quoted=False
    )


def _own_reports(question: Question, context: Context) -> set[tuple[str, str]]:
    """Return the reports that are about the places asked for."""
    if not question.places:
        return set()
    homes = {item.report: item.home for item in context.statements}
    return {
        report
        for report, home in homes.items()
        if all(any(place.covers(other) for other in home) for place in question.places)
    }


def _group_in_scope(question: Question, group: Group, context: Context, own: set[tuple[str, str]]) -> bool:
    """Tell whether a heading stands in a report about the places and years asked for.

    Where a report is about such a place, one of its ``own``, others that only mention it are not meant.
    """
    if own and (group.document.id, group.path[0]) not in own:
        return False
    below = (
        statement
        for (document, path), inside in context.sections.items()
        if document == group.document.id and path[: len(group.path)] == group.path
        for statement in inside
    )
    return any(place_fit(question.places, item, None) and year_fit(question, item) for item in below)


def _heading_quote(group: Group, section: Section, title: str, context: Context) -> Quote:
    start, end = heading_span(group.document, section, title)
    for statement in context.statements:
        if statement.document_id == group.document.id and statement.start <= start and end <= statement.end:
            return Quote(statement, start, end)
    # The heading stands in a section that no passage was found of: read it from the document.
    for statement in statements(group.document, section, context.names):
        if statement.start <= start < statement.end:
            return Quote(statement, start, min(end, statement.end))
    raise AssertionError(f"heading {title!r} is not in its own section")


def bare(title: str) -> str:
    """Return a point without its number."""
    return re.sub(r"^(?:第?[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．是，,]+|——+)\s*", "", title)


def in_order(quotes: list[Quote]) -> list[Quote]:
    """Return the first quotes that fit into an answer, in the order of the document."""
    chosen: list[Quote] = []
    length = told = 0
    for item in quotes:
        size = item.end - item.start
        if chosen and (length + size > _LONG_ANSWER or told == _MOST_STATEMENTS):
            break
        chosen.append(item)
        length += size
        # A heading that stands in its paragraph tells nothing yet.
        told += not item.statement.is_title
    return sorted(chosen, key=lambda item: item.start)
