"""Writes a reply as HTML: the exact answer, its sentences with markers, the comparison, the sources; or a refusal.

Every word of a document, a question or an answer passes through ``html.escape`` here, and nothing else makes HTML of
them: Markdown, LaTeX and tags show as they are written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from html import escape

from corpus.types import Document
from index.types import Hit
from qa.types import Answer
from web.chart import bars, chart_html
from web.links import bulletin_form, path, proof_link, source
from web.words import Language, say

_MARKER = re.compile(r"\[(\d{1,2})\]")
_BULLET = "· "
_NEAR_PASSAGES = 3
_NEAR_CHARACTERS = 160
_LONG_ANSWER = 24
_THUMB = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 7h2.5v6.5H2zM4.5 7 7.5 2c1.2 0 1.8.8 1.6 2L8.7 6.2h4'
    'c.9 0 1.5.8 1.3 1.7l-1 4.4c-.2.7-.8 1.2-1.5 1.2h-7"/></svg>'
)


def reply_html(
    answer: Answer,
    documents: Mapping[str, Document],
    asked: str,
    number: int,
    suggestions: Sequence[str] | None = (),
    *,
    searched: int | None = None,
    language: Language = "zh",
) -> str:
    """Return a reply as one HTML element.

    Args:
        answer: The answer.
        documents: The documents that it cites or that were searched, by id.
        asked: The question as it was typed.
        number: The reply's number on the page, which keeps its anchors apart from those of other replies.
        suggestions: Questions to go on with; ``None`` while they are looked for.
        searched: How many documents were searched; all of them where it is ``None``.
        language: The language of what is not the answer's.
    """
    parts = []
    if answer.question and _folded(answer.question) != _folded(asked):
        understood = say(language, "understood", question=answer.question)
        parts.append(f'<p class="bq-understood">{escape(understood)}</p>')
    if answer.status == "answered":
        parts += _answered(answer, documents, number, language)
        kind = "bq-answered"
    elif answer.hits:
        parts += _refused(answer, documents, asked, len(documents) if searched is None else searched, language)
        kind = "bq-refusal"
    else:
        parts.append(f'<div class="bq-text"><p>{escape(answer.text)}</p></div>')
        kind = "bq-note"
    parts.append(_suggested(suggestions or (), "follow_ups" if answer.status == "answered" else "answerable", language))
    if answer.hits:
        parts.append(_tools(answer, documents, number, language))
    whole = "" if suggestions is None else " bq-whole"
    return f'<article class="bq-reply {kind}{whole}" lang="zh-CN" data-number="{number}">{"".join(parts)}</article>'


def pending_html(documents: int, language: Language = "zh") -> str:
    """Return what stands in a reply's place until it is there."""
    text = escape(say(language, "searching", n=documents))
    return f'<article class="bq-reply bq-pending" aria-busy="true"><p>{text}</p></article>'


def question_html(question: str, documents: Sequence[str] = (), language: Language = "zh") -> str:
    """Return a question as it was typed, with what the page needs to ask it again after a reload."""
    kept = escape(json.dumps({"question": question, "documents": list(documents)}, ensure_ascii=False))
    shown = escape(question.strip()) or escape(say(language, "empty"))
    return f'<div class="bq-question" lang="zh-CN" data-kept="{kept}">{shown}</div>'


def plain(answer: Answer, documents: Mapping[str, Document]) -> str:
    """Return a reply as text for the clipboard: the answer, then each citation in the form in which bulletins cite."""
    rows = [f"[{c.marker}] {bulletin_form(c, documents)}" for c in answer.citations]
    return "\n".join([answer.text, "", *rows]).strip()


def _answered(answer: Answer, documents: Mapping[str, Document], number: int, language: Language) -> list[str]:
    parts = []
    drawn = bars(answer)
    # What the comparison shows need not stand beside it once more.
    figures = {f"{bar.label}：{bar.text}" for bar in drawn}
    if answer.short and not figures.issuperset(answer.short.split("；")):
        size = " bq-long" if len(answer.short) > _LONG_ANSWER else ""
        parts.append(f'<p class="bq-short{size}">{"<br>".join(map(escape, answer.short.split("；")))}</p>')
    parts.append(chart_html(answer, number, language))
    items = {f"{_BULLET}{bar.label}：{bar.text}[{bar.marker}]" for bar in drawn}
    lines = [line for line in _without_short(answer).split("\n") if line.strip() not in items]
    if drawn:
        lines = [line for line in lines if not line.endswith(f"：{answer.short}")]
    if lines:
        parts.append(_lines("\n".join(lines), answer, number, language))
    # Citations from one place are named together.
    places: dict[str, list[str]] = {}
    for citation in answer.citations:
        label = say(language, "source", n=citation.marker)
        link = proof_link(answer, citation.marker, number, "bq-number", label)
        places.setdefault(source(citation, documents), []).append(f"{link}[{citation.marker}]</a>")
    rows = (f'<li>{"".join(links)}<span class="bq-path">{escape(where)}</span></li>' for where, links in places.items())
    parts.append(f'<div class="bq-proof"><h3>{say(language, "sources")}</h3><ol>{"".join(rows)}</ol></div>')
    return parts


def _refused(
    answer: Answer, documents: Mapping[str, Document], asked: str, searched: int, language: Language
) -> list[str]:
    looked = say(language, "looked_for", n=searched, question=(answer.question or asked).strip())
    near = "".join(_near(hit, documents) for hit in answer.hits[:_NEAR_PASSAGES])
    return [
        f'<p class="bq-label">{say(language, "refused")}</p>',
        f'<div class="bq-text"><p>{escape(looked)}</p></div>',
        f'<details class="bq-near"><summary>{say(language, "nearest")}</summary>{near}</details>',
    ]


def _suggested(suggestions: Sequence[str], lead: str, language: Language) -> str:
    if not suggestions:
        return ""
    chips = "".join(f'<li><button type="button" class="bq-next">{escape(each)}</button></li>' for each in suggestions)
    return f'<div class="bq-suggested"><p>{say(language, lead)}</p><ul>{chips}</ul></div>'


def _tools(answer: Answer, documents: Mapping[str, Document], number: int, language: Language) -> str:
    copied = escape(plain(answer, documents))
    done, failed = escape(say(language, "copied")), escape(say(language, "copy_failed"))
    return (
        '<div class="bq-tools">'
        f'<button type="button" class="bq-tool bq-good" data-rate="good" data-number="{number}" aria-pressed="false">'
        f"{_THUMB}{say(language, 'good')}</button>"
        f'<button type="button" class="bq-tool bq-bad" data-rate="bad" data-number="{number}" aria-expanded="false">'
        f"{_THUMB}{say(language, 'bad')}</button>"
        f'<button type="button" class="bq-tool bq-copy" data-copy="{copied}" data-done="{done}" data-failed="{failed}">'
        f"{say(language, 'copy')}</button></div>"
    )


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


def _lines(text: str, answer: Answer, number: int, language: Language) -> str:
    """Return lines as paragraphs and lines that begin with ``· `` as list items, with markers as links."""
    out, listed = [], False
    for line in filter(None, map(str.strip, text.split("\n"))):
        item = line.startswith(_BULLET)
        if item != listed:
            out.append("<ul>" if item else "</ul>")
            listed = item
        body = _linked(line.removeprefix(_BULLET), answer, number, language)
        out.append(f"<li>{body}</li>" if item else f"<p>{body}</p>")
    return f'<div class="bq-text">{"".join(out)}{"</ul>" if listed else ""}</div>'


def _linked(text: str, answer: Answer, number: int, language: Language) -> str:
    numbers = {citation.marker for citation in answer.citations}

    def link(match: re.Match[str]) -> str:
        marker = int(match[1])
        if marker not in numbers:
            return match[0]
        label = say(language, "source", n=marker)
        return f"{proof_link(answer, marker, number, 'bq-marker', label)}[{marker}]</a>"

    return _MARKER.sub(link, escape(text))


def _near(hit: Hit, documents: Mapping[str, Document]) -> str:
    passage = hit.passage
    document = documents.get(passage.document_id)
    where = path(document.title if document else passage.document_id, "", passage.section_path)
    text = passage.text.strip()
    cut = text[:_NEAR_CHARACTERS] + ("…" if len(text) > _NEAR_CHARACTERS else "")
    return f'<div class="bq-nearby"><div class="bq-path">{escape(where)}</div><p>{escape(cut)}</p></div>'
