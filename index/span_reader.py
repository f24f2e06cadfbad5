"""Finds the span of a text that answers a question: a small convolutional network, run with numpy alone.

Each character of question and text is read as itself and as the piece of the bundled embedding model that it belongs
to; the text also by what the question repeats of it, and by what its pieces attend to in the question (aligned
embeddings, Chen et al. 2017, "Reading Wikipedia to Answer Open-Domain Questions"). Gated depthwise convolutions
(Wu et al. 2017, "Fast Reading Comprehension with ConvNets"), scaled by a summary of the question, take the place of
recurrent layers. ``index.training.reader`` trains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedding import BUNDLED, Encoder, StaticEncoder, bundled_encoder
from index.normalize import simplify

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

DIRECTORY = Path(__file__).parent / "models" / "reader"
DILATIONS = (1, 2, 4, 8, 1, 2, 4)
"""How far apart the characters are that each layer over the text sees."""
LONGEST_TEXT = 1000
"""Characters of a text that are read; what is behind them is not."""
_LONGEST_SPAN = 40
_UNKNOWN = 1
# Place of a character in its piece.
_FIRST, _INSIDE, _LAST, _ALONE = range(4)
_CHAR, _PLACE = 48, 8


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


class SpanReader:
    """A trained reader; threads may share it."""

    def __init__(self, directory: Path = DIRECTORY, encoder: StaticEncoder | None = None) -> None:
        """Read the weights: ``model.safetensors`` and ``characters.txt``.

        Raises:
            OSError: A file is missing.
        """
        from safetensors.numpy import load_file

        tensors = load_file(directory / "model.safetensors")
        self._weights: Mapping[str, Array] = {name: tensor.astype("float32") for name, tensor in tensors.items()}
        characters = (directory / "characters.txt").read_bytes().decode("utf-8")
        self._numbers = {char: number for number, char in enumerate(characters, start=_UNKNOWN + 1)}
        self._encoder = encoder or bundled_encoder()

    def read(self, question: str, text: str) -> Span | None:
        """Return the span that answers best; None where there is nothing to read."""
        question, text = plain(question), plain(text[:LONGEST_TEXT])
        if not question.strip() or not text.strip():
            return None
        starts, ends, none = self._logits(question, text)
        # The best start for each length of a span; shorter spans first among equals.
        sums = [starts[: len(text) - more] + ends[more:] for more in range(min(_LONGEST_SPAN, len(text)))]
        more = max(range(len(sums)), key=lambda length: float(sums[length].max()))
        start = int(sums[more].argmax())
        return Span(start, start + more + 1, float(sums[more][start] - 2 * none))

    def _logits(self, question: str, text: str) -> tuple[Array, Array, float]:
        """Return the logits of every start and every end, shape ``(len(text),)``, and that of no answer."""
        import numpy as np

        asked, asked_keys, asked_units = self._embed(question)
        said, said_keys, said_units = self._embed(text)
        inner = self._linear("qin", asked)
        for number in range(2):
            inner = self._block(f"qb.{number}", inner, 1)
        summary = (_softmax(self._linear("qa", inner), 0) * inner).sum(0)
        attention = _softmax(np.maximum(said_keys, 0) @ np.maximum(asked_keys, 0).T / np.sqrt(asked_keys.shape[1]), 1)
        topics = _CHAR + _PLACE
        aligned = attention @ asked[:, topics:]
        nearest = (said_units @ asked_units.T).max(1, keepdims=True)
        parts = [said, repeated(question, text), aligned, said[:, topics:] * aligned, attention @ inner, nearest]
        state = self._linear("pin", np.concatenate(parts, 1))
        for number, dilation in enumerate(DILATIONS):
            scale, shift = np.split(self._linear(f"film.{number}", summary), 2)
            state = self._block(f"pb.{number}", state * (1 + 0.5 * np.tanh(scale)) + 0.3 * shift, dilation)
        both = np.concatenate([state, state * summary], 1)
        starts, ends = self._linear("st", both)[:, 0], self._linear("en", both)[:, 0]
        likely = _softmax(starts, 0) @ state
        none = self._linear("null", np.concatenate([state.max(0), likely, summary]))
        return starts, ends, float(none[0])

    def _embed(self, text: str) -> tuple[Array, Array, Array]:
        """Return each character's embedding, its key for alignment, and the unit vector of its piece."""
        import numpy as np

        weights = self._weights
        ids, places = pieces(self._encoder, text)
        numbers = np.array([self._numbers.get(char, _UNKNOWN) for char in text])
        units = self._encoder.piece_vectors(ids)
        topic = units @ weights["pj.weight"].T
        embedded = np.concatenate([weights["ce.weight"][numbers], weights["po.weight"][places], topic], 1)
        return embedded, units @ weights["al.weight"].T, units

    def _linear(self, name: str, inputs: Array) -> Array:
        outputs: Array = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return outputs

    def _block(self, name: str, inputs: Array, dilation: int) -> Array:
        """Return inputs of shape ``(n, width)`` plus what a gated depthwise convolution adds."""
        import numpy as np

        weights = self._weights
        centred = inputs - inputs.mean(1, keepdims=True)
        normal = centred / np.sqrt((centred**2).mean(1, keepdims=True) + 1e-5)
        normal = normal * weights[f"{name}.n1.weight"] + weights[f"{name}.n1.bias"]
        kernel = weights[f"{name}.dw.weight"][:, 0, :]
        reach = dilation * (kernel.shape[1] // 2)
        padded = np.pad(normal, ((reach, reach), (0, 0)))
        seen = sum(padded[at * dilation : at * dilation + len(inputs)] * kernel[:, at] for at in range(kernel.shape[1]))
        value, gate = np.split(self._linear(f"{name}.pw", seen + weights[f"{name}.dw.bias"]), 2, axis=1)
        outputs: Array = inputs + value / (1 + np.exp(-gate))
        return outputs


def bundled_reader(encoder: Encoder | None = None) -> SpanReader | None:
    """Return the reader that comes with the program; None where its weights were left out.

    Args:
        encoder: An embedding model that is in memory; where it is the bundled one, it is not read again.
    """
    if not (DIRECTORY / "model.safetensors").is_file():
        return None
    return SpanReader(encoder=encoder if isinstance(encoder, StaticEncoder) and encoder.name == BUNDLED else None)


def plain(text: str) -> str:
    """Return a text as the reader sees it: simplified and in lower case, every character in its place."""
    simple = simplify(text).lower()
    return simple if len(simple) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def pieces(encoder: StaticEncoder, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each character the number of its piece, and its place in it."""
    import numpy as np

    ids, places = np.zeros(len(text), np.int64), np.zeros(len(text), np.int64)
    for number, (start, end) in encoder.pieces(text):
        ids[start:end] = number
        size = end - start
        places[start:end] = [_ALONE] if size == 1 else [_FIRST, *[_INSIDE] * (size - 2), _LAST]
    return ids, places


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


def _softmax(logits: Array, axis: int) -> Array:
    import numpy as np

    powers = np.exp(logits - logits.max(axis, keepdims=True))
    shares: Array = powers / powers.sum(axis, keepdims=True)
    return shares
