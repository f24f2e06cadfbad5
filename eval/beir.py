"""Reads a test collection in the BEIR layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/*.tsv``."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.reading import read_documents
from corpus.types import Document

Qrels = dict[str, dict[str, int]]
"""Query id -> document id -> relevance, which is 0 for judged and found irrelevant."""

_HEADER = ["query-id", "corpus-id", "score"]


class CollectionError(ValueError):
    """A folder that is not a BEIR collection; says which file and what was expected."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries by id, and which documents are relevant to which query."""

    documents: tuple[Document, ...]
    queries: dict[str, str]
    qrels: Qrels


def load_beir(folder: str | Path, split: str = "") -> Collection:
    """Read a collection; only queries with at least one relevant document are kept.

    Args:
        folder: Holds ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/``.
        split: Which file of ``qrels/``; where none is given ``test``, or the only one there is.

    Raises:
        CollectionError: A file is missing or malformed, or no query has a relevant document.
    """
    folder = Path(folder)
    reading = read_documents([folder / "corpus.jsonl"])
    if reading.failures:
        raise CollectionError(str(reading.failures[0]))
    qrels = _read_qrels(_qrels_file(folder / "qrels", split))
    known = {document.id for document in reading.documents}
    qrels = {query: judged for query, judged in qrels.items() if any(judged[id] > 0 for id in judged.keys() & known)}
    every = _read_queries(folder / "queries.jsonl")
    queries = {id: text for id, text in every.items() if id in qrels}
    if not queries:
        raise CollectionError(f"{folder}: no query has a relevant document in the corpus")
    return Collection(reading.documents, queries, {id: qrels[id] for id in queries})


def _qrels_file(folder: Path, split: str) -> Path:
    files = sorted(folder.glob("*.tsv"))
    names = [file.stem for file in files]
    wanted = split or ("test" if "test" in names or len(names) != 1 else names[0])
    if wanted not in names:
        raise CollectionError(f"{folder}: expected {wanted}.tsv, found {', '.join(names) or 'no .tsv file'}")
    return folder / f"{wanted}.tsv"


def _read_queries(file: Path) -> dict[str, str]:
    queries: dict[str, str] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CollectionError(f"{file}: cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            queries[str(row["_id"])] = str(row["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise CollectionError(f'{file}, line {number}: expected {{"_id": "…", "text": "…"}}') from error
    return queries


def _read_qrels(file: Path) -> Qrels:
    qrels: Qrels = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if not row or (number == 1 and row == _HEADER):
                continue
            try:
                query, document, score = row
                qrels.setdefault(query, {})[document] = int(score)
            except ValueError as error:
                raise CollectionError(f"{file}, line {number}: expected {' <tab> '.join(_HEADER)}") from error
    return qrels
