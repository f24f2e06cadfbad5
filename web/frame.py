"""The page's own parts around the chat, as HTML: heading, bar, and the places that its script fills."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from corpus.types import Document
from web.words import WORDS, Language, say


def heading_html(documents: Mapping[str, Document], language: Language = "zh", *, opened: bool = False) -> str:
    """Return the page's heading: its title and what can be asked about.

    Args:
        documents: The documents.
        language: The language of the title.
        opened: Whether a conversation that a browser kept has come back.
    """
    marked = " data-opened" if opened else ""
    title, line = escape(say(language, "title")), escape(about(documents, language))
    return f"<div{marked}><h1>{title}</h1><p>{line}</p></div>"


def about(documents: Mapping[str, Document], language: Language = "zh") -> str:
    """Return in a line what can be asked about."""
    if not documents:
        return say(language, "about_none")
    first = next(iter(documents.values()))
    if len(documents) == 1:
        return f"《{first.title}》{first.issue}"
    return say(language, "about_many", first=first.title, n=len(documents))


def bar_html(language: Language = "zh") -> str:
    """Return the bar above the question box, with the words that the page's script needs in the user's language."""
    words = escape(json.dumps({key: say_all(key, language) for key in _SCRIPT_WORDS}, ensure_ascii=False))
    return (
        f'<div class="bq-bar" data-words="{words}" data-language="{language}"><div class="bq-within"></div>'
        f'<div class="bq-export"><button type="button" class="bq-tool" data-export="md">{say(language, "export_md")}'
        f'</button><button type="button" class="bq-tool" data-export="docx">{say(language, "export_docx")}</button>'
        "</div></div>"
    )


def pane_frame_html() -> str:
    """Return the place beside the chat where a document is opened; its script fills it."""
    return '<aside id="bq-pane" class="bq-pane" hidden></aside>'


def panel_frame_html(name: str) -> str:
    """Return the place of a panel that the page's script asks the server for when its tab is opened."""
    return f'<div class="bq-panel" data-panel="{escape(name)}"></div>'


def say_all(key: str, language: Language) -> str:
    """Return words with their places for values left as they are."""
    return WORDS[key][0 if language == "zh" else 1]


_SCRIPT_WORDS = (
    "send",
    "within",
    "within_all",
    "pane",
    "pane_close",
    "state_sending",
    "state_failed",
    "remove_yes",
    "cancel",
    "network",
    "rate_right",
    "rate_absent",
    "rate_note",
    "rate_save",
    "rate_saved",
    "rate_kept",
)
