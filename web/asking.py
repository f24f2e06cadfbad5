"""The one way from a request to an answer, for the page and for ``/answer`` alike.

Requests come from anyone who can reach the port, so every limit stands here and not in the page's controls. This module
knows nothing of Gradio and writes no HTML.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from corpus.errors import BulletinError
from qa.types import Answer

if TYPE_CHECKING:
    from qa.assistant import Assistant

MOST_CHARACTERS = 500
_MOST_MESSAGES = 40
_MOST_MESSAGE_CHARACTERS = 2000
_MOST_DOCUMENTS = 1000


def ask(assistant: Assistant, question: object, history: object = None, documents: object = None) -> Answer:
    """Answer a question, or say in plain words why it cannot be one.

    Args:
        assistant: Answers.
        question: What was sent as the question; anything but a text of at most 500 characters is told so.
        history: Earlier messages, oldest first; none where it is ``None``. See ``messages``.
        documents: Ids of the documents to answer from; all where there are none.
    """
    if not isinstance(question, str):
        return _told("问题应是一段文字。")
    length = len(question.strip())
    if length > MOST_CHARACTERS:
        return _told(f"问题太长了（{length} 个字），请控制在 {MOST_CHARACTERS} 个字以内。")
    if not (history is None or (isinstance(history, Sequence) and not isinstance(history, str))):
        return _told("对话记录应是一列消息，每条写作 {'role': 'user' 或 'assistant', 'content': 文字}。")
    try:
        return assistant.answer(question, messages(history or ()), documents=chosen(assistant, documents))
    except BulletinError as error:
        return _told(str(error))


def messages(history: Sequence[object]) -> list[dict[str, str]]:
    """Return the last 40 messages with their text alone; whatever is no message is left out.

    Example:
        >>> messages([{"role": "user", "content": [{"type": "text", "text": "阳泉呢？"}]}, 7])
        [{'role': 'user', 'content': '阳泉呢？'}]
    """
    found = []
    for message in history[-_MOST_MESSAGES:]:
        if isinstance(message, Mapping) and message.get("role") in ("user", "assistant"):
            text = _text(message.get("content"))[:_MOST_MESSAGE_CHARACTERS]
            if text.strip():
                found.append({"role": str(message["role"]), "content": text})
    return found


def chosen(assistant: Assistant, documents: object) -> Collection[str] | None:
    """Return the ids among what was sent that the assistant knows; ``None``, which means all, if there are none."""
    if not isinstance(documents, Sequence) or isinstance(documents, str):
        return None
    sent = [id for id in documents[:_MOST_DOCUMENTS] if isinstance(id, str)]
    return tuple(id for id in sent if id in assistant.index.documents) or None


def citations(answer: Answer) -> list[dict[str, object]]:
    """Return an answer's citations as JSON can hold them."""
    return [asdict(citation) | {"section_path": list(citation.section_path)} for citation in answer.citations]


def _text(content: object) -> str:
    """Return a message's words; Gradio sends a string, a part or a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return _text(content.get("text"))
    if isinstance(content, Sequence):
        return "".join(_text(part) for part in content if isinstance(part, str | Mapping))
    return ""


def _told(text: str) -> Answer:
    return Answer(text=text, short="", status="not_found", citations=(), question="", hits=())
