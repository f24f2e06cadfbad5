"""What ``eval.speed`` times: an index of some size is built and asked, in the process that calls."""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter

from corpus.passages import split
from corpus.reading import make_document, read_bulletin
from corpus.sentences import clauses
from corpus.types import Document, Passage
from eval.questions import load_questions
from eval.sets import QUESTIONS
from eval.statistics import percentile
from index.dense import DenseIndex
from index.embedding import load_encoder
from index.lexical import LexicalIndex
from index.library import Library
from index.normalize import simplify, terms
from index.search import PassageIndex
from index.segments import indexed_text
from qa.assistant import Assistant

_K = 10
_QUERIES = 200
_MORE = 10
_CLAUSE = range(8, 31)  # characters of a clause that is used as a query


@dataclass(frozen=True, slots=True)
class Latency:
    """How long one query takes, in milliseconds."""

    queries: int
    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Speed:
    """What one size took.

    Attributes:
        passages: How many there are.
        indexed: Passages indexed a second, both indexes, without reading and cutting.
        indexed_bm25: The same for BM25 alone, segmenting included.
        latencies: BM25 alone, dense alone, hybrid search, whole answers.
        peak_mb: Peak memory of the process, everything included.
    """

    passages: int
    indexed: float
    indexed_bm25: float
    latencies: dict[str, Latency]
    peak_mb: float

    def ratios(self) -> dict[str, float]:
        """Return median query times and the indexing time as multiples of BM25's."""
        base = self.latencies["BM25"].median_ms
        queries = {name: latency.median_ms / base for name, latency in self.latencies.items()}
        return queries | {"indexing": self.indexed_bm25 / self.indexed}


@dataclass(frozen=True, slots=True)
class Changing:
    """What changes of a library took, in seconds, each with all that is written and flushed.

    Attributes:
        documents: How many documents it was built of.
        build: Cutting, indexing and saving all of them.
        open: Opening it, every file verified.
        add: Adding ten more.
        remove: Removing one.
        peak_mb: Peak memory while it was built.
    """

    documents: int
    build: float
    open: float
    add: float
    remove: float
    peak_mb: float


def bulletin_workload() -> Speed:
    """Measure at the bulletin's size, with the questions of the tuning half that stand alone."""
    asked = [it.question for it in load_questions(QUESTIONS / "bulletin_tune.jsonl") if not it.history]
    return measure(read_bulletin(), asked[:_QUERIES])


def news_workload(path: Path, count: int) -> Speed:
    """Measure with the first articles of a news file that make ``count`` passages, asked with clauses of theirs."""
    documents: list[Document] = []
    passages = 0
    for document in _articles(path):
        if passages >= count:
            break
        documents.append(document)
        passages += len(split(document))
    return measure(documents, _clauses(documents), count)


def library_workload(path: Path, count: int) -> Changing:
    """Build a library of the first ``count`` articles of a news file, and change it."""
    *documents, last = islice(_articles(path), count + 1)
    ten = [replace(last, id=f"new {number}", text=f"{number}{last.text}", sections=()) for number in range(_MORE)]
    ten = [make_document(document.id, document.text) for document in ten]
    with tempfile.TemporaryDirectory() as folder:
        library = Library(folder)
        build = _seconds(lambda: library.add(documents))
        peak = _peak_mb()
        opened = _seconds(library.open)
        add = _seconds(lambda: library.add(ten))
        remove = _seconds(lambda: library.remove([documents[0].id]))
    return Changing(len(documents), build, opened, add, remove, peak)


def _articles(path: Path) -> Iterator[Document]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield make_document(row["id"], row["text"])


def _seconds(job: Callable[[], object]) -> float:
    start = perf_counter()
    job()
    return perf_counter() - start


def measure(documents: Sequence[Document], queries: Sequence[str], count: int | None = None) -> Speed:
    """Index the first ``count`` passages (all where none is given) and ask every query, in each way."""
    encoder = load_encoder()
    passages = [passage for document in documents for passage in split(document)][:count]
    # The libraries and the segmenter's dictionary are loaded on first use, which is no part of indexing.
    LexicalIndex.build([terms("预热")])
    DenseIndex.build(encoder.encode([simplify("预热")]))

    start = perf_counter()
    lexical = LexicalIndex.build(map(terms, _texts(documents, passages)))
    lexical_seconds = perf_counter() - start
    start = perf_counter()
    index = PassageIndex.build(documents, passages, encoder)
    seconds = perf_counter() - start
    dense = DenseIndex.build(encoder.encode([simplify(text) for text in _texts(documents, passages)]))
    assistant = Assistant(index)
    ways: dict[str, Callable[[str], object]] = {
        "BM25": lambda query: lexical.search(terms(query), _K),
        "dense": lambda query: dense.search(encoder.encode([simplify(query)], query=True), _K),
        "hybrid": lambda query: index.search(query, _K),
        "answer": assistant.answer,
    }
    return Speed(
        passages=len(passages),
        indexed=len(passages) / seconds,
        indexed_bm25=len(passages) / lexical_seconds,
        latencies={name: _latency(way, queries) for name, way in ways.items()},
        peak_mb=_peak_mb(),
    )


def megabytes(maxrss: int) -> float:
    """Return ``ru_maxrss`` in MB; Linux counts it in KB, macOS in bytes."""
    return maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _peak_mb() -> float:
    import resource  # only where there is one

    return megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _texts(documents: Sequence[Document], passages: Sequence[Passage]) -> list[str]:
    by_id = {document.id: document for document in documents}
    return [indexed_text(by_id[passage.document_id], passage) for passage in passages]


def _latency(way: Callable[[str], object], queries: Sequence[str]) -> Latency:
    way(queries[0])  # what is loaded on first use is no part of a query
    times = []
    for query in queries:
        start = perf_counter()
        way(query)
        times.append(1000 * (perf_counter() - start))
    return Latency(len(times), percentile(times, 0.5), percentile(times, 0.95))


def _clauses(documents: Sequence[Document]) -> list[str]:
    found = [
        document.text[start:end]
        for document in documents
        for start, end in clauses(document.text)
        if end - start in _CLAUSE
    ]
    return random.Random(0).sample(found, min(_QUERIES, len(found)))
