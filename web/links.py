"""Where a citation is looked up: the address of the proof beside the chat, and how a citation is written out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from corpus.types import Document
from qa.types import Answer, Citation

COLOURS = 8
PROOF = "proof"
_ARROW = " › "
_POINT = " · "
_SPAN = re.compile(r"(\d{1,2})\.(\d{1,9})\.(\d{1,9})")
_MOST_SPANS = 60


def colour(marker: int) -> str:
    """Return the class of a marker's colour; eight colours come again in turn."""
    return f"bq-c{(marker - 1) % COLOURS + 1}"


def proof_link(answer: Answer, marker: int, number: int, kind: str, label: str = "") -> str:
    """Return the opening tag of a link to a citation's sentence in its document.

    Args:
        answer: The answer; all its citations in the same document are highlighted together.
        marker: The citation's number.
        number: The reply's number on the page.
        kind: The link's class.
        label: What the link is called for those who cannot see it, if its text does not say.
    """
    own = next(citation for citation in answer.citations if citation.marker == marker)
    beside = [citation for citation in answer.citations if citation.document_id == own.document_id]
    spans = "_".join(f"{c.marker}.{c.start}.{c.end}" for c in beside)
    query = urlencode({"document": own.document_id, "spans": spans, "at": marker})
    called = f' aria-label="{escape(label)}"' if label else ""
    return f'<a class="{kind} {colour(marker)}" href="{PROOF}?{escape(query)}" data-proof="{number}-{marker}"{called}>'


def read_spans(text: str) -> list[tuple[int, int, int]]:
    """Return the citations that an address names: marker, start, end; whatever is none is left out."""
    found = (tuple(map(int, match.groups())) for match in map(_SPAN.fullmatch, text.split("_")[:_MOST_SPANS]) if match)
    return [(marker, start, end) for marker, start, end in found if marker and start < end]


def source(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Return where a citation stands: the document's title and issue, the report and the headings.

    Example:
        >>> source(Citation(1, "…", "a", "全省开发区", ("晋中市开发区", "2023年工作成绩"), 0, 1), {})
        '《全省开发区》 › 晋中市开发区 › 2023年工作成绩'
    """
    document = documents.get(citation.document_id)
    return path(citation.title, document.issue if document else "", citation.section_path)


def path(title: str, issue: str, section_path: Sequence[str]) -> str:
    """Return a title and the headings below it; a report that bears the title's name is not named twice."""
    return _ARROW.join([f"《{title}》{issue}", *_below(title, section_path)])


def bulletin_form(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Return a citation as bulletins are cited: 刊名 · 期 · 报告 · 章节 · 原句.

    Example:
        >>> bulletin_form(Citation(1, "增长7.9%。", "a", "全省开发区", ("阳泉市开发区", "2023年工作成绩"), 0, 7), {})
        '《全省开发区》 · 阳泉市开发区 · 2023年工作成绩 · “增长7.9%。”'
    """
    document = documents.get(citation.document_id)
    issue = [document.issue] if document and document.issue else []
    page = [f"第{citation.page}页"] if citation.page else []
    words = " ".join(citation.quote.split())
    below = _below(citation.title, citation.section_path)
    return _POINT.join([f"《{citation.title}》", *issue, *below, *page, f"“{words}”"])


def _below(title: str, section_path: Sequence[str]) -> Sequence[str]:
    return section_path[1:] if section_path[:1] == (title,) else section_path
