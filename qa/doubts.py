"""A second opinion on what rules are not sure of: whether the trained reader, too, finds the answer in that sentence.

Rules weigh words; the reader has learned from questions in everyday words what answers them, but tells figures of
different places and years apart less well. What both take for the answer is one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.folding import fold
from index.span_reader import LONGEST_TEXT, Span
from qa.answering import Outcome, Reply, least_score, reply
from qa.asking import Ask
from qa.context import Context
from qa.evidence import lacking
from qa.findings import Quote
from qa.question import Question
from qa.scope import in_scope
from qa.tables import is_row
from qa.words import match

ReadWithin = Callable[[str, str, str, tuple[int, int]], Span | None]
"""Finds the answer to a question in a part of a text about something; ``index.span_reader.SpanReader.read``."""

SURE = 0.6
"""What the rules score at least this is an answer, whatever the reader finds."""
# By how much the score grows, in its logarithm, for each unit of logit by which the reader takes the sentence to
# answer rather than not to; at EVEN it stays. Chosen on the tuning questions.
WEIGHT, EVEN, LOWEST, FURTHEST = 0.07, 3.0, -2.0, 10.0
_READ = frozenset({Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST, Ask.EXPLANATION})
_MOST_READ = 2
# What documents must not want of what a question names, for the reader to raise them; `qa.evidence.lacking`.
LACK, IN_SCOPE = 0.86, 0.5


def settled(outcome: Outcome, question: Question, context: Context, read: ReadWithin, threshold: float) -> Outcome:
    """Return an outcome without what the reader doubts too, and with what it confirms of what rules thought too little.

    Args:
        outcome: What the rules answer at the threshold.
        question: The question.
        context: What it is answered from.
        read: The reader.
        threshold: How well the documents must answer, from 0 to 1.
    """
    if len(question.parts) != 1 or question.parts[0].ask not in _READ:
        return outcome
    found = outcome
    if not outcome.replies:
        found = reply(question, context, threshold * math.exp(-WEIGHT * (FURTHEST - EVEN)))
    if not found.replies or not _is_readable(found.replies[0]):
        return outcome
    judged = [_judged(item, question, context, read) for item in found.replies[:_MOST_READ]]
    least = least_score(question.parts[0], threshold)
    kept = tuple(item for item in (*judged, *found.replies[_MOST_READ:]) if item.score >= least)
    return replace(found, replies=kept) if kept else Outcome()


def _is_readable(item: Reply) -> bool:
    """Tell whether a reply is doubtful, and such that the reader can judge it: words of a sentence."""
    (finding, *others) = item.findings
    # The reader does not know what stands above a row of a table.
    rows = any(cited.statement.row or is_row(cited.statement.text) for cited in finding.quotes)
    return item.score < SURE and not (others or rows or finding.computed or finding.itemised or finding.note)


def _judged(item: Reply, question: Question, context: Context, read: ReadWithin) -> Reply:
    """Return a reply with the score that it has in the light of what the reader finds."""
    if not _is_readable(item):
        return item
    (finding,) = item.findings
    first = finding.quotes[0].statement
    inside = [cited for cited in finding.quotes if cited.statement.document_id == first.document_id]
    start, end = min(cited.statement.start for cited in inside), max(cited.statement.end for cited in inside)
    text = context.document(first.document_id).text
    begin = max(0, min(start - (LONGEST_TEXT - (end - start)) // 2, start))
    span = read(question.text, text[begin : begin + LONGEST_TEXT], " ".join(first.path), (start - begin, end - begin))
    margin = max(LOWEST, min(FURTHEST, span.margin)) if span else LOWEST
    change = WEIGHT * (margin - EVEN)
    # What is planned is not what was done, nor one year's figure another's.
    at = first.text.find(finding.short) if finding.short else -1
    fit = in_scope(question, first, at if at >= 0 else None)
    said = _said(inside)
    unsaid = any(word.quoted and not match(word, said) for word in question.terms)
    if change > 0 and (unsaid or fit < IN_SCOPE or lacking(question.terms, said, context.weigh) < LACK):
        # What the documents speak of elsewhere, or nowhere, is not answered here, whatever the sentence seems to say.
        change = 0.0
    score = min(1.0, finding.score * math.exp(change))
    return replace(item, findings=(replace(finding, score=score),))


def _said(quotes: Sequence[Quote]) -> str:
    """Return what the sentences say that are quoted, with what stands above them, folded."""
    return fold(" ".join(cited.statement.said for cited in quotes))
