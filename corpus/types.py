"""The value types of the corpus room: where text comes from and which part of it is meant.

Every span is a half-open pair ``[start, end)`` of character offsets into ``Document.text``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document that stands under one heading.

    The sections of a document are in order, do not overlap and cover its whole text. A section begins with the
    heading lines that open it; a heading without text of its own belongs to the section that follows.

    Attributes:
        path: Headings from the outermost to the innermost, e.g. ``("晋中市开发区", "2023年工作成绩", "(一)以…")``.
        start: Offset of the first character.
        end: Offset after the last character.
    """

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it is indexed and cited: decoded, repaired, and divided into sections.

    Attributes:
        id: Path relative to the folder that was read (or ``_id`` of a BEIR row); unique in an index.
        title: The document's own title, or its file's name where it has none.
        source: Where it was read from, for people.
        issuer: Who contributed or published it; several names are joined by ``、``; empty when unknown.
        text: The repaired text. All spans refer to it.
        issue: Issue or subtitle of a periodical; empty when unknown.
        date: Publication date as the document writes it; empty when unknown.
        sections: The partition of ``text`` into sections.
        pages: Where each page starts in ``text``, for formats that have pages; empty when unknown.
    """

    id: str
    title: str
    source: str
    issuer: str
    text: str
    issue: str = ""
    date: str = ""
    sections: tuple[Section, ...] = ()
    pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Return the number of the page, from 1, that holds an offset; None where pages are unknown."""
        return bisect_right(self.pages, offset) or None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a section that is indexed and found as one unit.

    Invariant: ``document.text[passage.start:passage.end] == passage.text``.
    """

    id: str
    document_id: str
    section_path: tuple[str, ...]
    start: int
    end: int
    text: str
