"""Turns quotes into citations and checks that an answer says nothing that its citations do not.

This runs on every answer before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.folding import fold
from corpus.types import Document
from qa.findings import Quote
from qa.types import Citation

_MARKER = re.compile(r"\[\d{1,2}\]")
_NUMBER = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)*")


def cite(quotes: Sequence[Quote], document: Callable[[str], Document]) -> tuple[Citation, ...]:
    """Return citations numbered from 1, in the order of the quotes.

    Args:
        quotes: What is quoted.
        document: Returns a document by its id.
    """
    return tuple(_cited(number, quote, document(quote.statement.document_id)) for number, quote in enumerate(quotes, 1))


def _cited(number: int, quote: Quote, source: Document) -> Citation:
    return Citation(
        marker=number,
        quote=quote.text,
        document_id=source.id,
        title=quote.statement.title,
        section_path=quote.statement.path,
        start=quote.start,
        end=quote.end,
        page=source.page_of(quote.start),
        issue=source.issue,
        issuer=source.issuer,
        date=source.date,
    )


def problems(
    text: str,
    citations: Sequence[Citation],
    document: Callable[[str], Document],
    computed: Sequence[str] = (),
    exact: Sequence[str] = (),
) -> list[str]:
    """Return what is wrong with an answer; an empty list means that it is proven.

    Args:
        text: The answer's text with its markers.
        citations: Its citations.
        document: Returns a document by its id.
        computed: Figures that were computed from quoted ones and are shown with them.
        exact: Exact answers, which must be words of a quote.
    """
    found = []
    for citation in citations:
        if document(citation.document_id).text[citation.start : citation.end] != citation.quote:
            found.append(f"citation [{citation.marker}] is not in document {citation.document_id!r}")
        if f"[{citation.marker}]" not in text:
            found.append(f"citation [{citation.marker}] is not used")
    markers = {f"[{citation.marker}]" for citation in citations}
    quoted = " ".join(citation.quote for citation in citations)
    for marker in dict.fromkeys(_MARKER.findall(text)):
        if marker not in markers and marker not in quoted:
            found.append(f"marker {marker} has no citation")
    found.extend(f"{words!r} is in no quote" for words in exact if not any(words in c.quote for c in citations))
    proof = fold(" ".join([*(c.quote for c in citations), *(" ".join(c.section_path) for c in citations), *computed]))
    known = set(_NUMBER.findall(proof))
    for number in _NUMBER.findall(fold(_MARKER.sub("", text))):
        if number not in known:
            found.append(f"number {number} is in no quote")
    return found
