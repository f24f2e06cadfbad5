"""Finds the span of a text that answers a question: a small transformer, run with numpy alone.

Question and text are read together, character by character (Devlin et al. 2019, "BERT"), normalising first (Xiong et
al. 2020). Each character of the text also tells what the question repeats of it. That nothing answers is the span of
the mark in front. ``index.training.reading`` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.normalize import simplify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Numbers = NDArray[np.int64]

DIRECTORY = Path(__file__).parent / "models" / "reader"
LONGEST_TEXT = 400
"""Characters of a text that are read; what is behind them is not."""
LONGEST_QUESTION, LONGEST_ABOUT = 60, 44
POSITIONS = 512
"""Characters and marks that can be read at once."""
HEADS = 4
UNKNOWN, OPEN, CLOSE, MASK, BLANK, FIRST = 1, 2, 3, 4, 5, 6
"""Numbers of what is no character: rare ones, the marks before and after a part, hidden characters, what is asked for.
Characters are counted from ``FIRST``; 0 is padding."""
_LONGEST_SPAN = 48


@dataclass(frozen=True, slots=True)
class Span:
    """The most likely answer in a text.

    Attributes:
        start: Offset in the text.
        end: Offset after the last character.
        margin: How much more likely the span is than no answer, as a difference of logits: above 0 it is.
    """

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Encoded:
    """A question and a text as the network takes them, ``n`` characters and marks.

    Attributes:
        numbers: Which characters they are, shape ``(n,)``.
        sides: 0 in the question and 1 behind it, shape ``(n,)``.
        repeated: What ``repeated`` tells of the text and zeros elsewhere, shape ``(n, 6)``.
        start: Where the text begins.
    """

    numbers: Numbers
    sides: Numbers
    repeated: Array
    start: int


class SpanReader:
    """A trained reader; threads may share it."""

    def __init__(self, directory: Path = DIRECTORY) -> None:
        """Read the weights: ``model.safetensors`` (rows of int8 with a scale each) and ``characters.txt``.

        Raises:
            OSError: A file is missing.
        """
        from safetensors.numpy import load_file

        self._weights = dict(unpacked(load_file(directory / "model.safetensors")))
        self._layers = sum(name.endswith(".qkv.weight") for name in self._weights)
        characters = (directory / "characters.txt").read_bytes().decode("utf-8")
        self._characters = {char: number for number, char in enumerate(characters, start=FIRST)}

    def read(self, question: str, text: str, about: str = "", within: tuple[int, int] | None = None) -> Span | None:
        """Return the span that answers best; None where there is nothing to read.

        Args:
            question: The question.
            text: Where the answer may stand; what is behind ``LONGEST_TEXT`` characters is not read.
            about: What the text is about: its title and headings.
            within: Offsets between which the span must lie; anywhere if None.
        """
        text = text[:LONGEST_TEXT]
        if not question.strip() or not text.strip():
            return None
        encoded = encode(question, text, about, self._characters)
        first, last = within or (0, len(text))
        first, last = max(0, first), min(last, len(text))
        return best_span(self._logits(encoded), encoded.start, first, last) if first < last else None

    def _logits(self, encoded: Encoded) -> Array:
        """Return how likely a span starts and ends at each character, shape ``(n, 2)``."""
        weights = self._weights
        state = weights["characters.weight"][encoded.numbers] + weights["places.weight"][: len(encoded.numbers)]
        state = state + weights["sides.weight"][encoded.sides] + encoded.repeated @ weights["repeated.weight"].T
        for number in range(self._layers):
            state = self._layer(f"layers.{number}", state)
        logits: Array = self._linear("span", self._normal("normal", state))
        return logits

    def _layer(self, name: str, state: Array) -> Array:
        import numpy as np

        count, width = state.shape
        mixed = self._linear(f"{name}.qkv", self._normal(f"{name}.before", state))
        queries, keys, values = mixed.reshape(count, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        logits = queries @ keys.transpose(0, 2, 1) / np.float32((width // HEADS) ** 0.5)
        logits -= logits.max(-1, keepdims=True)
        shares = np.exp(logits, out=logits)
        shares /= shares.sum(-1, keepdims=True)
        seen = (shares @ values).transpose(1, 0, 2).reshape(count, width)
        state = state + self._linear(f"{name}.out", seen)
        inner = self._linear(f"{name}.up", self._normal(f"{name}.between", state))
        return state + self._linear(f"{name}.down", np.maximum(inner, 0, out=inner))

    def _linear(self, name: str, inputs: Array) -> Array:
        outputs: Array = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return outputs

    def _normal(self, name: str, inputs: Array) -> Array:
        import numpy as np

        centred = inputs - inputs.mean(1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / inputs.shape[1] + 1e-5)
        normal: Array = centred / spread[:, None] * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return normal


def best_span(logits: Array, start: int, first: int, last: int) -> Span:
    """Return the likeliest span of at most ``_LONGEST_SPAN`` characters; the shorter one among equals.

    Args:
        logits: How likely a span starts and ends at each character and mark, shape ``(n, 2)``.
        start: Where the text begins in these.
        first: Offset in the text from which the span may begin.
        last: Offset, after ``first``, at which it must have ended.
    """
    none = float(logits[0].sum())
    starts, ends = logits[start + first : start + last].T
    # The best start for each length of a span.
    sums = [starts[: len(starts) - more] + ends[more:] for more in range(min(_LONGEST_SPAN, len(starts)))]
    more = max(range(len(sums)), key=lambda length: float(sums[length].max()))
    begin = int(sums[more].argmax())
    return Span(first + begin, first + begin + more + 1, float(sums[more][begin]) - none)


def bundled_reader() -> SpanReader | None:
    """Return the reader that comes with the program; None where its weights were left out."""
    return SpanReader() if (DIRECTORY / "model.safetensors").is_file() else None


def encode(question: str, text: str, about: str, characters: Mapping[str, int]) -> Encoded:
    """Return what the network reads, however it is written; see ``encode_plain``."""
    return encode_plain(plain(question), plain(text), plain(about), characters)


def encode_plain(question: str, text: str, about: str, characters: Mapping[str, int]) -> Encoded:
    """Put together what the network reads: mark, question, mark, what the text is about, mark, text, mark.

    Args:
        question: The question, plain; of a long one the end, where it asks.
        text: At most ``LONGEST_TEXT`` characters, plain.
        about: What the text is about, plain; empty where it is unknown.
        characters: The number of each known character.
    """
    import numpy as np

    asked = question[-LONGEST_QUESTION:]
    parts = [OPEN, *_numbers(asked, characters), CLOSE]
    behind = len(parts)
    if about:
        parts += [*_numbers(_shortened(about), characters), CLOSE]
    start = len(parts)
    numbers = np.array([*parts, *_numbers(text, characters), CLOSE], np.int64)
    same = np.zeros((len(numbers), 6), np.float32)
    same[start:-1] = repeated(asked, text)
    return Encoded(numbers, (np.arange(len(numbers)) >= behind).astype(np.int64), same, start)


def plain(text: str) -> str:
    """Return a text as the reader sees it: simplified and in lower case, every character in its place."""
    simple = simplify(text).lower()
    return simple if len(simple) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def repeated(question: str, text: str) -> Array:
    """Return what each character of a text has of the question, and what it is, shape ``(len(text), 6)``.

    That it occurs there, that a run of at least two does, the length of the run, and whether it is a digit, a mark, a
    Latin letter.
    """
    import numpy as np

    runs = np.zeros(len(text), np.float32)
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and text[at : end + 1] in question:
            end += 1
        runs[at:end] = end - at
        at = max(end, at + 1)
    chars = frozenset(question)
    found: Array = np.stack(
        [
            np.array([char in chars for char in text], np.float32),
            (runs >= 2).astype(np.float32),
            np.minimum(runs, 6) / 6,
            np.array([char.isdigit() for char in text], np.float32),
            np.array([not char.isalnum() for char in text], np.float32),
            np.array([char.isascii() and char.isalpha() for char in text], np.float32),
        ],
        1,
    )
    return found


def packed(name: str, weights: Array) -> dict[str, NDArray[np.generic]]:
    """Return weights as they are saved: a matrix as int8 with a scale for each row, anything else as float16."""
    import numpy as np

    if weights.ndim != 2:
        return {name: weights.astype(np.float16)}
    scale = np.maximum(np.abs(weights).max(1, keepdims=True), 1e-8) / 127
    return {name: np.round(weights / scale).astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def unpacked(saved: Mapping[str, NDArray[np.generic]]) -> Mapping[str, Array]:
    """Return weights that ``packed`` wrote, as they are computed with."""
    weights: dict[str, Array] = {name: tensor.astype("float32") for name, tensor in saved.items()}
    return {
        name: tensor * weights[f"{name}.scale"] if f"{name}.scale" in weights else tensor
        for name, tensor in weights.items()
        if not name.endswith(".scale")
    }


def _numbers(text: str, characters: Mapping[str, int]) -> list[int]:
    return [characters.get(char, UNKNOWN) for char in text]


def _shortened(about: str) -> str:
    """Keep the beginning and the end of long headings: what it is, and which part."""
    if len(about) <= LONGEST_ABOUT:
        return about
    return about[: LONGEST_ABOUT // 2] + about[len(about) - LONGEST_ABOUT // 2 :]
