"""The question sets that come with the project, each with an index of the documents that it asks about.

A set has two halves. ``tune`` is for development. ``report`` is only for reporting: its questions are not to be looked
at, and no script prints them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.passages import split
from corpus.reading import make_document
from eval.questions import Question, load_questions
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.bundled import build

HALVES = ("tune", "report")
QUESTIONS = Path(__file__).parent / "questions"
REPORTS = frozenset(f"gwr-{year}" for year in (2012, 2013, 2014, 2015, 2017, 2019))
"""The State Council work reports that the reports set asks about."""
YEARS = frozenset(f"gwr-{year}" for year in (2009, 2010, 2011, 2016, 2018))
"""Those that the years set asks about, which has a tuning half alone."""


class SetError(ValueError):
    """Options or files from which no question set can be made; says what was expected."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and an index of what they are asked about; ``half`` is empty for a user's own set."""

    name: str
    half: str
    questions: tuple[Question, ...]
    index: PassageIndex

    @property
    def title(self) -> str:
        """The set's name for people."""
        return f"{self.name}, {self.half} half" if self.half else self.name

    @property
    def shown(self) -> bool:
        """Whether its questions may be printed."""
        return self.half != "report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose question sets."""
    parser.add_argument("--set", choices=(*HALVES, "all"), default="tune", help="which half (default: %(default)s)")
    parser.add_argument(
        "--reports", type=Path, metavar="PATH", help="government_work_reports.jsonl.gz, for the reports set"
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="an index of your own, together with --questions")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="your own questions about --index")


def chosen_sets(arguments: argparse.Namespace) -> Iterator[QuestionSet]:
    """Yield the sets that the options of ``add_arguments`` choose; a set that is not there is named on stderr.

    Raises:
        SetError: The options do not fit together, or the reports cannot be read.
        QuestionFileError: A question file is missing or malformed.
        BulletinError: The index cannot be opened.
    """
    if (arguments.index is None) != (arguments.questions is None):
        raise SetError("--index and --questions go together")
    if arguments.index is not None:
        questions = load_questions(arguments.questions)
        yield QuestionSet(arguments.questions.stem, "", tuple(questions), PassageIndex.open(arguments.index))
        return
    halves = HALVES if arguments.set == "all" else (arguments.set,)
    for name, index in _sources(arguments.reports):
        for half in halves:
            if name == "years" and half == "report":
                continue
            questions = load_questions(QUESTIONS / f"{name}_{half}.jsonl")
            yield QuestionSet(name, half, tuple(questions), index())


def read_reports(path: Path, wanted: frozenset[str] = REPORTS) -> PassageIndex:
    """Build an index of the work reports that a set asks about.

    Raises:
        SetError: The file cannot be read or does not hold all of them.
    """
    documents = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] in wanted:
                    documents.append(make_document(row["id"], row["text"], source=str(path), title=row["title"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetError(f"{path}: expected gzipped JSON Lines with id, title and text ({error})") from error
    if missing := wanted - {document.id for document in documents}:
        raise SetError(f"{path} lacks {', '.join(sorted(missing))}")
    passages = [passage for document in documents for passage in split(document)]
    return PassageIndex.build(documents, passages, load_encoder())


def _sources(reports: Path | None) -> Iterator[tuple[str, Callable[[], PassageIndex]]]:
    """Yield the name of each set and what builds its index, once for both halves."""
    yield "bulletin", cache(build)
    if reports is None:
        _skip("reports", "give --reports PATH of government_work_reports.jsonl.gz")
    elif not reports.exists():
        _skip("reports", f"there is no file {reports}")
    else:
        yield "reports", cache(lambda: read_reports(reports))
        yield "years", cache(lambda: read_reports(reports, YEARS))


def _skip(what: str, why: str) -> None:
    print(f"Skipped the set {what}: {why}.", file=sys.stderr)
