"""The page: a chat whose replies show their proof, and the endpoint ``/answer``.

The conversation is kept as turns on the server, per visitor. The chat is an output only: what a browser sends back for
a chat may hold any component with any settings, and Gradio would build it.

Gradio reads the annotations of ``/answer`` as they stand, so they are not postponed here.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from web.asking import MOST_CHARACTERS, ask, citations
from web.reply import heading_html, question_html, reply_html

if TYPE_CHECKING:
    from qa.assistant import Assistant

TITLE = "公报问答"
STYLE = Path(__file__).with_name("style.css")
SCRIPT = Path(__file__).with_name("page.js")
# Names of fonts that come with Windows, macOS, Android and Linux: a web font would be fetched from elsewhere.
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]
_MONO_FONTS = ["ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace"]
_EXAMPLES = (
    "2023年晋中市开发区铺排了多少个项目？",
    "盂县经开区规上工业增加值增速是多少？",
    "首季“开门红”晋中有哪些主要举措？",
    "哪个开发区规上工业增加值增速最高？",
)
_MOST_TURNS = 40
_MOST_WAITING = 100
_AT_ONCE = 4
_FORGET_AFTER_S = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed and its reply.

    Attributes:
        number: Running number within the conversation, from 1.
        question: The question as it was typed.
        text: The reply's text, which follow-ups refer to.
        html: The reply as it is shown.
    """

    number: int
    question: str
    text: str
    html: str


Turns = tuple[Turn, ...]


def theme() -> gr.themes.Base:
    """Return the page's theme, which needs nothing from elsewhere."""
    soft = gr.themes.Soft(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=_MONO_FONTS)
    # Soft's own grey is too pale to read on white.
    return soft.set(body_text_color_subdued="*neutral_500", body_text_color_subdued_dark="*neutral_400")


def build(assistant: "Assistant") -> gr.Blocks:
    """Return the page for an assistant; it is served by ``web.serving``."""

    def answer(
        question: str, history: list[dict[str, Any]] | None = None
    ) -> tuple[str, str, str, list[dict[str, Any]]]:
        """Answer a question: the text, the exact answer, the status and the citations."""
        found = ask(assistant, question, history)
        return found.text, found.short, found.status, citations(found)

    def submit(question: str, turns: Turns) -> tuple[list[gr.ChatMessage], Turns, str]:
        return _state(asked(assistant, question, turns) if question.strip() else turns, "")

    def choose(turns: Turns, event: gr.SelectData) -> tuple[list[gr.ChatMessage], Turns, str]:
        chosen = event.value.get("text", "") if isinstance(event.value, dict) else ""
        return _state(asked(assistant, chosen, turns), "")

    def retry(turns: Turns) -> tuple[list[gr.ChatMessage], Turns, str]:
        return _state(asked(assistant, turns[-1].question, turns[:-1]) if turns else (), "")

    def undo(turns: Turns) -> tuple[list[gr.ChatMessage], Turns, str]:
        return _state(turns[:-1], turns[-1].question if turns else "")

    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True)
    with page:
        turns = gr.State((), time_to_live=_FORGET_AFTER_S)
        _shown(heading_html(TITLE, assistant.index.documents), "bq-head")
        chat = gr.Chatbot(
            elem_id="bq-chat",
            label="对话",
            show_label=False,
            scale=1,
            height="100%",
            autoscroll=False,
            placeholder="直接提问，答案附原文出处。可以从这些问题开始：",
            examples=[{"text": example} for example in starters(assistant)],
            buttons=[],
            render_markdown=False,
            latex_delimiters=[],
            allow_tags=False,
            feedback_options=None,
        )
        box = gr.Textbox(
            elem_id="bq-ask",
            label="问题",
            show_label=False,
            placeholder="输入问题，按回车发送",
            max_length=MOST_CHARACTERS,
            lines=1,
            max_lines=4,
            submit_btn="提问",
            autofocus=True,
        )
        limits: dict[str, Any] = {"concurrency_id": "ask", "concurrency_limit": _AT_ONCE}
        quiet: dict[str, Any] = {"outputs": [chat, turns, box], "api_visibility": "private", "show_progress": "hidden"}
        box.submit(submit, [box, turns], **quiet, **limits)
        chat.example_select(choose, [turns], **quiet, **limits)
        chat.retry(retry, [turns], **quiet, **limits)
        chat.undo(undo, [turns], **quiet, **limits)
        chat.clear(lambda: _state((), ""), None, **quiet, **limits)
        api(answer, api_name="answer", **limits)
    page.queue(max_size=_MOST_WAITING, api_open=False)
    return page


def asked(assistant: "Assistant", question: str, turns: Turns) -> Turns:
    """Return a conversation with one more question and its reply; the oldest turns are forgotten."""
    history = []
    for turn in turns:
        history.append({"role": "user", "content": turn.question})
        history.append({"role": "assistant", "content": turn.text})
    found = ask(assistant, question, history)
    number = turns[-1].number + 1 if turns else 1
    shown = reply_html(found, assistant.index.documents, question, number)
    return (*turns, Turn(number, question[:MOST_CHARACTERS], found.text, shown))[-_MOST_TURNS:]


def starters(assistant: "Assistant") -> list[str]:
    """Return the example questions that the assistant's documents can answer."""
    return [question for question in _EXAMPLES if ask(assistant, question).status == "answered"]


def _state(turns: Turns, typed: str) -> tuple[list[gr.ChatMessage], Turns, str]:
    """Return what the page shows: the chat, the conversation behind it, and the text in the box."""
    chat = []
    for turn in turns:
        # Even a message that is not Markdown is set as HTML by Gradio, so both sides are HTML that is escaped here.
        chat.append(gr.ChatMessage(role="user", content=_shown(question_html(turn.question))))
        chat.append(gr.ChatMessage(role="assistant", content=_shown(turn.html)))
    return chat, turns, typed


def _shown(html: str, elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(html, elem_id=elem_id, js_on_load=None, apply_default_css=False)
