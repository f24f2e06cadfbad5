"""A conversation: its questions and replies, one after the other, and how it is taken up again after a reload.

A browser keeps the questions alone. They are answered anew when the page is opened again, so what is shown always rests
on the documents as they are, and nothing that a browser sends is shown as an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.suggestions import follow_ups, instead
from qa.types import Answer
from web.asking import MOST_CHARACTERS, ask, chosen
from web.reply import pending_html, reply_html
from web.words import Language

if TYPE_CHECKING:
    from qa.assistant import Assistant

MOST_TURNS = 40
_MOST_RESTORED = 20
_MOST_STORED = 200_000


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed and its reply.

    Attributes:
        number: Running number within the conversation, from 1.
        question: The question as it was typed.
        documents: Ids of the documents that it was limited to; empty for all.
        text: The reply's text.
        html: The reply as it is shown.
    """

    number: int
    question: str
    documents: tuple[str, ...]
    text: str
    html: str


Turns = tuple[Turn, ...]


def asked(
    assistant: Assistant,
    question: str,
    turns: Turns,
    documents: Sequence[str] = (),
    language: Language = "zh",
) -> Iterator[Turns]:
    """Yield a conversation with one more question: while it is looked up, answered, and with what to ask next.

    The oldest turns are forgotten.
    """
    number = turns[-1].number + 1 if turns else 1
    limit = tuple(chosen(assistant, documents) or ())
    searched = len(limit) or len(assistant.index.documents)
    turn = Turn(number, question[:MOST_CHARACTERS], limit, "", pending_html(searched, language))
    earlier = turns[-(MOST_TURNS - 1) :]
    yield (*earlier, turn)
    found = ask(assistant, question, history(turns), limit)

    def shown(suggestions: Sequence[str] | None) -> Turns:
        html = reply_html(
            found, assistant.index.documents, question, number, suggestions, searched=searched, language=language
        )
        return (*earlier, replace(turn, text=found.text, html=html))

    yield shown(None)
    yield shown(suggested(assistant, found, limit, earlier))


def history(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return a conversation as messages."""
    found = []
    for turn in turns:
        found.append({"role": "user", "content": turn.question})
        found.append({"role": "assistant", "content": turn.text})
    return found


def suggested(assistant: Assistant, answer: Answer, limit: Sequence[str], earlier: Sequence[Turn]) -> list[str]:
    """Return questions to go on with, all of which the documents answer."""
    if answer.status == "answered":
        return follow_ups(assistant, answer, documents=limit or None, asked=[turn.question for turn in earlier])
    return instead(assistant, answer, documents=limit or None) if answer.hits else []


def restored(assistant: Assistant, stored: object, language: Language = "zh") -> Turns:
    """Return the conversation that a browser kept, answered anew; empty if it is not one.

    Args:
        assistant: Answers.
        stored: JSON: a list of ``{"question": str, "documents": [id, …]}``, oldest first. Anything else is passed over.
        language: The language of what is not the answers'.
    """
    turns: Turns = ()
    for question, documents in kept(stored):
        *_, turns = asked(assistant, question, turns, documents, language)
    return turns


def kept(stored: object) -> list[tuple[str, list[str]]]:
    """Read what a browser kept: questions and the documents that each was limited to."""
    if not isinstance(stored, str) or len(stored) > _MOST_STORED:
        return []
    try:
        rows = json.loads(stored)
    except (ValueError, RecursionError):
        return []
    found = []
    for row in rows[-_MOST_RESTORED:] if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(question := row.get("question"), str) and question.strip():
            documents = row.get("documents")
            ids = [id for id in documents if isinstance(id, str)] if isinstance(documents, list) else []
            found.append((question[:MOST_CHARACTERS], ids))
    return found
