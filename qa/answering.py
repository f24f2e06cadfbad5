"""Decides what answers a question: keeps what its readers are sure enough of, one reply for each report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.asks import Ask
from qa.context import Context
from qa.earlier import is_inference
from qa.findings import Finding
from qa.lookups import headed
from qa.parts import Look, read_parts
from qa.premises import another_s_event, correct_premise, counts_only, taken_for_granted, without_claims
from qa.question import Question
from qa.scopes import enumerated

# A figure below this is no answer. Fitted on the tuning questions by `eval.threshold`.
THRESHOLD = 0.30
# Another report's finding is offered beside the best one if it is nearly as good.
_NEARLY = 0.8
_NEARLY_TOLD = 0.75
# Who asks for all cities wants what each has to say.
_OF_ALL = 0.4
_EVERY_CITY = re.compile(r"各[个地市](?!级)|各[区县](?![域间级别])|[两二几]个?[市地](?!级)|每个?市|各城市|各地市")
# What another document says must be good by itself, too.
_BY_ITSELF = 0.65
_MOST_REPORTS = 4
_BESIDES = 0.6
_EACH_BY_ITSELF = frozenset({Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST, Ask.YES_NO})


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

    @property
    def mean(self) -> float:
        """How well it answers all in all."""
        return sum(finding.score for finding in self.findings) / len(self.findings)


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
    # What is asked of several years or days is seldom said in one sentence.
    apart = bool(scopes) and (scopes[0].question.years, scopes[0].question.values) != (question.years, question.values)
    together = () if apart else _together(question, context, threshold, look)
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


def _together(question: Question, context: Context, threshold: float, look: Look | None) -> tuple[Reply, ...]:
    """Return the replies of the reports to a question as a whole, best first."""
    figures = any(value.amount is not None for value in question.values)
    if not question.terms and not figures:
        # A bare place or year says nothing that could be looked for.
        return ()
    by_report = read_parts(question, context, threshold, look)
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
        and item.mean >= nearly * best.mean
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
