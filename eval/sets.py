"""The question sets that come with the project, each with an index of the documents that it asks about.

A set has two halves. ``tune`` is for development. ``report`` is only for reporting: its questions are not to be looked
at, and no script prints them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeGuard

from corpus.passages import split
from corpus.reading import make_document, read_documents
from corpus.types import Document
from eval.questions import Question, load_questions
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.bundled import build

HALVES = ("tune", "report")
QUESTIONS = Path(__file__).parent / "questions"
DOCUMENTS = Path(__file__).parent / "documents"


def _years(*years: int) -> frozenset[str]:
    return frozenset(f"gwr-{year}" for year in years)


REPORTS = {
    "reports": _years(2012, 2013, 2014, 2015, 2017, 2019),
    "years": _years(2009, 2010, 2011, 2016, 2018),
    "earlier": _years(*range(2003, 2009)),
    "nineties": _years(*range(1996, 2002)),
}
"""Ids of the State Council work reports that each set on such reports asks about."""
PRESS = {
    "tune": frozenset(
        "n1048 n12012 n16361 n17895 n22690 n33062 n36347 n36585 n37127 n40257 n41672 n54515 n62018 n8084 n12017 n12648 "
        "n13165 n15779 n23842 n25751 n28724 n30373 n35859 n46964 n62560 n8932 n13582 n14327 n23114 n39884 n40357 "
        "n43200 n44339 n45768 n56458 n7642 n905 n9273".split()
    ),
    "report": frozenset("n12327 n16468 n17460 n1855 n19004 n21547 n22594 n24774 n34226 n39522 n40268 n41788".split()),
}
"""Ids of the press articles that the two halves of the press set ask about."""
INVENTED = (
    *("circulars", "parks", "projects", "counties", "briefs"),
    *("notices", "minutes", "letters", "announcements", "measures"),
    *("digital", "forms", "green", "livelihood", "zones"),
    *("harvest", "coast", "valley", "plateau"),
    *("ledger", "statute", "councils", "audit", "yearbook"),
    *("catalogue", "hearings", "districts"),
    *("frontier", "harbour", "terrace", "orchard", "lagoon"),
)
"""The collections of invented bulletins in ``eval/documents``, each with a question set of its name."""


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
        "--reports", type=Path, metavar="PATH", help="government_work_reports.jsonl.gz, for the sets on work reports"
    )
    parser.add_argument("--press", type=Path, metavar="PATH", help="news.jsonl.gz, for the set on press articles")
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
    for name, index in _sources(arguments.reports, arguments.press):
        for half in halves:
            file = QUESTIONS / f"{name}_{half}.jsonl"
            if file.exists():
                yield QuestionSet(name, half, tuple(load_questions(file)), index(half))


def read_rows(path: Path, wanted: frozenset[str]) -> PassageIndex:
    """Build an index of some of the rows of a file: work reports or press articles.

    Args:
        path: Gzipped JSON Lines with ``id``, ``text`` and, for some, ``title``.
        wanted: The ids.

    Raises:
        SetError: The file cannot be read or does not hold all of them.
    """
    documents = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] in wanted:
                    title = row.get("title", "")
                    documents.append(make_document(row["id"], row["text"], source=str(path), title=title))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetError(f"{path}: expected gzipped JSON Lines with id and text ({error})") from error
    if missing := wanted - {document.id for document in documents}:
        raise SetError(f"{path} lacks {', '.join(sorted(missing))}")
    return _index(documents)


def read_folder(folder: Path) -> PassageIndex:
    """Build an index of the documents in a folder.

    Raises:
        SetError: One of them cannot be read.
    """
    reading = read_documents([folder])
    if reading.failures:
        raise SetError(f"{folder}: {reading.failures[0]}")
    return _index(reading.documents)


def _index(documents: Sequence[Document]) -> PassageIndex:
    passages = [passage for document in documents for passage in split(document)]
    return PassageIndex.build(documents, passages, load_encoder())


def _sources(reports: Path | None, press: Path | None) -> Iterator[tuple[str, Callable[[str], PassageIndex]]]:
    """Yield the name of each set whose documents are at hand, and what builds the index for a half of it.

    Those whose documents are not at hand are named on stderr.
    """
    yield "bulletin", _for_both(build)
    for name in INVENTED:
        yield name, _for_both(partial(read_folder, DOCUMENTS / name))
    if _is_there(reports, "the sets on work reports", "--reports PATH of government_work_reports.jsonl.gz"):
        for name, ids in REPORTS.items():
            yield name, _for_both(partial(read_rows, reports, ids))
    if _is_there(press, "the set on press articles", "--press PATH of news.jsonl.gz"):
        articles = press
        yield "press", lambda half: read_rows(articles, PRESS[half])


def _for_both(make: Callable[[], PassageIndex]) -> Callable[[str], PassageIndex]:
    """Return what gives both halves of a set the same index, built once."""
    once = cache(make)
    return lambda half: once()


def _is_there(path: Path | None, what: str, option: str) -> TypeGuard[Path]:
    why = f"give {option}" if path is None else f"there is no file {path}"
    if path is None or not path.exists():
        print(f"Skipped {what}: {why}.", file=sys.stderr)
        return False
    return True
