"""Decides what answers a question: reads findings for each part, keeps what is sure enough, one for each report."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.folding import fold
from qa.asking import Ask
from qa.comparisons import read_comparison, read_difference, read_sum
from qa.contacts import read_contacts, shapes_asked_for
from qa.context import Context
from qa.counted import is_only_counted
from qa.earlier import is_inference
from qa.explanations import read_explanations, read_open
from qa.fields import read_fields
from qa.figures import read_values
from qa.findings import Finding
from qa.lookups import headed, read_cells
from qa.premises import another_s_event, correct_premise, counts_only, taken_for_granted, without_claims
from qa.question import Part, Question
from qa.ratios import read_figures
from qa.readers import read_lists, read_names
from qa.scopes import enumerated
from qa.verdicts import read_yes_no
from qa.words import Term

# A figure below this is no answer. Fitted on the tuning questions by `eval.threshold`.
THRESHOLD = 0.30
# Figures stand in every sentence; names, lists and reasons are mistaken less often.
_OTHERS = 0.87
# Another report's finding is offered beside the best one if it is nearly as good.
_NEARLY = 0.8
_NEARLY_TOLD = 0.75
# Who asks for all cities wants what each has to say.
_OF_ALL = 0.4
_EVERY_CITY = re.compile(r"各[个地市](?!级)|[两二几]个?[市地](?!级)|每个?市|各城市|各地市")
# What another document says must be good by itself, too.
_BY_ITSELF = 0.65
_MOST_REPORTS = 4
_CARRIED = 0.5
_SAME_STATEMENT = 1.15
# What is asked of several things at once (各有多少个) is mostly said in one sentence.
_ASKED_ALIKE = 1.3
_BESIDES = 0.6
_EACH_BY_ITSELF = frozenset({Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST, Ask.YES_NO})
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


@dataclass(frozen=True, slots=True)
class Reply:
    """The findings of one report, one for each part of the question that it answers.

    Attributes:
        report: The report: document and outermost heading.
        findings: What was found, in the order of the question's parts.
        label: The one of several places or years asked about that this answers for; empty if they are asked together.
    """

    report: tuple[str, str]
    findings: tuple[Finding, ...]
    label: str = ""

    @property
    def home(self) -> frozenset[str]:
        """The places that the report is about, by its title."""
        return frozenset(place.name for place in self.findings[0].quotes[0].statement.home)

    @property
    def score(self) -> float:
        """The weakest link decides."""
        return min(finding.score for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the documents answer, and what they do not.

    Attributes:
        replies: Best report first; empty if nothing is answered.
        missing: What the question asks besides, in its own words, that is not answered.
    """

    replies: tuple[Reply, ...] = ()
    missing: tuple[str, ...] = ()


def reply(question: Question, context: Context, threshold: float = THRESHOLD, look: Look | None = None) -> Outcome:
    """Return what the documents answer.

    A question that names a place is answered for that place. One that names none is answered for each report that
    answers it nearly as well as the best one does. One that enumerates places or years is answered for each of them,
    unless one sentence speaks of all.
    """
    # Of what is to be worked out the figures belong to another year; a yes-or-no is decided by them.
    plain = question.parts[0].ask is not Ask.YES_NO and not is_inference(question)
    corrected = correct_premise(question, context) if plain else None
    if corrected is not None:
        # What is asked may be answered all the same, about what the question should have said.
        besides = _together(without_claims(question), context, max(threshold, _BESIDES), look)
        own = [item for item in besides[:1] if item.findings[0].short != corrected.short]
        if not corrected.short and counts_only(question):
            own = []  # what 269个项目 cost is not answered by what others cost
        return Outcome((Reply(corrected.report, (corrected,)), *own))
    if event := another_s_event(question, context):
        return Outcome((Reply(event.report, (event,)),))
    each = all(part.ask in _EACH_BY_ITSELF for part in question.parts)
    scopes = enumerated(question) if each else []
    together = (
        () if scopes and scopes[0].question.years != question.years else _together(question, context, threshold, look)
    )
    if together or not scopes:
        wrong = None if together else taken_for_granted(question, context)
        return (
            Outcome((Reply(wrong.report, (wrong,)),)) if wrong else Outcome(together, _unanswered(question, together))
        )
    replies: list[Reply] = []
    missing = []
    for scoped in scopes:
        found = _together(scoped.question, context, threshold, look)
        replies.extend(replace(item, label=scoped.label) for item in found[:1])
        missing.extend([] if found else [scoped.label])
    return Outcome(tuple(replies), tuple(missing)) if replies else Outcome()


def least_score(part: Part, threshold: float) -> float:
    """Return how well an answer to a part of a question must score at a threshold."""
    return threshold * (1.0 if part.ask in (Ask.VALUE, Ask.SUM) else _OTHERS)


def _together(question: Question, context: Context, threshold: float, look: Look | None) -> tuple[Reply, ...]:
    """Return the replies of the reports to a question as a whole, best first."""
    figures = any(value.amount is not None for value in question.values)
    if not question.terms and not figures:
        # A bare place or year says nothing that could be looked for.
        return ()
    by_report: dict[tuple[str, str], list[Finding]] = {}
    for number, part in enumerate(question.parts):
        words = _words_of(question, number)
        for report, finding in _best_by_report(question, part, words, context, by_report, look).items():
            if finding.score >= least_score(part, threshold):
                by_report.setdefault(report, []).append(replace(finding, part=number))
    replies = sorted(
        (Reply(report, tuple(findings)) for report, findings in by_report.items()),
        key=lambda item: (-len(item.findings), -item.score),
    )
    if not replies:
        return ()
    best = replies[0]
    told = question.parts[0].ask in (Ask.EXPLANATION, Ask.OPEN, Ask.YES_NO)
    nearly = _NEARLY_TOLD if told else _NEARLY
    nearly = _OF_ALL if _EVERY_CITY.search(question.folded) and not question.places else nearly
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
    return tuple(
        replace(item, findings=tuple(headed(finding, context) for finding in item.findings))
        for item in found[:_MOST_REPORTS]
    )


def _unanswered(question: Question, replies: Sequence[Reply]) -> tuple[str, ...]:
    """Return the words of the parts that no reply answers, where others are answered."""
    answered = {finding.part for item in replies for finding in item.findings}
    missing = []
    for number, part in enumerate(question.parts):
        if answered and number not in answered:
            begin = question.parts[number - 1].end if number else 0
            words = (
                question.text[part.about[0][0] : part.about[0][1]] if part.about else question.text[begin : part.end]
            )
            missing.append(words.strip("，。；、,;?？ 和及与"))
    # Figures of the question are not repeated: whatever stands in a reply is proven.
    return tuple(words for words in missing if words and not any(char.isdigit() for char in words))


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
