"""Read the training files, drop duplicates and split off what is kept for evaluation.

Everything here is deterministic: a document belongs to the held-out part by a hash of its own text, so neither the
order of the files nor a seed can move it into training.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILES = (
    "news.jsonl.gz",
    "cmrc2018_train.jsonl.gz",
    "cmrc2018_trial.jsonl.gz",
    "drcd_train.jsonl.gz",
    "csl_titles.jsonl.gz",
    "xinhua_titles.jsonl.gz",
    "government_services.jsonl.gz",
    "government_work_reports.jsonl.gz",
)

_HEADLINE = re.compile(
    r"^原标题[:：]\s*(.{8,50}?)(?=[\s【。]|（记者|新京报|中新[网社]|央视|人民网|南都讯|据|\d{1,2}月\d{1,2}日)"
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Document:
    """A titled text; ``title`` is empty where the source has none."""

    title: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer and the context that holds the answer verbatim."""

    question: str
    answer: str
    context: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All material, already split: nothing in ``held_*`` or ``trial`` is ever trained on."""

    documents: list[Document]
    questions: list[Question]
    held_documents: list[Document]
    held_questions: list[Question]
    trial: list[Question]


def manifest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each data file, by file name."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}


def sentences(text: str) -> list[str]:
    """Split a text at sentence ends and line breaks; the pieces keep their closing marks.

    Example: ``"甲增长。乙下降"`` -> ``["甲增长。", "乙下降"]``
    """
    return [piece for match in _SENTENCE.finditer(text) if (piece := match.group().strip())]


def passages(text: str, limit: int) -> list[str]:
    """Pack whole sentences into passages of at most ``limit`` characters (a longer sentence stands alone)."""
    packed: list[str] = []
    for sentence in sentences(text):
        if packed and len(packed[-1]) + len(sentence) <= limit:
            packed[-1] += sentence
        else:
            packed.append(sentence)
    return packed


def read_corpus(folder: Path) -> Corpus:
    """Read every training file under ``folder`` and split it.

    Raises:
        FileNotFoundError: If one of the files named in ``FILES`` is missing.
    """
    trial = _questions(folder / "cmrc2018_trial.jsonl.gz")
    seen = {question.context for question in trial}
    questions = [q for q in _questions(folder / "cmrc2018_train.jsonl.gz") if q.context not in seen]
    drcd = _questions(folder / "drcd_train.jsonl.gz")
    held_questions = [q for q in drcd if _held(q.context, 10)]
    questions += [q for q in drcd if not _held(q.context, 10)]
    documents = list(_distinct(_documents(folder)))
    return Corpus(
        documents=[d for d in documents if not _is_held(d)],
        questions=questions,
        held_documents=[d for d in documents if _is_held(d)],
        held_questions=held_questions,
        trial=trial,
    )


def work_reports(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the id, the title and the text of each State Council work report."""
    for row in _rows(folder / "government_work_reports.jsonl.gz"):
        yield row["id"], row["title"], row["text"]


def _is_held(document: Document) -> bool:
    # Of the fifty work reports, each of them long, a little more is kept than of the rest.
    return _held(document.text, 12 if document.kind == "report" else 5)


def _held(text: str, percent: int) -> bool:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 100 < percent


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _questions(path: Path) -> list[Question]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Question(row["question"], row["answers"][0], row["context"]) for row in rows]


def _documents(folder: Path) -> Iterator[Document]:
    for _, title, text in work_reports(folder):
        yield Document(title, text, "report")
    for name, kind in (("csl_titles", "abstract"), ("xinhua_titles", "news"), ("government_services", "service")):
        for row in _rows(folder / f"{name}.jsonl.gz"):
            yield Document(row["title"], row["text"], kind)
    for row in _rows(folder / "news.jsonl.gz"):
        text = row["text"]
        headline = _HEADLINE.match(text)
        title = headline.group(1) if headline else ""
        yield Document(title, text[headline.end() :].strip() if headline else text.removeprefix("原标题："), "news")


def _distinct(documents: Iterator[Document]) -> Iterator[Document]:
    """Skip documents whose opening or middle has been seen: reprints differ in their first or last words only."""
    seen: set[str] = set()
    for document in documents:
        text = _BLANK.sub("", document.text)
        if document.kind == "service":
            text = document.title + text
        middle = len(text) // 2
        keys = {text[:60], text[middle : middle + 60]} if len(text) > 200 else {text[:60]}
        if len(text) >= 40 and not keys & seen:
            seen |= keys
            yield document
