"""How often a reply of at most 200 characters contains the answer, on reading comprehension sets (CMRC, DRCD).

All contexts of a set are indexed together, each a document; a reply that is longer, or about another context, fails.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from corpus.passages import split
from corpus.reading import make_document
from eval.judging import normalise
from eval.statistics import rate
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.assistant import Assistant

LONGEST = 200
"""The most characters that a reply may have to count."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question about a context, with the answers that count."""

    id: str
    question: str
    answers: tuple[str, ...]
    context: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said: the row, the text, its exact answer, whether an answer is in it, and how long it took."""

    row: Row
    text: str
    short: str
    contained: bool
    exact: bool
    milliseconds: float


def read_rows(path: Path) -> list[Row]:
    """Read a gzipped reading comprehension set, one JSON object a line.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not such a set.
    """
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            try:
                row = json.loads(line)
                rows.append(Row(str(row.get("id", number)), row["question"], tuple(row["answers"]), row["context"]))
            except (KeyError, TypeError) as error:
                raise ValueError(f"{path}, line {number + 1}: expected question, answers, context ({error})") from error
    return rows


def ask(rows: Sequence[Row], sample: int) -> list[Reply]:
    """Index the contexts of all rows and ask every n-th question, ``sample`` in all (0: all of them)."""
    contexts = dict.fromkeys(row.context for row in rows)
    documents = [make_document(f"{number}.txt", context) for number, context in enumerate(contexts)]
    passages = [passage for document in documents for passage in split(document)]
    assistant = Assistant(PassageIndex.build(documents, passages, load_encoder()))
    chosen = rows[:: max(1, len(rows) // sample)][:sample] if sample else rows
    found = []
    for row in chosen:
        began = time.perf_counter()
        answer = assistant.answer(row.question)
        took = 1000 * (time.perf_counter() - began)
        text = answer.text if answer.status == "answered" else ""
        said, short = normalise(text), normalise(answer.short)
        wanted = [normalise(one) for one in row.answers]
        contained = len(text) <= LONGEST and any(one in said for one in wanted)
        found.append(Reply(row, text, answer.short, contained, short in wanted, took))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.containment", description="Measure containment of answers.")
    parser.add_argument("file", type=Path, help="cmrc2018_trial.jsonl.gz or a set of the same form")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="ask so many questions (default: all)")
    parser.add_argument("--failures", action="store_true", help="list what failed")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args(argv)
    try:
        rows = read_rows(arguments.file)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    replies = ask(rows, arguments.sample)
    answered = [reply for reply in replies if reply.text]
    contained = rate([reply.contained for reply in replies])
    figures = {
        "questions": len(replies),
        "contained": 100 * contained.value,
        "interval": [100 * contained.low, 100 * contained.high],
        "exact": 100 * mean(reply.exact for reply in replies),
        "refused": 100 * (1 - len(answered) / len(replies)),
        "characters": mean(len(reply.text) for reply in answered),
        "milliseconds": median(reply.milliseconds for reply in replies),
    }
    if arguments.failures:
        for reply in replies:
            if not reply.contained:
                print(f"{reply.row.id}\t{reply.row.question}\t{' / '.join(reply.row.answers)}\t{reply.text or '-'}\n")
    print(json.dumps(figures, ensure_ascii=False) if arguments.json else _table(figures))
    return 0


def _table(figures: dict[str, object]) -> str:
    return "\n".join(
        f"{name:<13} " + (f"{value:.1f}" if isinstance(value, float) else str(value)) for name, value in figures.items()
    )


if __name__ == "__main__":
    sys.exit(main())
