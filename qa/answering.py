"""Decides what answers a question: reads findings for each part, keeps what is sure enough, one for each report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.asking import Ask
from qa.comparisons import read_comparison, read_difference, read_sum
from qa.context import Context
from qa.findings import Finding
from qa.question import Part, Question
from qa.readers import read_explanations, read_lists, read_names, read_open, read_values
from qa.verdicts import read_yes_no
from qa.words import Term

# A finding below this is no answer. Fitted on the tuning questions by `eval.threshold`.
THRESHOLD = 0.38
# Another report's finding is offered beside the best one if it is nearly as good.
_NEARLY = 0.8
_NEARLY_TOLD = 0.75
# What another document says must be good by itself, too.
_BY_ITSELF = 0.65
_MOST_REPORTS = 4
_CARRIED = 0.5
_SAME_STATEMENT = 1.15
READERS = {
    Ask.VALUE: read_values,
    Ask.DATE: read_values,
    Ask.NAME: read_names,
    Ask.LIST: read_lists,
    Ask.EXPLANATION: read_explanations,
    Ask.OPEN: read_open,
    Ask.YES_NO: read_yes_no,
    Ask.COMPARISON: read_comparison,
    Ask.DIFFERENCE: read_difference,
    Ask.SUM: read_sum,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """The findings of one report, one for each part of the question that it answers."""

    report: tuple[str, str]
    findings: tuple[Finding, ...]

    @property
    def home(self) -> frozenset[str]:
        """The places that the report is about, by its title."""
        return frozenset(place.name for place in self.findings[0].quotes[0].statement.home)

    @property
    def score(self) -> float:
        """The weakest link decides."""
        return min(finding.score for finding in self.findings)


def reply(question: Question, context: Context, threshold: float = THRESHOLD) -> list[Reply]:
    """Return what the documents answer, best report first; empty if they do not say.

    A question that names a place is answered for that place. One that names none is answered for each report that
    answers it nearly as well as the best one does.
    """
    figures = any(value.amount is not None for value in question.values)
    if not question.terms and not figures:
        # A bare place or year says nothing that could be looked for.
        return []
    by_report: dict[tuple[str, str], list[Finding]] = {}
    for number, part in enumerate(question.parts):
        words = _words_of(question, number)
        for report, finding in _best_by_report(question, part, words, context, by_report).items():
            if finding.score >= threshold:
                by_report.setdefault(report, []).append(finding)
    replies = sorted(
        (Reply(report, tuple(findings)) for report, findings in by_report.items()),
        key=lambda item: (-len(item.findings), -item.score),
    )
    if not replies:
        return []
    best = replies[0]
    told = question.parts[0].ask in (Ask.EXPLANATION, Ask.OPEN, Ask.YES_NO)
    nearly = _NEARLY_TOLD if told else _NEARLY
    if question.years or question.reports:
        # A year tells the documents of a series apart; reports about different places still each have their answer.
        replies = [item for item in replies if item.report[0] == best.report[0] or item.home - best.home]
    found = [
        item
        for item in _unlike(replies)
        if len(item.findings) == len(best.findings)
        and item.score >= nearly * best.score
        and (item.report[0] == best.report[0] or item.score >= min(_BY_ITSELF, best.score))
    ]
    return found[:_MOST_REPORTS]


def _unlike(replies: Sequence[Reply]) -> list[Reply]:
    """Drop replies that quote the same words as an earlier one: the same text in another file says nothing more."""
    seen: dict[tuple[str, ...], Reply] = {}
    for item in replies:
        seen.setdefault(tuple(quote.text for finding in item.findings for quote in finding.quotes), item)
    return list(seen.values())


def _best_by_report(
    question: Question,
    part: Part,
    words: Sequence[Term],
    context: Context,
    earlier: dict[tuple[str, str], list[Finding]],
) -> dict[tuple[str, str], Finding]:
    """Return the best finding of each report; what stands in the sentence of an earlier part's answer is preferred."""
    best: dict[tuple[str, str], Finding] = {}
    for finding in READERS[part.ask](question, part, words, context):
        if any(finding.quotes[0].statement is other.quotes[0].statement for other in earlier.get(finding.report, ())):
            finding = replace(finding, score=min(1.0, finding.score * _SAME_STATEMENT))
        if any(
            finding.short and finding.short == other.short and finding.quotes == other.quotes
            for other in earlier.get(finding.report, ())
        ):
            continue
        if finding.report not in best or finding.score > best[finding.report].score:
            best[finding.report] = finding
    return best


def _words_of(question: Question, number: int) -> tuple[Term, ...]:
    """Return the words that count for one part: those before and right behind its asking words.

    What a question says before its first asking words holds for every part, but counts less for the later ones.
    """
    part = question.parts[number]
    if part.about is not None:
        spans = set(part.about)
        return tuple(word for word in question.terms if (word.start, word.start + len(word.text)) in spans)
    if len(question.parts) == 1:
        return question.terms
    begin = question.parts[number - 1].end if number else 0
    last = number == len(question.parts) - 1
    previous_focus = question.parts[number - 1].focus if number else ()
    own = tuple(
        word
        for word in question.terms
        if (
            begin <= word.start
            and (last or word.start < part.start or word in part.focus)
            and word not in previous_focus
        )
    )
    first = question.parts[0]
    carried = tuple(
        replace(word, weight=word.weight * _CARRIED)
        for word in question.terms
        if number and word.start < first.start and word not in own
    )
    if not own:
        carried = tuple(word for word in question.terms if word.start < first.start)
    return (*carried, *own)
