"""Cuts documents into the passages that are indexed; the only door to langchain-text-splitters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from corpus.types import Document, Passage

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

PASSAGE_SIZE = 300
# From the best place to cut to the worst: sentence or line end, half-sentence, clause, anywhere. Line ends are no
# better than sentence ends, or a heading would be cut off from a long paragraph under it.
_SEPARATORS = ["(?<=[。！？!?\n])", "(?<=[；;])", "(?<=[，,、])", ""]


@cache
def _splitter(size: int) -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        strip_whitespace=False,
    )


def split(document: Document, size: int = PASSAGE_SIZE) -> list[Passage]:
    """Cut a document into passages.

    A passage lies within one section, is at most ``size`` characters long, and ends at a sentence end where the text
    allows it. Together the passages hold every character of the document but white space.

    Args:
        document: A document with its sections.
        size: Greatest length in characters.

    Raises:
        ValueError: ``size`` is not positive.
    """
    if size < 1:
        raise ValueError(f"passage size must be positive, got {size}")
    passages: list[Passage] = []
    for section in document.sections:
        for start, end in _pieces(document.text, section.start, section.end, size):
            number = len(passages)
            passages.append(
                Passage(
                    id=f"{document.id}#{number}",
                    document_id=document.id,
                    section_path=section.path,
                    start=start,
                    end=end,
                    text=document.text[start:end],
                )
            )
    return passages


def _pieces(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield stripped spans of ``text[start:end]``; the splitter's chunks are consecutive, so lengths give offsets."""
    chunks = [text[start:end]] if end - start <= size else _splitter(size).split_text(text[start:end])
    at = start
    for chunk in chunks:
        left = at + len(chunk) - len(chunk.lstrip())
        right = at + len(chunk.rstrip())
        at += len(chunk)
        if left < right:
            yield left, right
