"""Turns what people think of answers into questions that ``python -m eval.answers`` can run.

Every opinion is appended to a log and flushed to the disk before anything else happens. Those that say what is right,
in words that a document holds, become rows of a question set as well; the format is described in
``eval/questions/README.md``.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BulletinError
from corpus.types import Document
from qa.types import Answer

QUESTIONS = "questions.jsonl"
LOG = "opinions.jsonl"
_SENTENCE_ENDS = "。！？；\n"
_MOST_WORDS = 500
_lock = threading.Lock()


class OpinionProblem(BulletinError):
    """An opinion that is kept but cannot become a question."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of an answer.

    Attributes:
        question: The question as it was typed.
        history: The messages before it.
        good: Whether the answer is right.
        right: What the right answer is, in a document's words; empty if that was not said.
        absent: Whether the documents do not say, so that a refusal is right.
        note: A remark.
    """

    question: str
    history: tuple[Mapping[str, str], ...]
    good: bool
    right: str = ""
    absent: bool = False
    note: str = ""


def record(folder: Path, opinion: Opinion, answer: Answer, documents: Mapping[str, Document]) -> None:
    """Keep an opinion, and make a question of it.

    Args:
        folder: Where the files are.
        opinion: The opinion.
        answer: The answer that it is about.
        documents: The documents that the answer may cite, by id.

    Raises:
        OpinionProblem: The opinion is kept but does not tell what is right, or no document holds the words given.
        OSError: The disk refuses; nothing is kept.
    """
    number = f"u{time.time_ns()}"
    log = {
        "id": number,
        "question": opinion.question,
        "history": list(opinion.history),
        "good": opinion.good,
        "right": opinion.right,
        "absent": opinion.absent,
        "note": opinion.note,
        "status": answer.status,
        "short": answer.short,
        "text": answer.text,
    }
    _append(folder / LOG, log)
    _append(folder / QUESTIONS, _row(number, opinion, answer, documents))


def count(folder: Path) -> int:
    """Return how many questions there are."""
    try:
        with (folder / QUESTIONS).open(encoding="utf-8") as file:
            return sum(1 for line in file if line.strip())
    except FileNotFoundError:
        return 0


def _row(number: str, opinion: Opinion, answer: Answer, documents: Mapping[str, Document]) -> dict[str, Any]:
    refused = answer.status == "not_found"
    answers: list[list[str]] = []
    gold: list[dict[str, str]] = []
    if opinion.good:
        if not refused:
            parts = [part.split("：")[-1] for part in answer.short.split("；") if part]
            answers = [[words] for words in dict.fromkeys(parts or [c.quote.strip() for c in answer.citations])]
            gold = [{"document": c.document_id, "quote": c.quote.strip()} for c in answer.citations]
    elif not opinion.absent:
        right = opinion.right.strip()
        if not right:
            raise OpinionProblem("没有写明正确答案", "照原文抄写的正确答案，或者勾选“资料里没有”")
        answers = [[right]]
        gold = [{"document": id, "quote": quote} for id, quote in _quotes(right, documents, answer)]
        if not gold:
            raise OpinionProblem(f"资料里找不到“{right[:40]}”", "照原文抄写的字句")
    expected = bool(answers)
    wrong = answer.short if not opinion.good and not refused and expected else ""
    return {
        "id": number,
        "kind": "unanswerable" if not expected else "followup" if opinion.history else "fact",
        "question": opinion.question,
        "history": list(opinion.history),
        "status": "answered" if expected else "not_found",
        "answers": answers,
        "forbid": [wrong] if wrong and opinion.right.strip() not in wrong else [],
        "gold": gold,
        "note": opinion.note.strip(),
    }


def _quotes(words: str, documents: Mapping[str, Document], answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the sentence that holds some words: of the best passage searched that does, or of the first document."""
    searched = [(hit.passage.document_id, hit.passage.start, hit.passage.end) for hit in answer.hits]
    whole = [(id, 0, len(document.text)) for id, document in documents.items()]
    for id, start, end in [*searched, *whole]:
        text = documents[id].text
        at = text.find(words, start, end)
        if at >= 0:
            first = max((text.rfind(mark, 0, at) for mark in _SENTENCE_ENDS), default=-1) + 1
            ends = [cut for mark in _SENTENCE_ENDS if (cut := text.find(mark, at + len(words))) >= 0]
            yield id, text[first : min(ends, default=len(text))].strip()
            return


def read_opinion(sent: object, history: Sequence[Mapping[str, str]]) -> Opinion:
    """Return the opinion that a browser sent.

    Raises:
        OpinionProblem: It is not one.
    """
    if not isinstance(sent, Mapping) or not isinstance(question := sent.get("question"), str) or not question.strip():
        raise OpinionProblem("没有收到问题", '形如 {"question": "…", "good": true} 的评价')
    right, note = sent.get("right", ""), sent.get("note", "")
    if not isinstance(right, str) or not isinstance(note, str) or max(len(right), len(note)) > _MOST_WORDS:
        raise OpinionProblem("正确答案或备注不是文字，或者太长", f"{_MOST_WORDS} 个字以内的文字")
    return Opinion(question, tuple(history), sent.get("good") is True, right, sent.get("absent") is True, note)


def _append(file: Path, row: Mapping[str, Any]) -> None:
    """Add a line to a file and wait until the disk has it."""
    line = json.dumps(row, ensure_ascii=False).encode("utf-8", errors="replace") + b"\n"
    with _lock:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as out:
            # A line that a crash cut short must not swallow this one.
            if out.tell() and _last_byte(file) != b"\n":
                out.write(b"\n")
            out.write(line)
            out.flush()
            os.fsync(out.fileno())


def _last_byte(file: Path) -> bytes:
    with file.open("rb") as read:
        read.seek(-1, os.SEEK_END)
        return read.read(1)
