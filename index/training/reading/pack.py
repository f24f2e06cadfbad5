"""Everything that the trainings take, in one file: so they can run on a machine that has neither data nor project.

Layout, xz compressed: a line of JSON with the characters, texts and questions, then the stream of all running text as
16-bit numbers, little endian.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import lzma
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.passages import split
from corpus.reading import make_document
from index.lexical import LexicalIndex
from index.normalize import terms
from index.span_reader import FIRST, UNKNOWN, plain
from index.training import data

from .examples import Asked, Text

_LOG = logging.getLogger("index.training.reading")
WRITTEN = Path(__file__).with_name("written.jsonl.gz")
_RARE, _OTHERS, _PARAGRAPH = 30, 6, 330
_LONGEST_ANSWER = 48
# Numbers of two bytes each are pressed best as such.
_PRESSED = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 26, "lc": 3, "lp": 1, "pb": 1}]


@dataclass(frozen=True, slots=True)
class Pack:
    """What is trained on.

    Attributes:
        characters: Every character that is told apart, the most frequent first.
        texts: Texts of questions.
        questions: Questions to train on.
        held: Questions to measure on.
        stream: The number of every character of all running text, shape ``(n,)``.
    """

    characters: str
    texts: tuple[Text, ...]
    questions: tuple[Asked, ...]
    held: tuple[Asked, ...]
    stream: NDArray[np.uint16]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each character."""
        return {char: number for number, char in enumerate(self.characters, start=FIRST)}


def save(pack: Pack, path: Path) -> None:
    """Write a pack."""
    head = {
        "characters": pack.characters,
        "texts": [asdict(text) for text in pack.texts],
        "questions": [asdict(question) for question in pack.questions],
        "held": [asdict(question) for question in pack.held],
    }
    with lzma.open(path, "wb", filters=_PRESSED) as file:
        file.write(json.dumps(head, ensure_ascii=False).encode() + b"\n" + pack.stream.astype("<u2").tobytes())


def load(path: Path) -> Pack:
    """Read what ``save`` wrote."""
    with lzma.open(path) as file:
        head = json.loads(file.readline())
        stream = np.frombuffer(file.read(), "<u2")
    questions, held = (
        [Asked(**row | {"others": tuple(row["others"])}) for row in head[n]] for n in ("questions", "held")
    )
    texts = tuple(Text(**row) for row in head["texts"])
    return Pack(head["characters"], texts, tuple(questions), tuple(held), stream)


def make(folder: Path, written: Path = WRITTEN) -> Pack:
    """Gather running text and questions.

    Args:
        folder: The data files named in ``data.FILES``.
        written: Questions written for this training, gzipped JSON Lines with ``question``, ``start`` and ``end`` of the
            answer (-1 for none) and either ``text`` and ``about``, invented for it, or ``paragraph``: the first 16
            digits of the SHA-256 of a paragraph of the data, of which ``cut`` characters are left out at its beginning.

    Raises:
        ValueError: A paragraph is not in the data.
    """
    corpus = data.read_corpus(folder)
    gathered = _Gathered()
    for question in corpus.questions:
        gathered.add(question.question, Text(question.context), question.answer)
    paragraphs = dict(_paragraphs(corpus, folder))
    with gzip.open(written, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = Text(row["text"], row["about"]) if "text" in row else paragraphs.get(row["paragraph"])
            if text is None:
                raise ValueError(f"{folder} lacks the paragraph {row['paragraph']} of {written}: other data?")
            text = replace(text, text=text.text[row.get("cut", 0) :])
            gathered.add(row["question"], text, text.text[row["start"] : row["end"]] if row["start"] >= 0 else "")
    count = len(gathered.questions)
    for question in corpus.trial:
        gathered.add(question.question, Text(question.context), question.answer)
    _LOG.info("%d questions about %d texts, and %d to measure", count, len(gathered.texts), len(corpus.trial))
    questions = _confused(gathered.questions, gathered.texts)
    running = [f"{doc.title}\n{doc.text}" if doc.title else doc.text for doc in corpus.documents]
    random.Random(7).shuffle(running)
    contexts = list(dict.fromkeys(question.context for question in corpus.questions))
    characters, stream = _stream([*running, *contexts])
    _LOG.info("%d characters, %d different", len(stream), len(characters))
    return Pack(characters, tuple(gathered.texts), tuple(questions[:count]), tuple(questions[count:]), stream)


def _paragraphs(corpus: data.Corpus, folder: Path) -> Iterator[tuple[str, Text]]:
    """Yield the paragraphs that questions were written about, by the beginning of their hash."""
    for document in (*corpus.documents, *corpus.held_documents):
        for paragraph in data.passages(document.text, _PARAGRAPH):
            yield _hash(paragraph.strip()), Text(paragraph.strip(), document.title)
    for id, title, text in data.work_reports(folder):
        for passage in split(make_document(id, text, title=title)):
            yield _hash(passage.text), Text(passage.text, " ".join(passage.section_path))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class _Gathered:
    """Questions, and their texts without repetition."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.questions: list[Asked] = []
        self._at: dict[Text, int] = {}

    def add(self, question: str, about: Text, answer: str) -> None:
        """Keep a question whose answer, if it has one, stands in the text."""
        start = about.text.find(answer) if answer else -1
        if (answer and start < 0) or len(answer) > _LONGEST_ANSWER or not question.strip():
            return
        read = Text(plain(about.text), plain(about.about))
        at = self._at.setdefault(read, len(self.texts))
        if at == len(self.texts):
            self.texts.append(read)
        self.questions.append(Asked(plain(question), at, start, start + len(answer) if answer else -1))


def _confused(questions: Sequence[Asked], texts: Sequence[Text]) -> list[Asked]:
    """Give each question the texts that BM25 takes for its own and that do not hold its answer."""
    index = LexicalIndex.build(terms(text.text) for text in texts)
    found: list[Asked] = []
    for asked in questions:
        answer = texts[asked.text].text[asked.start : asked.end] if asked.start >= 0 else ""
        rows = index.search(terms(asked.question), _OTHERS * 2 + 1)[1].tolist()
        others = [row for row in rows if row != asked.text and not (answer and answer in texts[row].text)]
        found.append(replace(asked, others=tuple(others[:_OTHERS])))
    return found


def _stream(texts: Iterable[str]) -> tuple[str, NDArray[np.uint16]]:
    joined = "\n".join(map(plain, texts))
    characters = "".join(char for char, count in Counter(joined).most_common() if count >= _RARE)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), "<u4")
    table = np.full(0x110000, UNKNOWN, np.uint16)
    table[[ord(char) for char in characters]] = np.arange(FIRST, FIRST + len(characters))
    return characters, table[points]
