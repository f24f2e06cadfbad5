"""Shows what the refusal threshold costs and buys: the risk–coverage curve on the tuning questions.

``python -m eval.threshold`` asks every tuning question at each threshold. `qa.answering.THRESHOLD` is chosen on this
table: the highest share of right replies at which at least nine of ten unanswerable questions are refused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import BulletinError
from eval.judging import judge
from eval.questions import QuestionFileError
from eval.sets import QuestionSet, SetError, add_arguments, chosen_sets
from eval.table import text_table
from qa.answering import THRESHOLD
from qa.assistant import Assistant

RESULTS = Path(__file__).parent / "results"
GRID = (0.2, 0.26, 0.3, 0.34, 0.38, 0.42, 0.46, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Point:
    """What happens at one threshold; every figure is a share from 0 to 1.

    Attributes:
        threshold: The threshold.
        right: Right replies, of the answerable questions.
        wrong: Wrong replies, of the answerable questions.
        false_refused: Refusals, of the answerable questions.
        refused: Refusals, of the unanswerable questions.
    """

    threshold: float
    right: float
    wrong: float
    false_refused: float
    refused: float


def curve(questions: QuestionSet, grid: Sequence[float] = GRID) -> list[Point]:
    """Return a point for each threshold."""
    return [_point(questions, threshold) for threshold in grid]


def _point(questions: QuestionSet, threshold: float) -> Point:
    assistant = Assistant(questions.index, threshold=threshold)
    right = wrong = false_refused = refused = answerable = 0
    for question in questions.questions:
        answer = assistant.answer(question.question, question.history)
        gone = answer.status == "not_found"
        if question.status == "not_found":
            refused += gone
            continue
        answerable += 1
        is_right = judge(question, answer, questions.index.documents).right
        right, wrong, false_refused = right + is_right, wrong + (not is_right and not gone), false_refused + gone
    unanswerable = len(questions.questions) - answerable
    return Point(
        threshold,
        right / max(answerable, 1),
        wrong / max(answerable, 1),
        false_refused / max(answerable, 1),
        refused / max(unanswerable, 1),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script; returns 2 if the input is wrong."""
    parser = argparse.ArgumentParser(prog="python -m eval.threshold", description="Show the risk–coverage curve.")
    add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--save", action="store_true", help="write eval/results/threshold.json")
    arguments = parser.parse_args(argv)
    try:
        curves = {questions.title: curve(questions) for questions in chosen_sets(arguments)}
    except (SetError, QuestionFileError, LookupError, BulletinError) as error:
        print(error, file=sys.stderr)
        return 2
    text = json.dumps({title: [asdict(point) for point in points] for title, points in curves.items()}, indent=2)
    if arguments.json:
        print(text)
    else:
        for title, points in curves.items():
            header = ("threshold", "right", "wrong", "false refused", "refused")
            lines = [[f"{point.threshold:.2f}", *(f"{100 * x:.1f}" for x in _shares(point))] for point in points]
            print(f"\n{title} (in use: {THRESHOLD})\n\n{text_table(header, lines)}")
    if arguments.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "threshold.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _shares(point: Point) -> tuple[float, float, float, float]:
    return point.right, point.wrong, point.false_refused, point.refused


if __name__ == "__main__":
    sys.exit(main())
