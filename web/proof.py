"""The document beside the chat: its text with the cited words highlighted, each citation in its own colour.

Document text is escaped piece by piece; nothing in it is taken for markup but the heading lines that open a section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from corpus.types import Document
from web.links import colour
from web.words import Language, say

Span = tuple[int, int, int]
"""A citation: its marker and the offsets of its words."""

# Longer documents are shown around what is cited, so that a phone need not lay out a whole yearbook.
_MOST_CHARACTERS = 60_000
_AROUND = 12_000
_HEADING = re.compile(r"\s*#{1,6}\s*")


def pane_html(document: Document, spans: Sequence[Span], at: int, language: Language = "zh") -> str:
    """Return a document with citations highlighted.

    Args:
        document: The document.
        spans: Its citations; those that do not lie in its text are left out.
        at: The marker of the citation that was asked for, whose section path is shown above the text.
        language: The language of what is not the document's.
    """
    size = len(document.text)
    known = sorted((span for span in spans if 0 <= span[1] < span[2] <= size), key=lambda span: span[1])
    asked = next((span for span in known if span[0] == at), known[0] if known else None)
    first, last = _window(document, asked)
    cut_before = f'<p class="bq-cut">{say(language, "pane_cut_before")}</p>' if first else ""
    cut = f'<p class="bq-cut">{say(language, "pane_cut")}</p>' if last < size else ""
    facts = " · ".join(filter(None, (document.issue, document.issuer, document.date)))
    lines = "".join(_lines(document, known, first, last))
    return (
        f'<header class="bq-pane-head"><h2>《{escape(document.title)}》</h2>'
        f'<p class="bq-facts">{escape(facts)}</p>{_path(document, asked, language)}</header>'
        f'<div class="bq-text-whole" lang="zh-CN">{cut_before}{lines}{cut}</div>'
    )


def _window(document: Document, asked: Span | None) -> tuple[int, int]:
    """Return the stretch of text to show, in whole lines."""
    text = document.text
    if len(text) <= _MOST_CHARACTERS:
        return 0, len(text)
    centre_start, centre_end = (asked[1], asked[2]) if asked else (0, 0)
    first = text.rfind("\n", 0, max(0, centre_start - _AROUND)) + 1
    last = text.find("\n", min(len(text), centre_end + _AROUND))
    return first, last if last >= 0 else len(text)


def _path(document: Document, asked: Span | None, language: Language) -> str:
    section = next((s for s in document.sections if asked and s.start <= asked[1] < s.end), None)
    if section is None:
        return ""
    page = document.page_of(asked[1]) if asked else None
    steps = [*section.path, *([say(language, "page", n=page)] if page else [])]
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    return f'<ol class="bq-crumbs" lang="zh-CN">{items}</ol>'


def _lines(document: Document, spans: Sequence[Span], first: int, last: int) -> list[str]:
    """Return the lines of a stretch as paragraphs, with marks where citations meet them."""
    out = []
    start = first
    for line in document.text[first:last].split("\n"):
        end = start + len(line)
        if line.strip():
            heading = _HEADING.match(line) if line.lstrip().startswith("#") else None
            begin = start + (heading.end() if heading else 0)
            kind = ' class="bq-heading"' if heading else ""
            out.append(f"<p{kind}>{_marked(document.text, begin, end, spans)}</p>")
        start = end + 1
    return out


def _marked(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """Return a stretch of text, escaped, with its citations marked; the first piece of each is where links lead.

    Citations may overlap: every stretch between two of their edges is one mark, in the colour of the first of them.
    """
    edges = sorted({start, end, *(edge for _, a, b in spans for edge in (a, b) if start < edge < end)})
    out = []
    for a, b in pairwise(edges):
        inside = [span for span in spans if span[1] < b and a < span[2]]
        if not inside or not text[a:b].strip():
            out.append(escape(text[a:b]))
            continue
        # A citation begins in the line in which it starts, or in the first line that is shown of it.
        begun = [marker for marker, first, _ in inside if first == a or (a == start and not text[first:a].strip())]
        anchors = "".join(
            f'<span class="bq-number {colour(m)}" data-at="{m}" tabindex="-1">[{m}]</span>' for m in begun
        )
        markers = " ".join(str(marker) for marker, _, _ in inside)
        out.append(f'{anchors}<mark class="{colour(inside[0][0])}" data-of="{markers}">{escape(text[a:b])}</mark>')
    return "".join(out)
