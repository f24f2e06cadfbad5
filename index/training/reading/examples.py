"""Questions beside texts, with and without the answer, as the second training takes them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from index.span_reader import LONGEST_TEXT, Encoded, encode_plain

_HALVED, _ELSEWHERE, _BESIDE = 0.15, 0.25, 0.25
_SHORTEST = 60


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read, and its title and headings; both as ``index.span_reader.plain`` writes them."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer in a text.

    Attributes:
        question: The question, plain.
        text: Which text.
        start: Where the answer begins in it; -1 where it gives none.
        end: Where the answer ends.
        others: Texts that do not answer, though they look like it.
    """

    question: str
    text: int
    start: int
    end: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """What the network reads, and the first and last place of the answer: 0, the mark in front, for none."""

    encoded: Encoded
    first: int
    last: int


class Examples:
    """Draws examples without end."""

    def __init__(
        self, texts: Sequence[Text], questions: Sequence[Asked], characters: Mapping[str, int], seed: int
    ) -> None:
        """Keep what to draw from.

        Args:
            texts: All texts.
            questions: All questions.
            characters: The number of each known character.
            seed: Decides what is drawn.
        """
        self._texts, self._questions, self._characters = texts, questions, characters
        self._random = random.Random(seed)

    def __iter__(self) -> Iterator[Example]:
        """Yield examples."""
        while True:
            yield self.draw(self._random.choice(self._questions))

    def draw(self, asked: Asked) -> Example:
        """Make an example of a question: its own text, that without the answer, or another."""
        own = self._texts[asked.text]
        chance = self._random.random()
        if asked.start < 0:
            return self._example(asked.question, own.text, own.about, -1, -1)
        if chance < _HALVED:
            parts = [part for part in (own.text[: asked.start], own.text[asked.end :]) if len(part) >= _SHORTEST]
            if parts:
                part = self._random.choice(parts)
                # Up to a sentence's end, so that nothing of the sentence that answers is left.
                cut = part[: part.rfind("。") + 1] if part == own.text[: asked.start] else part[part.find("。") + 1 :]
                if len(cut) >= _SHORTEST:
                    return self._example(asked.question, cut, own.about, -1, -1)
        elif chance < _HALVED + _ELSEWHERE and asked.others:
            other = self._texts[self._random.choice(asked.others)]
            return self._example(asked.question, other.text, other.about, -1, -1)
        text, start = own.text, asked.start
        room = LONGEST_TEXT - len(text)
        if room >= _SHORTEST and asked.others and self._random.random() < _BESIDE:
            # Beside another text: a passage is seldom alone.
            more = self._texts[self._random.choice(asked.others)].text[: room - 1]
            if self._random.random() < 0.5:
                text, start = more + " " + text, start + len(more) + 1
            else:
                text = text + " " + more
        return self._example(asked.question, text, own.about, start, start + asked.end - asked.start)

    def _example(self, question: str, text: str, about: str, start: int, end: int) -> Example:
        """Cut what is too long, around the answer, and encode it."""
        if len(text) > LONGEST_TEXT:
            least = max(0, end - LONGEST_TEXT)
            most = min(start if start >= 0 else len(text), len(text) - LONGEST_TEXT)
            at = self._random.randint(min(least, most), most)
            text, start, end = text[at : at + LONGEST_TEXT], start - at if start >= 0 else -1, end - at
        if self._random.random() < 0.15:
            about = ""
        encoded = encode_plain(question, text, about, self._characters)
        if start < 0:
            return Example(encoded, 0, 0)
        return Example(encoded, encoded.start + start, encoded.start + end - 1)


def batched(examples: Sequence[Example], device: torch.device, length: int = 0) -> dict[str, Tensor]:
    """Put examples side by side: ``numbers``, ``sides``, ``repeated``, ``mask``, ``first``, ``last``.

    Args:
        examples: What to put together.
        device: Where it is to lie.
        length: Characters and marks of each row; if 0, as many as the longest example has.
    """
    length = length or max(len(example.encoded.numbers) for example in examples)
    numbers = np.zeros((len(examples), length), np.int64)
    sides, same = numbers.copy(), np.zeros((len(examples), length, 6), np.float32)
    for row, example in enumerate(examples):
        count = len(example.encoded.numbers)
        numbers[row, :count], sides[row, :count] = example.encoded.numbers, example.encoded.sides
        same[row, :count] = example.encoded.repeated
    tensors = {
        "numbers": torch.from_numpy(numbers),
        "sides": torch.from_numpy(sides),
        "repeated": torch.from_numpy(same),
        "mask": torch.from_numpy(numbers != 0)[:, None, None, :],
        "first": torch.tensor([example.first for example in examples]),
        "last": torch.tensor([example.last for example in examples]),
    }
    return {name: tensor.to(device, non_blocking=True) for name, tensor in tensors.items()}
