"""Running text: what a trained reader finds in it beside the rules, and the sentences around what is quoted.

Reports say each thing in a sentence of its own, with figures for places and years that rules alone tell apart. An
article says in its own words what it says, names its subject once, and goes on: there the reader answers where no rule
does, and adds the sentence that it would have chosen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.types import Document
from index.span_reader import LONGEST_TEXT, Span
from index.types import Hit
from qa.answering import Outcome, Reply
from qa.asks import Ask, Sort
from qa.context import Context
from qa.evidence import coverage
from qa.explanations import READABLE, beside
from qa.fields import LABELLED
from qa.findings import Finding, whole
from qa.fits import kind_fit
from qa.persons import names_somebody
from qa.question import Question
from qa.scope import in_scope
from qa.statements import Statement
from qa.words import match

Read = Callable[[str, str, str], Span | None]
"""Finds the answer to a question in a text; ``index.span_reader.SpanReader.read``."""

# How much likelier than no answer a span must be to answer alone, instead of a figure that a rule has read, and to be
# quoted beside what a rule has chosen.
ALONE, INSTEAD, BESIDE = 2.0, 4.0, 0.0
# What a rule has read as surely as this stands, whatever the reader thinks.
SURE = 0.5
# A sentence of another year is not in scope, though it may not say so itself.
_IN_SCOPE = 0.5
_FIGURES = frozenset({Ask.VALUE, Ask.DATE})
_TOLD = frozenset({Ask.NAME, Ask.LIST, Ask.EXPLANATION, Ask.OPEN})
_WINDOWS = 1
_SPREAD = 8.0
# The share of a question's words that a sentence must say for the reader to be believed; its neighbour counts less.
ENOUGH, _NEAR = 0.3, 0.8


def in_prose(outcome: Outcome, question: Question, hits: Sequence[Hit], context: Context, read: Read) -> Outcome:
    """Return an outcome with what the reader finds and the sentences around it, where running text is all there is.

    Args:
        outcome: What the rules answer.
        question: The question.
        hits: The passages found, best first.
        context: What they say.
        read: The reader.
    """
    if len(question.parts) != 1 or question.parts[0].ask not in _FIGURES | _TOLD or len(outcome.replies) > 1:
        return outcome
    told = question.parts[0].ask in _TOLD
    if not outcome.replies:
        found = _best(question, hits, context, read)
        sure = found is not None and _margin(found.score) >= ALONE and _speaks_of(question, found, context)
        return Outcome((Reply(found.report, (found,)),)) if found and sure else outcome
    (answer,) = outcome.replies
    (finding,) = answer.findings
    quoted = {cited.statement.start for cited in finding.quotes}
    if finding.items or finding.note or finding.computed or not all(is_prose(q.statement) for q in finding.quotes):
        return outcome
    if not told and finding.score >= SURE:
        return outcome
    own = [hit for hit in hits if hit.passage.document_id == finding.report[0]]
    found = _best(question, own, context, read)
    if found is not None and found.quotes[0].statement.start not in quoted:
        if not told and _margin(found.score) >= INSTEAD:
            finding = found
        elif told and _margin(found.score) >= BESIDE:
            if _length(finding) + _length(found) <= READABLE:
                finding = replace(finding, quotes=(*finding.quotes, *found.quotes))
            elif _margin(found.score) >= INSTEAD:
                finding = found
    if told:
        finding = _with_neighbours(finding, context)
    return replace(outcome, replies=(replace(answer, findings=(finding,)),))


def is_prose(statement: Statement) -> bool:
    """Tell whether a statement is running text: no field, under no heading, in no report on a year or a place."""
    if LABELLED.match(statement.text):
        return False
    return not (set(statement.path) - {statement.title} or statement.report_years or statement.home)


def _best(question: Question, hits: Sequence[Hit], context: Context, read: Read) -> Finding | None:
    """Return the most likely answer of the best passages."""
    found = [item for window in _windows(hits, context) for item in _read(question, window, context, read)]
    return max(found, key=lambda finding: finding.score, default=None)


def _windows(hits: Sequence[Hit], context: Context) -> list[tuple[Document, int, int]]:
    """Return the stretches of text around the best passages, one for each document."""
    chosen: dict[str, tuple[Document, int, int]] = {}
    for hit in hits:
        document = context.document(hit.passage.document_id)
        if len(chosen) < _WINDOWS and document.id not in chosen:
            room = max(0, LONGEST_TEXT - (hit.passage.end - hit.passage.start))
            start = max(0, min(hit.passage.start - room // 2, len(document.text) - LONGEST_TEXT))
            chosen[document.id] = document, start, min(len(document.text), start + LONGEST_TEXT)
    return list(chosen.values())


def _read(question: Question, window: tuple[Document, int, int], context: Context, read: Read) -> Iterator[Finding]:
    document, start, end = window
    inside = [
        item
        for item in context.statements
        if item.document_id == document.id and item.start < end and start < item.end and not item.heading
    ]
    if not any(map(is_prose, inside)):
        return
    span = read(question.text, document.text[start:end], document.title)
    statement = next((item for item in inside if span and item.start <= start + span.start < item.end), None)
    if span is None or statement is None or not is_prose(statement) or in_scope(question, statement) < _IN_SCOPE:
        return
    first, last = start + span.start - statement.start, start + span.end - statement.start
    (part,) = question.parts
    values = [value for value in statement.values if value.start < last and first < value.end and kind_fit(part, value)]
    if part.ask in _FIGURES and not values:
        return
    short = statement.text[values[0].start : values[0].end] if part.ask in _FIGURES else ""
    yield Finding(short, (whole(statement),), 1 / (1 + math.exp(-span.margin / _SPREAD)))


def _speaks_of(question: Question, found: Finding, context: Context) -> bool:
    """Tell whether the sentence that the reader chose, with the one before it, says enough of what is asked.

    The reader is trained on questions that have an answer; what it finds for others lacks the words that matter.
    """
    statement = found.quotes[0].statement
    before = beside(statement, context, -1)
    regions = [(statement.folded, 1.0), (statement.topic, _NEAR), (before.folded if before else "", _NEAR)]
    said = " ".join(text for text, _ in regions)
    if any(word.quoted and not match(word, said) for word in question.terms):
        return False
    if question.parts[0].sort is Sort.PERSON and not names_somebody(statement.folded, question):
        return False
    return coverage(question.terms, regions, context.weigh) >= ENOUGH


def _margin(score: float) -> float:
    return _SPREAD * math.log(score / (1 - score))


def _length(finding: Finding) -> int:
    return len(finding.short) + sum(cited.end - cited.start for cited in finding.quotes)


def _with_neighbours(finding: Finding, context: Context) -> Finding:
    """Let what is quoted have the sentences around it, as far as it stays short."""
    first, last = finding.quotes[0].statement, finding.quotes[-1].statement
    if first is not last:
        return finding
    said = _length(finding)
    quotes = list(finding.quotes)
    for step in (1, -1):
        other = beside(first, context, step)
        if other is not None and said + other.end - other.start <= READABLE:
            said += other.end - other.start
            quotes.insert(len(quotes) if step > 0 else 0, whole(other))
    return replace(finding, quotes=tuple(quotes))
