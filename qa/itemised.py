"""Answers that are points of a text: in lines behind an announcement, behind a colon, or numbered in running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Document
from qa.announced import points_behind, points_within
from qa.context import Context
from qa.evidence import Evidence, annex_fit, coverage
from qa.findings import Finding, Quote
from qa.layout import AS_MANY, FULL_HEADING, HEADING_FIRST, HEADING_WORDS, NOT_AS_MANY, OF_KIND, PATH_WORDS, bare
from qa.points import Point, find_points
from qa.question import Question
from qa.scope import in_scope
from qa.statement_reader import statements
from qa.things import Part
from qa.values import han_number
from qa.words import Term, match

# A sentence that only announces points is no answer; the points behind it are.
ANNOUNCING = re.compile(r"(?:以下|如下|下列|下面)[^,。;]{0,12}[。:]?$")
_NUMBERED_LIST, _NEAR_NUMBER = re.compile(r"([二两三四五六七八九十]|\d{1,2})(?:大|个|项|条|点|方面|件|种|类|批)"), 8
_OTHER_KIND = 0.8
_TELLING = 0.5


def how_many(question: Question, part: Part) -> int:
    """Return how many items a list must have by the question (``哪四条``, ``“四个到田”``); 0 if it does not say."""
    found = _NUMBERED_LIST.search(question.folded, max(0, part.start - _NEAR_NUMBER), part.end + _NEAR_NUMBER)
    if found is None:
        return 0
    return int(found.group(1)) if found.group(1).isdigit() else han_number(found.group(1))


def announced_points(evidence: Evidence, context: Context, asked: int) -> Finding | None:
    """Return the points in the lines behind a statement that announces them; None if it announces none.

    Args:
        evidence: The statement.
        context: What the question is answered from.
        asked: How many points the question asks for; 0 if it does not say.
    """
    document = context.document(evidence.statement.document_id)
    spans = points_behind(document, evidence.statement)
    if not spans:
        return None
    quotes = tuple(_quote_at(document, span, context) for span in spans)
    titles = tuple(document.text[slice(*span)] for span in spans)
    factor = 1.0 if not asked else AS_MANY if asked == len(spans) else NOT_AS_MANY
    score = min(1.0, evidence.score * factor) + HEADING_FIRST
    return Finding("；".join(map(bare, titles)), quotes, score, titles, itemised=True, quoted=False)


def listed_points(evidence: Evidence, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the items that a sentence lists behind a colon; None where it lists none that the words ask for."""
    statement = evidence.statement
    spans = points_within(statement)
    if not spans:
        return None
    before = statement.folded[: spans[0][0]]
    regions = ((before, 1.0), (statement.headings, PATH_WORDS), (statement.topic, PATH_WORDS))
    if not any(match(word, before) for word in words):
        return None
    items = tuple(statement.text[slice(*span)] for span in spans)
    quotes = tuple(Quote(statement, statement.start + start, statement.start + end) for start, end in spans)
    score = min(1.0, coverage(words, regions, context.weigh) + HEADING_FIRST)
    return Finding("；".join(items), quotes, max(score, evidence.score), items, itemised=True, quoted=False)


def _quote_at(document: Document, span: tuple[int, int], context: Context) -> Quote:
    """Return words of a document as a quote, read from whichever section holds them."""
    section = next(section for section in document.sections if section.start <= span[0] < section.end)
    inside = context.sections.get((document.id, section.path)) or tuple(statements(document, section, context.names))
    for statement in inside:
        if statement.start <= span[0] < statement.end:
            return Quote(statement, span[0], min(span[1], statement.end))
    inside = tuple(statements(document, section, context.names))
    statement = next(item for item in inside if item.start <= span[0] < item.end)
    return Quote(statement, span[0], min(span[1], statement.end))


def numbered_points(question: Question, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the numbered points that stand in running text behind words that introduce what is asked for."""
    found = []
    asked = how_many(question, question.parts[0])
    for inside in context.sections.values():
        if not in_scope(question, inside[0]):
            continue
        for run in find_points(inside):
            introduction = " ".join(statement.folded for statement in run.introduction)
            path = inside[0].headings
            # The points themselves may be headings; what they are points of is the heading above.
            above = [title for title in inside[0].path if title not in run.points[0].statement.text]
            regions = ((introduction, 1.0), (above[-1] if above else "", HEADING_WORDS), (path, PATH_WORDS))
            kinds = [word for word in words if word.kind]
            headed = bool(kinds) and all(match(word, regions[1][0]) for word in kinds)
            # Under 存在的主要问题 stand the 问题, whatever else of little weight a question says.
            telling = [word for word in words if word.kind or word.weight >= _TELLING] if headed else words
            score = coverage(telling, regions, context.weigh)
            titles = tuple(_first_clause(point) for point in run.points)
            quotes = tuple(
                Quote(point.statement, point.statement.start + point.start, point.statement.start + point.end)
                for point in run.points
            )
            score *= annex_fit(question, run.points[0].statement)
            if not all(match(word, f"{introduction} {regions[1][0]} {' '.join(titles)}") for word in kinds):
                score *= _OTHER_KIND
            if asked:
                score *= 1.0 if asked == len(run.points) else NOT_AS_MANY
            if headed:
                score = min(1.0, score * OF_KIND)  # 二、存在的短板 has the 短板 under it
            points = Finding("；".join(map(bare, titles)), quotes, score, titles, itemised=True, quoted=False)
            found.append(replace(points, score=score + HEADING_FIRST) if score >= FULL_HEADING else points)
    return found


def _first_clause(point: Point) -> str:
    """Return the words of a point up to its first sentence or clause end, at most a few dozen characters."""
    words = point.statement.text[point.start : point.end]
    clause = re.match(r"[^。；;]{4,60}|[^，,。；;]+", words)
    return clause.group() if clause else words
