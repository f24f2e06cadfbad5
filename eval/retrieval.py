"""Measures retrieval: BM25, dense and hybrid search side by side, with and without section paths.

``python -m eval.retrieval`` runs the tuning half of the question sets, in which a passage is relevant if it overlaps a
gold quote. Follow-ups are left out, for they are no queries by themselves. ``--data`` adds ``cmrc2018_trial`` (question
to paragraph), ``--beir`` any collection in the BEIR layout (query to document). A CrossEncoder that
``BULLETIN_QA_RERANKER`` names is one more system.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BulletinError
from corpus.passages import split
from eval import metrics
from eval.beir import Collection, CollectionError, load_beir
from eval.paragraphs import load_paragraphs
from eval.questions import KINDS, QuestionFileError, gold_spans
from eval.rankers import Ranking, Search, ablations, document_ranking, passage_ranking, rank_all, rankers
from eval.sets import QuestionSet, SetError, add_arguments, chosen_sets
from eval.statistics import Estimate
from eval.table import markdown_table, text_table
from index.embedding import load_encoder
from index.search import PassageIndex
from index.types import Hit

RESULTS = Path(__file__).parent / "results"
TRIAL = "cmrc2018_trial.jsonl.gz"

Table = dict[str, dict[str, Estimate]]
"""System or kind -> measure -> estimate."""


@dataclass(frozen=True, slots=True)
class Task:
    """Queries, what is relevant to them, the systems to compare, and whether they rank passages or documents.

    ``kinds`` names groups of queries that are also measured by themselves.
    """

    title: str
    queries: Mapping[str, str]
    relevance: Mapping[str, Mapping[str, int]]
    systems: Mapping[str, Search]
    ranking: Callable[[Sequence[Hit]], Ranking]
    kinds: Mapping[str, set[str]]


def question_task(questions: QuestionSet) -> Task:
    """Return the task of finding the passages that hold the gold quotes.

    Raises:
        LookupError: A gold quote is not in its document.
    """
    asked = [it for it in questions.questions if it.answerable and not it.history]
    relevance: dict[str, dict[str, int]] = {}
    for question in asked:
        spans = gold_spans(question, questions.index.documents)
        relevance[question.id] = {
            passage.id: 1
            for passage in questions.index.passages
            if any(span.overlaps(passage.document_id, passage.start, passage.end) for span in spans)
        }
    kinds = {kind: {it.id for it in asked if it.kind == kind} for kind in KINDS}
    return Task(
        title=questions.title,
        queries={question.id: question.question for question in asked},
        relevance=relevance,
        systems=ablations(questions.index),
        ranking=passage_ranking,
        kinds={kind: ids for kind, ids in kinds.items() if ids},
    )


def document_task(title: str, collection: Collection) -> Task:
    """Return the task of finding documents by their passages."""
    passages = [passage for document in collection.documents for passage in split(document)]
    index = PassageIndex.build(collection.documents, passages, load_encoder())
    return Task(title, collection.queries, collection.qrels, rankers(index), document_ranking, {})


def measure(task: Task) -> tuple[Table, Table]:
    """Return the figures of each system, and those of the hybrid system by kind of question."""
    systems: Table = {}
    kinds: Table = {}
    for name, search in task.systems.items():
        values = metrics.per_query(task.relevance, rank_all(search, task.queries, task.ranking))
        systems[name] = metrics.estimates(values)
        if name == "hybrid":
            kinds = {kind: metrics.estimates(metrics.only(values, ids)) for kind, ids in task.kinds.items()}
    return systems, kinds


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script; returns 2 if the input is wrong."""
    arguments = _parser().parse_args(argv)
    report: dict[str, Any] = {}
    try:
        for task in _tasks(arguments):
            systems, kinds = measure(task)
            report[task.title] = {
                "queries": len(task.queries),
                "systems": {name: _plain(row) for name, row in systems.items()},
                "kinds": {kind: _plain(row) for kind, row in kinds.items()},
            }
            if not arguments.json:
                print(f"\n{task.title}: {len(task.queries)} queries\n")
                _print(systems, "system", arguments.markdown)
                if kinds:
                    print("\nhybrid, by kind\n")
                    _print(kinds, "kind", arguments.markdown)
    except (SetError, QuestionFileError, CollectionError, LookupError, BulletinError) as error:
        print(error, file=sys.stderr)
        return 2
    text = json.dumps(report, ensure_ascii=False, indent=2)
    if arguments.json:
        print(text)
    if arguments.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "retrieval.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description="Measure the retrieval.")
    add_arguments(parser)
    parser.add_argument("--beir", type=Path, metavar="DIR", action="append", default=[], help="a BEIR collection")
    parser.add_argument("--split", default="", help="which qrels of the BEIR collection (default: test)")
    parser.add_argument("--data", type=Path, metavar="DIR", help=f"a folder with {TRIAL}")
    parser.add_argument("--markdown", action="store_true", help="print Markdown tables")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--save", action="store_true", help="write eval/results/retrieval.json")
    return parser


def _tasks(arguments: argparse.Namespace) -> Iterator[Task]:
    """Read everything before the first task is run, so that what is wrong is said at once."""
    sets = list(chosen_sets(arguments))
    collections = {folder.name: load_beir(folder, arguments.split) for folder in arguments.beir}
    if arguments.data is not None:
        file = arguments.data / TRIAL
        if file.exists():
            collections["cmrc2018_trial"] = load_paragraphs(file)
        else:
            print(f"Skipped cmrc2018_trial: there is no file {file}.", file=sys.stderr)
    for questions in sets:
        yield question_task(questions)
    for title, collection in collections.items():
        yield document_task(title, collection)


def _plain(row: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: asdict(estimate) for name, estimate in row.items()}


def _print(table: Table, first: str, markdown: bool) -> None:
    header = [first, "n", *metrics.MEASURES]
    lines = [
        [name, row[metrics.MEASURES[0]].n, *(row[measure].percent() for measure in metrics.MEASURES)]
        for name, row in table.items()
    ]
    print(markdown_table(header, lines) if markdown else text_table(header, lines))


if __name__ == "__main__":
    sys.exit(main())
