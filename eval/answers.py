"""Measures answers: right, cited, refused, how long they are and how long they take.

``python -m eval.answers`` runs the tuning half. A right reply says everything that is expected and nothing forbidden in
``short``; ``eval.judging`` and ``eval.outcomes`` define every figure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from corpus.errors import BulletinError
from eval.judging import judge
from eval.outcomes import Outcome, below_floor, by_kind, failures, rows
from eval.questions import QuestionFileError
from eval.sets import QuestionSet, SetError, add_arguments, chosen_sets
from eval.table import markdown_table, text_table
from qa.assistant import Assistant

RESULTS = Path(__file__).parent / "results"
FLOORS = Path(__file__).parent / "floors.json"


def run(questions: QuestionSet) -> list[Outcome]:
    """Ask every question of a set."""
    assistant = Assistant(questions.index)
    assistant.answer(questions.questions[0].question)  # the first answer loads what the others find loaded
    outcomes = []
    for question in questions.questions:
        start = perf_counter()
        answer = assistant.answer(question.question, question.history)
        seconds = perf_counter() - start
        outcomes.append(Outcome(question, answer, judge(question, answer, questions.index.documents), seconds))
    return outcomes


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script; returns 1 if a figure is below its floor and 2 if the input is wrong."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.floor and arguments.set == "tune":
            raise SetError("--floor needs the reporting half: --set report")
        runs = [(questions, run(questions)) for questions in list(chosen_sets(arguments))]
    except (SetError, QuestionFileError, LookupError, BulletinError) as error:
        print(error, file=sys.stderr)
        return 2
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    report: dict[str, Any] = {}
    broken: list[str] = []
    for questions, outcomes in runs:
        groups = by_kind(outcomes)
        failed = failures(outcomes)
        report[questions.title] = {
            "passages": len(questions.index.passages),
            "encoder": questions.index.encoder.name,
            "figures": {kind: asdict(measured) for kind, measured in groups.items()},
            # Replies about documents that are not in the repository stay out of it.
            "failures": failed if questions.shown and (not arguments.save or questions.name == "bulletin") else [],
        }
        if not arguments.json:
            header, lines = rows(groups)
            table = markdown_table(header, lines) if arguments.markdown else text_table(header, lines)
            print(f"\n{questions.title}\n\n{table}")
            if arguments.failures:
                _print_failures(failed, questions.shown)
        if arguments.floor and not questions.shown:
            low = below_floor(groups["all"], floors.get(questions.name, {}))
            broken += [f"{questions.title}: {line}" for line in low]
    text = json.dumps(report, ensure_ascii=False, indent=2)
    if arguments.json:
        print(text)
    if arguments.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "answers.json").write_text(text + "\n", encoding="utf-8")
    for line in broken:
        print(f"Below the floor: {line}", file=sys.stderr)
    return 1 if broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.answers", description="Measure the answers.")
    add_arguments(parser)
    parser.add_argument("--failures", action="store_true", help="list failures; of the reporting half only their ids")
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--save", action="store_true", help="write eval/results/answers.json")
    parser.add_argument("--floor", action="store_true", help="fail if the reporting half is below eval/floors.json")
    return parser


def _print_failures(failed: Sequence[Mapping[str, Any]], shown: bool) -> None:
    print(f"\n{len(failed)} replies are wrong or cite something else.")
    for item in failed:
        if not shown:
            print(f"  {item['id']} {item['kind']}")
            continue
        print(f"\n{item['id']} ({item['kind']}): {item['why']}")
        shown_fields = {name: value for name, value in item.items() if name not in ("id", "kind", "why") and value}
        if item["understood"] == item["question"]:
            del shown_fields["understood"]
        for name, value in shown_fields.items():
            print(f"  {name:<11}{_flat(value)}")


def _flat(value: object) -> str:
    """Return a field for people: groups by ``;``, the alternatives of one by ``/``, lines indented."""
    if isinstance(value, list):
        return "; ".join(" / ".join(item) if isinstance(item, list) else str(item) for item in value)
    return str(value).replace("\n", "\n" + " " * 13)


if __name__ == "__main__":
    sys.exit(main())
