"""From single replies to figures: sums up judgements by kind of question, lists failures, checks floors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.judging import Judgement
from eval.questions import KINDS, Question
from eval.statistics import Estimate, mean, percentile, rate
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, the reply it got, the judgement on it, and how long it took in seconds."""

    question: Question
    answer: Answer
    judgement: Judgement
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured over some questions.

    Attributes:
        n: Questions, unanswerable ones included.
        right: Right replies, of all questions.
        proven: Right replies that cite a gold quote, of all questions; right refusals count.
        exact: Replies whose ``short`` holds the answer, of the questions that have one exact answer.
        cited: Replies that cite a gold quote, of the answerable questions.
        precision: Mean citation precision of the replies with citations, of the answerable questions.
        recall: Mean citation recall, of the answerable questions.
        refused: Refusals, of the unanswerable questions.
        false_refused: Refusals, of the answerable questions.
        wrong_scope: Replies with a forbidden figure in ``short``, of the questions that forbid one.
        forbidden: Replies with a forbidden figure anywhere, of the questions that forbid one.
        length: Median length in characters of the replies that are answers.
        median_ms: Median time of a reply.
        p95_ms: The time that 95 % of the replies do not exceed.
    """

    n: int
    right: Estimate
    proven: Estimate
    exact: Estimate
    cited: Estimate
    precision: Estimate
    recall: Estimate
    refused: Estimate
    false_refused: Estimate
    wrong_scope: Estimate
    forbidden: Estimate
    length: float
    median_ms: float
    p95_ms: float


RATES = (
    "right",
    "proven",
    "exact",
    "cited",
    "precision",
    "recall",
    "refused",
    "false_refused",
    "wrong_scope",
    "forbidden",
)
"""The figures that are shares, in the order in which they are shown."""


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Sum up some outcomes."""
    wanted = [outcome.judgement for outcome in outcomes if outcome.question.answerable]
    unwanted = [outcome.judgement for outcome in outcomes if not outcome.question.answerable]
    forbidding = [outcome.judgement for outcome in outcomes if outcome.question.forbid]
    times = [1000 * outcome.seconds for outcome in outcomes]
    return Figures(
        n=len(outcomes),
        right=rate([outcome.judgement.right for outcome in outcomes]),
        proven=rate([it.right and it.cited for it in wanted] + [it.right for it in unwanted]),
        exact=rate([it.exact for it in wanted if it.exact is not None]),
        cited=rate([it.cited for it in wanted]),
        precision=mean([it.precision for it in wanted if it.precision is not None]),
        recall=mean([it.recall for it in wanted if it.recall is not None]),
        refused=rate([it.refused for it in unwanted]),
        false_refused=rate([it.refused for it in wanted]),
        wrong_scope=rate([it.wrong_scope for it in forbidding]),
        forbidden=rate([it.forbidden for it in forbidding]),
        length=percentile([it.judgement.length for it in outcomes if not it.judgement.refused], 0.5),
        median_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Return the figures of each kind of question that occurs, of all answerable ones, and of all."""
    groups = {kind: [outcome for outcome in outcomes if outcome.question.kind == kind] for kind in KINDS}
    groups["answerable"] = [outcome for outcome in outcomes if outcome.question.answerable]
    groups["all"] = list(outcomes)
    return {name: figures(some) for name, some in groups.items() if some}


def rows(groups: Mapping[str, Figures]) -> tuple[list[str], list[list[object]]]:
    """Return the header and the rows of a table, rates in percent with 95 % intervals."""
    header = ["kind", "n", *(name.replace("_", " ") for name in RATES), "length", "ms", "p95 ms"]
    lines: list[list[object]] = []
    for kind, it in groups.items():
        rates = [getattr(it, name).percent() for name in RATES]
        lines.append([kind, it.n, *rates, f"{it.length:.0f}", f"{it.median_ms:.1f}", f"{it.p95_ms:.1f}"])
    return header, lines


def failures(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Return what is to be known of each reply that is wrong or does not cite its gold."""
    return [
        {
            "id": outcome.question.id,
            "kind": outcome.question.kind,
            "why": outcome.judgement.why or "cites something else",
            "question": outcome.question.question,
            "understood": outcome.answer.question,
            "expected": [list(group) for group in outcome.question.answers],
            "forbid": list(outcome.question.forbid),
            "gold": [gold.quote for gold in outcome.question.gold],
            "status": outcome.answer.status,
            "short": outcome.answer.short,
            "text": outcome.answer.text,
            "note": outcome.question.note,
        }
        for outcome in outcomes
        if not outcome.judgement.right or (outcome.question.answerable and not outcome.judgement.cited)
    ]


def below_floor(measured: Figures, floors: Mapping[str, float]) -> list[str]:
    """Return a line for each figure that has dropped below its floor.

    Args:
        measured: Figures of the reporting half.
        floors: The least value of some of the rates, by name.
    """
    found: dict[str, float] = {name: getattr(measured, name).value for name in floors}
    return [f"{name} is {found[name]:.3f}, its floor {low:.3f}" for name, low in floors.items() if found[name] < low]
