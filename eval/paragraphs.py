"""Turns a reading-comprehension set (question, answers, context) into a collection of its distinct contexts."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

from corpus.reading import make_document
from eval.beir import Collection


def load_paragraphs(path: str | Path) -> Collection:
    """Read ``{"id", "question", "context", …}`` rows, gzipped JSON Lines; a question's own context is relevant to it.

    Contexts are indexed without titles: the set's own are the names of encyclopedia articles, which most questions
    repeat, and would make the task too easy.
    """
    ids: dict[str, str] = {}
    queries: dict[str, str] = {}
    qrels: dict[str, dict[str, int]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            context = ids.setdefault(row["context"], f"context-{len(ids) + 1}")
            queries[row["id"]] = row["question"]
            qrels[row["id"]] = {context: 1}
    documents = (make_document(id, text, source=str(path)) for text, id in ids.items())
    bare = (
        replace(it, title="", sections=tuple(replace(section, path=()) for section in it.sections)) for it in documents
    )
    return Collection(tuple(bare), queries, qrels)
