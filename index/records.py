"""Documents and passages as JSON lines: what the snapshot keeps of them.

A passage is kept as its span; its text is cut out of the document again when it is read, so the two cannot disagree.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, TypeVar

from corpus.types import Document, Passage, Section

_Item = TypeVar("_Item", Document, Passage)


def by_id(items: Iterable[_Item]) -> dict[str, _Item]:
    """Return documents or passages by their ids, in order.

    Raises:
        ValueError: An id occurs twice.
    """
    found: dict[str, _Item] = {}
    for item in items:
        if item.id in found:
            raise ValueError(f"id {item.id!r} occurs twice")
        found[item.id] = item
    return found


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector of cycles while many records come into being: none of them is garbage, nor in a cycle.

    It would look through all of them again and again, which takes as long as reading them.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def check_spans(passages: Iterable[Passage], documents: Mapping[str, Document]) -> None:
    """Make sure that each passage is the text of its span.

    Raises:
        ValueError: One is not, or belongs to no document.
    """
    for passage in passages:
        document = documents.get(passage.document_id)
        if document is None:
            raise ValueError(f"passage {passage.id!r} belongs to no document: {passage.document_id!r}")
        if document.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"passage {passage.id!r} is not the text of its span")


def dump_documents(documents: Iterable[Document]) -> bytes:
    """Return one JSON object a line, UTF-8."""
    # Not asdict, which copies every field of every section: this is run for each document of a large library.
    return _lines(
        {**_shallow(document), "sections": [_shallow(section) for section in document.sections]}
        for document in documents
    )


def load_documents(data: bytes) -> dict[str, Document]:
    """Return the documents by id, in the order they were written.

    Raises:
        ValueError: The bytes are not documents.
    """
    documents: dict[str, Document] = {}
    for row in _rows(data):
        try:
            sections = tuple(Section(tuple(one["path"]), one["start"], one["end"]) for one in row.pop("sections"))
            pages = tuple(row.pop("pages", ()))
            document = Document(**row, sections=sections, pages=pages)
        except (TypeError, KeyError) as error:
            raise ValueError(f"not a document: {error}") from error
        documents[document.id] = document
    return documents


def dump_passages(passages: Iterable[Passage]) -> bytes:
    """Return one JSON object a line, UTF-8, without the text."""
    return _lines(
        {
            "id": passage.id,
            "document_id": passage.document_id,
            "section_path": passage.section_path,
            "start": passage.start,
            "end": passage.end,
        }
        for passage in passages
    )


def load_passages(data: bytes, documents: Mapping[str, Document]) -> list[Passage]:
    """Return the passages in the order they were written.

    Raises:
        ValueError: The bytes are not passages of these documents.
    """
    passages: list[Passage] = []
    for row in _rows(data):
        try:
            start, end = row["start"], row["end"]
            text = documents[row["document_id"]].text[start:end]
            passages.append(Passage(row["id"], row["document_id"], tuple(row["section_path"]), start, end, text))
        except (TypeError, KeyError) as error:
            raise ValueError(f"not a passage: {error}") from error
    return passages


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    # A lone surrogate in a title or text, which UTF-8 cannot hold, is kept as its JSON escape.
    lines: list[bytes] = []
    for row in rows:
        try:
            lines.append(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        except UnicodeEncodeError:
            lines.append(json.dumps(row).encode() + b"\n")
    return b"".join(lines)


def _shallow(item: Document | Section) -> dict[str, Any]:
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _rows(data: bytes) -> Iterable[dict[str, Any]]:
    # The text is decoded once and not cut into lines: copies of a large file cost more than parsing it.
    text, at, read = data.decode(), 0, json.JSONDecoder().raw_decode
    while at < len(text):
        row, at = read(text, at)
        if not isinstance(row, dict) or text[at : at + 1] != "\n":
            raise ValueError(f"not an object on a line of its own: {str(row)[:40]!r}")
        at += 1
        yield row
