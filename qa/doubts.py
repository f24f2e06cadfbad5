"""A second opinion on what rules are not sure of: whether the trained reader, too, finds the answer in that sentence.

Rules weigh words; the reader has learned from questions in everyday words what answers them, but tells figures of
different places and years apart less well. What both take for the answer is one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.folding import fold
from index.span_reader import LONGEST_TEXT, Span
from qa.asks import Ask
from qa.context import Context
from qa.findings import Finding, Quote
from qa.question import Question
from qa.scope import in_scope, is_narrower
from qa.tables import is_row
from qa.wanting import lacking
from qa.words import match

ReadWithin = Callable[[str, str, str, tuple[int, int]], Span | None]
"""Finds the answer to a question in a part of a text about something; ``index.span_reader.SpanReader.read``."""

SURE = 0.6
"""What the rules score at least this is an answer, whatever the reader finds."""
# By how much the score changes, in its logarithm, for each unit of logit by which the reader takes the sentence to
# answer rather than not to: above LIKELY it grows, below UNLIKELY it shrinks. Chosen on the tuning questions.
RAISED, LIKELY, FURTHEST = 0.2, 2.0, 10.0
LOWERED, UNLIKELY, LOWEST = 0.05, -1.0, -8.0
_READ = frozenset({Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST, Ask.EXPLANATION})
_MOST_READ, _ALIKE = 2, 1e-3
# How much worse than the best what else is read may be; and what is too little to become an answer.
_CLOSE, _LEAST = 0.7, 0.06
# What documents must not want of what a question names, for the reader to raise them; `qa.wanting.lacking`.
LACK, IN_SCOPE = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Scores findings again in the light of what the reader finds in their sentences."""

    read: ReadWithin
    context: Context

    def __call__(self, question: Question, findings: Sequence[Finding]) -> list[Finding]:
        """Return the findings of one question, the doubtful ones with the score that they have for the reader, too."""
        ranked = sorted(findings, key=lambda finding: -finding.score)
        if len(question.parts) != 1 or question.parts[0].ask not in _READ:
            return ranked
        if not ranked or not _is_readable(ranked[0]):
            return ranked
        least = max(_LEAST, _CLOSE * ranked[0].score)
        readable = [n for n, item in enumerate(ranked) if item.score >= least and _is_readable(item)]
        judged = {number: self._judged(question, ranked[number]).score for number in readable[:_MOST_READ]}
        before = tuple(ranked)
        for number in readable:
            finding = before[number]
            # What several reports say in the same words answers as well in each of them.
            scores = [
                score
                for other, score in judged.items()
                if other == number
                or (
                    before[other].report != finding.report
                    and math.isclose(before[other].score, finding.score, rel_tol=_ALIKE)
                )
            ]
            ranked[number] = replace(finding, score=max(scores, default=finding.score))
        return ranked

    def _judged(self, question: Question, finding: Finding) -> Finding:
        """Return a finding with the score that it has in the light of what the reader finds."""
        first = finding.quotes[0].statement
        inside = [cited for cited in finding.quotes if cited.statement.document_id == first.document_id]
        start, end = min(cited.statement.start for cited in inside), max(cited.statement.end for cited in inside)
        text = self.context.document(first.document_id).text
        begin = max(0, min(start - (LONGEST_TEXT - (end - start)) // 2, start))
        span = self.read(
            question.text, text[begin : begin + LONGEST_TEXT], " ".join(first.path), (start - begin, end - begin)
        )
        margin = max(LOWEST, min(FURTHEST, span.margin)) if span else LOWEST
        change = RAISED * max(0.0, margin - LIKELY) + LOWERED * min(0.0, margin - UNLIKELY)
        # What is planned is not what was done, nor one year's figure another's, nor a zone's that of its city.
        at = first.text.find(finding.short) if finding.short else -1
        fit = in_scope(question, first, at if at >= 0 else None)
        said = _said(inside)
        unsaid = any(word.quoted and not match(word, said) for word in question.terms)
        narrower = at >= 0 and is_narrower(question.places, first, at, question.folded)
        if change > 0 and (
            narrower or unsaid or fit < IN_SCOPE or lacking(question.terms, said, self.context.weigh) < LACK
        ):
            # What the documents speak of elsewhere, or nowhere, is not answered here, whatever the sentence may say.
            change = 0.0
        return replace(finding, score=min(1.0, finding.score * math.exp(change)))


def _is_readable(finding: Finding) -> bool:
    """Tell whether a finding is doubtful, and such that the reader can judge it: words of a sentence."""
    # The reader does not know what stands above a row of a table.
    rows = any(cited.statement.row or is_row(cited.statement.text) for cited in finding.quotes)
    return finding.score < SURE and not (rows or finding.computed or finding.itemised or finding.note)


def _said(quotes: Sequence[Quote]) -> str:
    """Return what the sentences say that are quoted, with what stands above them, folded."""
    return fold(" ".join(cited.statement.said for cited in quotes))
