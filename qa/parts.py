"""Reads what answers each part of a question, report by report, all parts from one sentence where there is such."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asks import Ask
from qa.comparisons import read_comparison, read_difference, read_sum
from qa.contacts import read_contacts, shapes_asked_for
from qa.context import Context
from qa.counted import is_only_counted
from qa.explanations import read_explanations, read_open
from qa.fields import read_fields
from qa.figures import read_values
from qa.findings import Finding
from qa.lookups import read_cells
from qa.question import Question
from qa.ratios import read_figures
from qa.readers import read_lists, read_names
from qa.things import Part
from qa.verdicts import read_yes_no
from qa.words import Term

# Figures stand in every sentence; names, lists and reasons are mistaken less often.
_OTHERS = 0.87
_CARRIED = 0.5
_SAME_STATEMENT = 1.15
# What is asked of several things at once (各有多少个) is mostly said in one sentence.
_ASKED_ALIKE = 1.3
_SEVERAL = 3
READERS = {
    Ask.VALUE: read_figures,
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

Look = Callable[[Question, Sequence[Finding]], Sequence[Finding]]
"""Scores the findings of a question again; see ``qa.doubts``."""

ByReport = dict[tuple[str, str], list[Finding]]
"""For each report, by document and outermost heading, what was found of the parts that it answers, in their order."""


def read_parts(question: Question, context: Context, threshold: float, look: Look | None) -> ByReport:
    """Return what each report answers of each part of a question, as far as it is sure enough.

    Args:
        question: The question.
        context: What it is answered from.
        threshold: How well a figure must score to be an answer.
        look: Scores findings again; None leaves them as they are.
    """
    by_report = _part_by_part(question, context, threshold, look, {})
    if all(part.about for part in question.parts) and len(question.parts) >= _SEVERAL:
        return _told_together(question, context, threshold, look, by_report)
    return by_report


def least_score(part: Part, threshold: float) -> float:
    """Return how well an answer to a part of a question must score at a threshold."""
    return threshold * (1.0 if part.ask in (Ask.VALUE, Ask.SUM) else _OTHERS)


def _part_by_part(
    question: Question, context: Context, threshold: float, look: Look | None, shared: dict[tuple[str, str], Finding]
) -> ByReport:
    """Return what each report answers, one part after the other; what stands where ``shared`` does is preferred."""
    by_report: ByReport = {}
    for number, part in enumerate(question.parts):
        words = words_of(question, number)
        asked = _of_thing(question, number)
        beside = {report: [*by_report.get(report, ()), shared[report]] for report in shared} or by_report
        for report, finding in _best_by_report(asked, part, words, context, beside, look).items():
            if finding.score >= least_score(part, threshold):
                by_report.setdefault(report, []).append(replace(finding, part=number))
    return by_report


def _told_together(
    question: Question,
    context: Context,
    threshold: float,
    look: Look | None,
    by_report: ByReport,
) -> ByReport:
    """Return what each report answers to what is asked of several things alike, out of one sentence if there is one.

    A sentence that answers half of it is likely to answer the rest, too.
    """
    found = dict(by_report)
    for report, findings in by_report.items():
        counts = Counter(finding.quotes[0].statement.start for finding in findings)
        for start, times in counts.items():
            if times == len(findings) or 2 * times < len(question.parts):
                continue
            one = next(finding for finding in findings if finding.quotes[0].statement.start == start)
            shared = {report: replace(one, short="", quotes=one.quotes[:1])}
            again = _part_by_part(question, context, threshold, look, shared).get(report, [])
            if _from_one(again) > _from_one(found[report]):
                found[report] = again
    return found


def _from_one(findings: Sequence[Finding]) -> int:
    """Return how many findings stand in the sentence that holds most of them."""
    return max(Counter(finding.quotes[0].statement.start for finding in findings).values(), default=0)


def _best_by_report(
    question: Question,
    part: Part,
    words: Sequence[Term],
    context: Context,
    earlier: dict[tuple[str, str], list[Finding]],
    look: Look | None,
) -> dict[tuple[str, str], Finding]:
    """Return the best finding of each report; what stands in the sentence of an earlier part's answer is preferred."""
    best: dict[tuple[str, str], Finding] = {}
    beside: set[tuple[str, str]] = set()
    counted: dict[tuple[str, str], float] = {}
    given = (question, part, words, context)
    labelled = (*read_fields(*given), *read_contacts(*given), *read_cells(*given))
    found = (*labelled, *READERS[part.ask](*given))
    if shapes := shapes_asked_for(question, part):
        # Who asks for a number wants no sentence without one.
        found = tuple(item for item in found if any(shape.search(fold(_shown(item))) for shape in shapes))
    for finding in look(question, found) if look else found:
        report = finding.report
        if is_only_counted(question, part, finding):
            counted[report] = max(finding.score, counted.get(report, 0.0))
            continue
        same = any(finding.quotes[0].statement is other.quotes[0].statement for other in earlier.get(report, ()))
        if same:
            factor = _SAME_STATEMENT if part.about is None else _ASKED_ALIKE
            finding = replace(finding, score=min(1.0, finding.score * factor))
        if any(
            finding.short and finding.short == other.short and finding.quotes == other.quotes
            for other in earlier.get(report, ())
        ):
            continue
        # Where both are as sure as can be, the one in the same sentence still is what was meant.
        if report not in best or (finding.score, same) > (best[report].score, report in beside):
            best[report] = finding
            (beside.add if same else beside.discard)(report)
    # Where the sentence that speaks of the things does not name them, another one does not either.
    return {report: finding for report, finding in best.items() if finding.score >= counted.get(report, 0.0)}


def _shown(finding: Finding) -> str:
    return finding.short or " ".join(cited.text for cited in finding.quotes)


def _of_thing(question: Question, number: int) -> Question:
    """Return a question with the places of one of several things alone (``甲的A、乙的B各投资多少``: 甲 is A's)."""
    part = question.parts[number]
    if not part.about or len(question.places) < 2:
        return question
    end = max(stop for _, stop in part.about[: part.own])
    others = (other.about[other.own - 1][1] for other in question.parts if other.about and other.about != part.about)
    begin = max((stop for stop in others if stop < end), default=0)
    own = tuple(place for place in question.places if begin <= place.start < end)
    return replace(question, places=own) if own else question


def words_of(question: Question, number: int) -> tuple[Term, ...]:
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
        replace(word, weight=word.weight * _CARRIED, quoted=False)
        for word in question.terms
        if number and word.start < first.start and word not in own
    )
    if not own:
        carried = tuple(word for word in question.terms if word.start < first.start)
    return (*carried, *own)
