"""The page: a chat whose replies show their proof, the library, the results, and the endpoint ``/answer``.

The conversation is kept as turns on the server, per visitor. The chat is an output only: what a browser sends back for
a chat may hold any component with any settings, and Gradio would build it.

Gradio reads the annotations of its functions as they stand, so they are not postponed here.
"""

import json
import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import gradio as gr
from gradio.events import api

from qa.assistant import Assistant
from qa.suggestions import starters
from web.asking import MOST_CHARACTERS, ask, citations
from web.assets import theme_fonts
from web.frame import bar_html, heading_html, pane_frame_html, panel_frame_html
from web.reply import question_html
from web.shelf import Shelf
from web.turns import Turns, asked, restored
from web.words import WORDS, Language, preferred, say

TITLE = WORDS["title"][0]
_MOST_WAITING = 100
_AT_ONCE = 4
_FORGET_AFTER_S = 6 * 3600.0
_STORED = "() => [window.bq ? window.bq.stored() : '']"
_WITH_LIMIT = "(question, within, turns) => [question, window.bq ? window.bq.within() : '', turns]"
_LIMIT = "(within, turns) => [window.bq ? window.bq.within() : '', turns]"

Shown = tuple[list[Any], Turns, str]


def theme() -> gr.themes.Base:
    """Return the page's theme, which needs nothing from elsewhere."""
    fonts, mono = theme_fonts()
    soft = gr.themes.Soft(primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=mono)
    # Soft's own grey is too pale to read on white.
    return soft.set(body_text_color_subdued="*neutral_500", body_text_color_subdued_dark="*neutral_400")


@lru_cache(maxsize=1)
def first_questions(assistant: Assistant) -> tuple[str, ...]:
    """Return the questions that the page begins with; found once for the documents as they are."""
    return tuple(starters(assistant))


def translations() -> gr.I18n:
    """Return the words of Gradio's own parts of the page."""
    chinese, english = ({key: pair[at] for key, pair in WORDS.items()} for at in (0, 1))
    return gr.I18n(**{"zh": chinese, "zh-CN": chinese, "zh-TW": chinese, "en": english})


def build(shelf: Shelf) -> gr.Blocks:
    """Return the page for a shelf of documents; it is served by ``web.serving``."""
    said = translations()

    def answer(
        question: str, history: list[dict[str, Any]] | None = None
    ) -> tuple[str, str, str, list[dict[str, Any]]]:
        """Answer a question: the text, the exact answer, the status and the citations."""
        found = ask(shelf.assistant, question, history)
        return found.text, found.short, found.status, citations(found)

    def submit(question: str, within: str, turns: Turns, request: gr.Request) -> Iterator[Shown]:
        if not isinstance(question, str) or not question.strip():
            yield _state(turns, "", _language(request))
            return
        for each in asked(shelf.assistant, question, turns, _ids(within), _language(request)):
            yield _state(each, "", _language(request))

    def choose(within: str, turns: Turns, request: gr.Request, event: gr.SelectData) -> Iterator[Shown]:
        chosen = event.value.get("text", "") if isinstance(event.value, dict) else ""
        yield from submit(str(chosen), within, turns, request)

    def retry(turns: Turns, request: gr.Request) -> Iterator[Shown]:
        if not turns:
            yield _state((), "", _language(request))
            return
        last = turns[-1]
        for each in asked(shelf.assistant, last.question, turns[:-1], last.documents, _language(request)):
            yield _state(each, "", _language(request))

    def undo(turns: Turns, request: gr.Request) -> Shown:
        return _state(turns[:-1], turns[-1].question if turns else "", _language(request))

    def opened(stored: str, request: gr.Request) -> tuple[gr.Chatbot, Turns, str, str]:
        assistant, language = shelf.assistant, _language(request)
        turns = restored(assistant, stored, language)
        chat = gr.Chatbot(
            value=_messages(turns, language),
            placeholder=say(language, "placeholder"),
            examples=[{"text": each} for each in first_questions(assistant)],
        )
        documents = assistant.index.documents
        return chat, turns, heading_html(documents, language, opened=True), bar_html(language)

    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True)
    with page:
        turns = gr.State((), time_to_live=_FORGET_AFTER_S)
        within = gr.Textbox(visible=False)
        stored = gr.Textbox(visible=False)
        head = _shown(heading_html(shelf.assistant.index.documents), "bq-head")
        with gr.Tabs(elem_id="bq-tabs"):
            with gr.Tab(said("tab_ask"), id="ask", elem_id="bq-tab-ask"), gr.Row(elem_id="bq-ask-row"):
                with gr.Column(elem_id="bq-ask-column"):
                    chat = gr.Chatbot(
                        elem_id="bq-chat",
                        label=said("chat"),
                        show_label=False,
                        scale=1,
                        height="100%",
                        autoscroll=False,
                        placeholder=WORDS["placeholder"][0],
                        buttons=[],
                        render_markdown=False,
                        latex_delimiters=[],
                        allow_tags=False,
                        feedback_options=None,
                    )
                    bar = _shown(bar_html("zh"), "bq-bar")
                    box = gr.Textbox(
                        elem_id="bq-ask",
                        label=said("box"),
                        show_label=False,
                        placeholder=said("box_hint"),
                        max_length=MOST_CHARACTERS,
                        lines=1,
                        max_lines=4,
                        submit_btn=True,
                        autofocus=True,
                    )
                _shown(pane_frame_html(), "bq-pane-slot")
            with gr.Tab(said("tab_library"), id="library", elem_id="bq-tab-library"):
                _shown(panel_frame_html("library"))
            with gr.Tab(said("tab_measure"), id="measure", elem_id="bq-tab-measure"):
                _shown(panel_frame_html("measure"))
        limits: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": _AT_ONCE}
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        shown: dict[str, Any] = {"outputs": [chat, turns, box], **quiet}
        asking: list[Any] = [
            box.submit(submit, [box, within, turns], js=_WITH_LIMIT, **shown, **limits),
            chat.example_select(choose, [within, turns], js=_LIMIT, **shown, **limits),
        ]
        # What was asked last may still be looking for what to suggest; it must not put itself back.
        asking.append(chat.retry(retry, [turns], cancels=asking, **shown, **limits))
        chat.undo(undo, [turns], cancels=asking, **shown, **limits)
        chat.clear(lambda: _state((), "", "zh"), None, cancels=asking, **shown, **limits)
        page.load(opened, [stored], [chat, turns, head, bar], js=_STORED, **quiet, **limits)
        api(answer, api_name="answer", **limits)
    page.queue(max_size=_MOST_WAITING, api_open=False)
    # Gradio would sum up all events since the start after each of them, for a page that is switched off.
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    return page


def _state(turns: Turns, typed: str, language: Language) -> Shown:
    """Return what the page shows: the chat, the conversation behind it, and the text in the box."""
    return _messages(turns, language), turns, typed


def _messages(turns: Turns, language: Language) -> list[Any]:
    """Return a conversation as the chat takes it."""
    chat: list[Any] = []
    for turn in turns:
        # Even a message that is not Markdown is set as HTML by Gradio, so both sides are HTML that is escaped here.
        asked_for = question_html(turn.question, turn.documents, language)
        chat.append(gr.ChatMessage(role="user", content=_shown(asked_for)))
        chat.append(gr.ChatMessage(role="assistant", content=_shown(turn.html)))
    return chat


def _ids(within: object) -> list[str]:
    """Return the ids that the page sent as JSON; none, which means all documents, if they are no such thing."""
    try:
        found = json.loads(within) if isinstance(within, str) and within else []
    except (ValueError, RecursionError):
        return []
    return [id for id in found if isinstance(id, str)] if isinstance(found, list) else []


def _language(request: gr.Request) -> Language:
    return preferred(request.headers.get("accept-language"))


def _shown(html: str, elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(html, elem_id=elem_id, js_on_load=None, apply_default_css=False)
