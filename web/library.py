"""The library panel as HTML: where files are dropped, what became of them, and the documents that there are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from corpus.reading import SUFFIXES
from web.shelf import Entry, Shelf
from web.uploads import MOST_BYTES, Upload, Uploads
from web.words import Language, say


def library_html(shelf: Shelf, uploads: Uploads, language: Language = "zh") -> str:
    """Return the panel; it is asked for again while files are on their way."""
    busy = ' data-busy="true"' if uploads.busy else ""
    entries = shelf.entries()
    return (
        f'<div class="bq-library"{busy}>{_drop(language)}'
        f'<div aria-live="polite">{_uploads(uploads.latest(), language)}</div>'
        f"<h2>{say(language, 'documents')} <small>{len(entries)}</small></h2>{_documents(entries, language)}"
        f'<p class="bq-facts">{_where(shelf, language)}</p></div>'
    )


def _where(shelf: Shelf, language: Language) -> str:
    kept = escape(say(language, "library_folder", folder=shelf.library))
    return kept if shelf.begun else f"{escape(say(language, 'library_begins'))} {kept}"


def _drop(language: Language) -> str:
    types = escape(say(language, "drop_types", types=" ".join(SUFFIXES), mb=MOST_BYTES >> 20))
    return (
        '<label class="bq-drop"><input type="file" multiple class="bq-file" '
        f'accept="{escape(",".join(SUFFIXES))}"><strong>{say(language, "drop")}</strong><span>{types}</span></label>'
    )


def _uploads(rows: Sequence[Upload], language: Language) -> str:
    if not rows:
        return ""
    items = "".join(
        f'<li class="bq-upload" data-state="{row.state}"><span class="bq-name">{escape(row.name)}</span>'
        f'<span class="bq-state">{say(language, f"state_{row.state}")}'
        f"{f' {row.share:.0%}' if row.state == 'indexing' else ''}</span>"
        f"{f'<span class=bq-why>{escape(row.why)}</span>' if row.why else ''}</li>"
        for row in rows
    )
    return f'<h2>{say(language, "uploads")}</h2><ul class="bq-uploads">{items}</ul>'


def _documents(entries: Sequence[Entry], language: Language) -> str:
    heads = "".join(
        f'<th scope="col">{say(language, key)}</th>'
        for key in ("col_title", "col_date", "col_passages", "col_state", "col_action")
    )
    rows = "".join(_document(entry, language) for entry in entries)
    return f'<table class="bq-documents"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _document(entry: Entry, language: Language) -> str:
    facts = " · ".join(filter(None, (entry.issue, entry.issuer, entry.id)))
    date = escape(entry.date) or say(language, "unknown")
    ask = escape(say(language, "remove_ask", title=entry.title))
    name = f"{say(language, 'remove')}《{entry.title}》"
    return (
        f'<tr><th scope="row"><span class="bq-title">《{escape(entry.title)}》</span>'
        f'<span class="bq-facts">{escape(facts)}</span></th>'
        f"<td>{date}</td><td>{entry.passages}</td><td>{say(language, 'state_ready')}</td>"
        f'<td><button type="button" class="bq-remove" data-id="{escape(entry.id)}" data-ask="{ask}" '
        f'aria-label="{escape(name)}">{say(language, "remove")}</button></td></tr>'
    )
