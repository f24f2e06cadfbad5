"""The value types of the qa room: what a question gets back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.types import Hit

Status = Literal["answered", "not_found"]


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof of an answer: words of a document, and where they stand.

    Invariant: ``document.text[citation.start:citation.end] == citation.quote``.

    Attributes:
        marker: The number in ``[1]``, from 1.
        quote: The document's own words.
        document_id: The document's id.
        title: The document's title.
        section_path: Headings above the quote, outermost first.
        start: Offset of the quote in ``Document.text``.
        end: Offset after the quote.
        page: The page on which the quote begins, from 1, for documents that have pages.
        issue: The document's issue; empty if unknown.
        issuer: Who published it; empty if unknown.
        date: When it was published, as it writes it; empty if unknown.
    """

    marker: int
    quote: str
    document_id: str
    title: str
    section_path: tuple[str, ...]
    start: int
    end: int
    page: int | None = None
    issue: str = ""
    issuer: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question.

    Attributes:
        text: What a person reads, with markers such as ``[1]``.
        short: The exact answer alone (``269个``); empty where there is none.
        status: ``answered``, or ``not_found`` when the documents do not say.
        citations: The proof, in the order of the markers; empty when nothing was found.
        question: The question that was answered; a follow-up is completed from the conversation.
        hits: The passages that were searched, best first.
    """

    text: str
    short: str
    status: Status
    citations: tuple[Citation, ...]
    question: str
    hits: tuple[Hit, ...]
