"""Writes a reply as HTML: the exact answer, its sentences with markers, and the proof; or a refusal.

Every word of a document, a question or an answer passes through ``html.escape`` here, and nothing else makes HTML of
them: Markdown, LaTeX and tags show as they are written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from html import escape

from corpus.types import Document
from index.types import Hit
from qa.types import Answer, Citation
from web.excerpt import excerpt

_MARKER = re.compile(r"\[(\d{1,2})\]")
_BULLET = "· "
_ARROW = " › "
_OPEN_CITATIONS = 2
_NEAR_PASSAGES = 3
_NEAR_CHARACTERS = 200
_LONG_ANSWER = 24


def reply_html(answer: Answer, documents: Mapping[str, Document], asked: str, number: int) -> str:
    """Return a reply as one HTML element.

    Args:
        answer: The answer.
        documents: The documents that it cites or that were searched, by id.
        asked: The question as it was typed.
        number: The reply's number on the page, which keeps its anchors apart from those of other replies.
    """
    parts = []
    if answer.question and _folded(answer.question) != _folded(asked):
        parts.append(f'<p class="bq-understood">理解为：{escape(answer.question)}</p>')
    if answer.status == "answered":
        if answer.short:
            size = " bq-long" if len(answer.short) > _LONG_ANSWER else ""
            parts.append(f'<p class="bq-short{size}">{"<br>".join(map(escape, answer.short.split("；")))}</p>')
        numbers = {citation.marker for citation in answer.citations}
        parts.append(_lines(_without_short(answer), number, numbers))
        parts.append(_proof(answer, documents, number))
        kind = "bq-answered"
    else:
        if answer.hits:
            parts.append('<p class="bq-label">没有找到答案</p>')
        parts.append(_lines(answer.text, number, set()))
        parts.append(_nearest(answer, documents))
        kind = "bq-refusal" if answer.hits else "bq-note"
    copied = escape(plain(answer, documents))
    parts.append(
        f'<div class="bq-tools"><button type="button" class="bq-copy" data-copy="{copied}">复制</button></div>'
    )
    return f'<article class="bq-reply {kind}">{"".join(parts)}</article>'


def question_html(question: str) -> str:
    """Return a question as it was typed."""
    return f'<div class="bq-question">{escape(question.strip()) or "（空）"}</div>'


def heading_html(title: str, documents: Mapping[str, Document]) -> str:
    """Return the page's heading: its title and what can be asked about."""
    titles = [f"《{document.title}》{document.issue}" for document in documents.values()]
    about = "、".join(titles[:2]) + (f"等 {len(titles)} 篇文档" if len(titles) > 2 else "")
    return f"<h1>{escape(title)}</h1><p>{escape(about) or '还没有文档'}</p>"


def plain(answer: Answer, documents: Mapping[str, Document]) -> str:
    """Return a reply as text for the clipboard: the answer, then where each citation stands and what it says."""
    rows = [f"[{c.marker}] {source(c, documents)}：{c.quote.strip()}" for c in answer.citations]
    return "\n".join([answer.text, "", *rows]).strip()


def source(citation: Citation, documents: Mapping[str, Document]) -> str:
    """Return where a citation stands: the document's title and issue, the report and the headings.

    Example:
        >>> source(Citation(1, "…", "a", "全省开发区", ("晋中市开发区", "2023年工作成绩"), 0, 1), {})
        '《全省开发区》 › 晋中市开发区 › 2023年工作成绩'
    """
    document = documents.get(citation.document_id)
    issue = document.issue if document else ""
    return _path(citation.title, issue, citation.section_path)


def _path(title: str, issue: str, section_path: Sequence[str]) -> str:
    """Return a title and the headings below it; a report that bears the title's name is not named twice."""
    below = section_path[1:] if section_path[:1] == (title,) else section_path
    return _ARROW.join([f"《{title}》{issue}", *below])


def _folded(question: str) -> str:
    """Return what counts when two questions are compared: characters in one width, without white space."""
    return "".join(unicodedata.normalize("NFKC", question).split())


def _without_short(answer: Answer) -> str:
    """Return an answer's text without the exact answer that stands above it: ``269个（全年…[1]）`` → ``全年…[1]``."""
    lines = answer.text.split("\n")
    opening = f"{answer.short}（"
    if answer.short and len(lines) == 1 and opening in lines[0] and lines[0].endswith("）"):
        lines = [lines[0].replace(opening, "", 1).removesuffix("）")]
    return "\n".join(line for line in lines if line != answer.short)


def _lines(text: str, number: int, numbers: set[int]) -> str:
    """Return lines as paragraphs and lines that begin with ``· `` as list items, with markers as links."""
    out, listed = [], False
    for line in filter(None, map(str.strip, text.split("\n"))):
        item = line.startswith(_BULLET)
        if item != listed:
            out.append("<ul>" if item else "</ul>")
            listed = item
        body = _linked(line.removeprefix(_BULLET), number, numbers)
        out.append(f"<li>{body}</li>" if item else f"<p>{body}</p>")
    return f'<div class="bq-text">{"".join(out)}{"</ul>" if listed else ""}</div>'


def _linked(text: str, number: int, numbers: set[int]) -> str:
    def link(match: re.Match[str]) -> str:
        marker = int(match[1])
        if marker not in numbers:
            return match[0]
        return f'<a class="bq-marker" href="#bq-{number}-{marker}" aria-label="出处 {marker}">[{marker}]</a>'

    return _MARKER.sub(link, escape(text))


def _proof(answer: Answer, documents: Mapping[str, Document], number: int) -> str:
    rows = []
    for place, citation in enumerate(answer.citations):
        opened = " open" if place < _OPEN_CITATIONS else ""
        rows.append(
            f'<details class="bq-citation" id="bq-{number}-{citation.marker}"{opened}>'
            f'<summary><span class="bq-number">[{citation.marker}]</span> '
            f'<span class="bq-path">{escape(source(citation, documents))}</span></summary>'
            f"{_quoted(citation, documents)}</details>"
        )
    return f'<section class="bq-proof"><h3>出处</h3>{"".join(rows)}</section>' if rows else ""


def _quoted(citation: Citation, documents: Mapping[str, Document]) -> str:
    document = documents.get(citation.document_id)
    if document is None:
        return f"<blockquote><mark>{escape(citation.quote)}</mark></blockquote>"
    around = excerpt(document, citation.start, citation.end)
    before = ("…" if around.opened else "") + around.before.lstrip()
    after = around.after.rstrip() + ("…" if around.continued else "")
    return f"<blockquote>{escape(before)}<mark>{escape(around.quote)}</mark>{escape(after)}</blockquote>"


def _nearest(answer: Answer, documents: Mapping[str, Document]) -> str:
    if not answer.hits:
        return ""
    rows = "".join(_near(hit, documents) for hit in answer.hits[:_NEAR_PASSAGES])
    return (
        f'<details class="bq-near"><summary>查找了 {len(documents)} 篇文档，看看最接近的原文</summary>{rows}</details>'
    )


def _near(hit: Hit, documents: Mapping[str, Document]) -> str:
    passage = hit.passage
    document = documents.get(passage.document_id)
    path = _path(document.title if document else passage.document_id, "", passage.section_path)
    text = passage.text.strip()
    cut = text[:_NEAR_CHARACTERS] + ("…" if len(text) > _NEAR_CHARACTERS else "")
    where = f'<div class="bq-path">{escape(path)}</div>'
    return f'<div class="bq-citation">{where}<blockquote>{escape(cut)}</blockquote></div>'
