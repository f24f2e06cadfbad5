"""Train, measure and save the span reader that ``index.span_reader`` runs.

Example: ``python -m index.training.reader --data ../shared/data --out index/models/reader``

Two stages on CMRC 2018 and DRCD: windows that hold the answer; then the same beside windows of other texts that BM25
takes for the question's, which must lead to no answer. Weights are averaged over the last few hundred steps.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from index.embedding import StaticEncoder, bundled_encoder
from index.lexical import LexicalIndex
from index.normalize import terms
from index.span_reader import DILATIONS, pieces, plain, repeated

from . import data

_LOG = logging.getLogger("index.training.reader")

_WIDTH, _CHAR, _PLACE, _TOPIC, _REPEATED = 128, 48, 8, 96, 6
_WINDOW, _HARD, _RARE = 320, 5, 3
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how training runs.

    Attributes:
        answered: Steps of the first stage, on answered windows alone.
        doubted: Steps of the second, with windows that hold no answer.
        batch: Questions in a batch of the first stage; the second has three quarters, and half as many windows more.
        rate: Highest learning rate of the first stage; the second has 0.8 of it.
        seed: Decides everything that is drawn.
    """

    answered: int = 2300
    doubted: int = 1500
    batch: int = 32
    rate: float = 1.5e-3
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Read:
    """A text as the network takes it: characters, pieces and places of each character, shape ``(n,)`` each."""

    text: str
    chars: NDArray[np.int64]
    pieces: NDArray[np.int64]
    places: NDArray[np.int64]

    def cut(self, start: int, end: int) -> Read:
        """Return a part."""
        return Read(self.text[start:end], self.chars[start:end], self.pieces[start:end], self.places[start:end])


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a window, and the first and last character of the answer; -1 where there is none."""

    question: Read
    window: Read
    first: int
    last: int


class Block(nn.Module):
    """A gated depthwise convolution beside its input."""

    def __init__(self, kernel: int, dilation: int) -> None:
        """Make a layer that sees ``kernel`` characters, ``dilation`` apart."""
        super().__init__()
        self.n1 = nn.LayerNorm(_WIDTH)
        reach = dilation * (kernel // 2)
        self.dw = nn.Conv1d(_WIDTH, _WIDTH, kernel, padding=reach, dilation=dilation, groups=_WIDTH)
        self.pw = nn.Linear(_WIDTH, 2 * _WIDTH)
        self.drop = nn.Dropout(0.15)

    def forward(self, inputs: Tensor, mask: Tensor) -> Tensor:
        """Return a tensor of the same shape ``(batch, n, width)``."""
        seen = self.dw((self.n1(inputs) * mask).transpose(1, 2)).transpose(1, 2)
        value, gate = self.pw(seen).chunk(2, -1)
        outputs: Tensor = inputs + self.drop(value * torch.sigmoid(gate))
        return outputs


class Network(nn.Module):
    """The reader; ``index.span_reader`` computes the same with the same names of weights."""

    def __init__(self, characters: int, vectors: Tensor) -> None:
        """Make an untrained network.

        Args:
            characters: How many characters are told apart, the two numbers for none and unknown included.
            vectors: Unit vectors of the pieces; they stay as they are.
        """
        super().__init__()
        self.register_buffer("vectors", vectors, persistent=False)
        embedded = _CHAR + _PLACE + _TOPIC
        self.ce, self.po = nn.Embedding(characters, _CHAR), nn.Embedding(4, _PLACE)
        self.pj, self.al = (nn.Linear(vectors.shape[1], _TOPIC, bias=False) for _ in range(2))
        self.qin, self.qa = nn.Linear(embedded, _WIDTH), nn.Linear(_WIDTH, 1)
        self.qb = nn.ModuleList(Block(5, 1) for _ in range(2))
        self.pin = nn.Linear(embedded + _REPEATED + 2 * _TOPIC + _WIDTH + 1, _WIDTH)
        self.pb = nn.ModuleList(Block(7, dilation) for dilation in DILATIONS)
        self.film = nn.ModuleList(nn.Linear(_WIDTH, 2 * _WIDTH) for _ in DILATIONS)
        self.st, self.en, self.null = nn.Linear(2 * _WIDTH, 1), nn.Linear(2 * _WIDTH, 1), nn.Linear(3 * _WIDTH, 1)
        self.drop = nn.Dropout(0.2)

    def forward(self, asked: dict[str, Tensor], said: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Return the logits of starts and of ends, each of shape ``(batch, n + 1)``; the last is that of no answer."""
        question, question_keys, question_units = self._embed(asked)
        text, text_keys, text_units = self._embed(said)
        heard, there = asked["mask"].unsqueeze(-1), said["mask"].unsqueeze(-1)
        inner = self.qin(self.drop(question))
        for block in self.qb:
            inner = block(inner, heard)
        summary = (self.qa(inner).masked_fill(heard == 0, _FAR).softmax(1) * inner).sum(1)
        unheard = (asked["mask"] == 0).unsqueeze(1)
        keys = torch.relu(text_keys) @ torch.relu(question_keys).transpose(1, 2) / math.sqrt(_TOPIC)
        attention = keys.masked_fill(unheard, _FAR).softmax(-1)
        topics = _CHAR + _PLACE
        aligned = attention @ question[..., topics:]
        nearest = (text_units @ question_units.transpose(1, 2)).masked_fill(unheard, -1).amax(-1, keepdim=True)
        both = text[..., topics:] * aligned
        parts = [self.drop(text), said["repeated"], self.drop(aligned), both, self.drop(attention @ inner), nearest]
        state = self.pin(torch.cat(parts, -1))
        for block, film in zip(self.pb, self.film, strict=True):
            scale, shift = film(summary).unsqueeze(1).chunk(2, -1)
            state = block(state * (1 + 0.5 * torch.tanh(scale)) + 0.3 * shift, there)
        state = self.drop(state)
        ends = torch.cat([state, state * summary.unsqueeze(1)], -1)
        starts, stops = (layer(ends).squeeze(-1).masked_fill(said["mask"] == 0, _FAR) for layer in (self.st, self.en))
        likely = (starts.softmax(-1).unsqueeze(-1) * state).sum(1)
        none = self.null(torch.cat([state.masked_fill(there == 0, _FAR).amax(1), likely, summary], -1))
        return torch.cat([starts, none], 1), torch.cat([stops, none], 1)

    def _embed(self, read: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        assert isinstance(self.vectors, Tensor)
        units = self.vectors[read["pieces"]]
        return torch.cat([self.ce(read["chars"]), self.po(read["places"]), self.pj(units)], -1), self.al(units), units


class Examples:
    """Draws windows with and without the answer."""

    def __init__(self, corpus: data.Corpus, encoder: StaticEncoder, seed: int) -> None:
        """Read the questions and their contexts, and mine the texts that BM25 confuses with them."""
        self.random = random.Random(seed)
        self._encoder = encoder
        self._read: dict[str, Read] = {}
        self.questions = [
            q for q in corpus.questions if q.answer and q.answer in q.context and 3 < len(q.question) < 60
        ]
        counts = Counter("".join(plain(question.question + question.context) for question in self.questions))
        self.characters = "".join(char for char, count in counts.items() if count >= _RARE)
        self._numbers = {char: number for number, char in enumerate(self.characters, start=2)}
        self._pool = list(dict.fromkeys(question.context for question in self.questions))
        self._hard: list[list[int]] = []

    def mine(self) -> None:
        """Find for each question the best texts by BM25 beside its own."""
        index = LexicalIndex.build(terms(text) for text in self._pool)
        for question in self.questions:
            rows = index.search(terms(question.question), _HARD + 1)[1].tolist()
            self._hard.append([row for row in rows if self._pool[row] != question.context] or [0])

    def read(self, text: str) -> Read:
        """Return a text as the network takes it."""
        if text not in self._read:
            simple = plain(text)
            ids, places = pieces(self._encoder, simple)
            self._read[text] = Read(simple, np.array([self._numbers.get(c, 1) for c in simple]), ids, places)
        return self._read[text]

    def answered(self, number: int) -> Example:
        """Return a window with the first place of the answer somewhere in it."""
        question = self.questions[number]
        whole = self.read(question.context)
        first = question.context.find(question.answer)
        last = first + len(question.answer) - 1
        least, most = max(0, min(last - _WINDOW + 1, first)), max(0, min(first, len(whole.text) - _WINDOW))
        start = self.random.randint(least, max(least, most))
        window = whole.cut(start, start + _WINDOW)
        return Example(self.read(question.question), window, first - start, min(last - start, len(window.text) - 1))

    def unanswered(self, number: int) -> Example | None:
        """Return a window of another text; None where the answer stands there, too."""
        question = self.questions[number]
        whole = self.read(self._pool[self.random.choice(self._hard[number])])
        start = self.random.randint(0, max(0, len(whole.text) - _WINDOW))
        window = whole.cut(start, start + _WINDOW)
        return None if plain(question.answer) in window.text else Example(self.read(question.question), window, -1, -1)


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(prog="python -m index.training.reader", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files named in data.FILES")
    parser.add_argument("--out", type=Path, required=True, help="the model directory to write")
    parser.add_argument("--answered", type=int, default=Recipe().answered, help="steps of the first stage")
    parser.add_argument("--doubted", type=int, default=Recipe().doubted, help="steps of the second stage")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = Recipe(answered=chosen.answered, doubted=chosen.doubted)
    torch.manual_seed(recipe.seed)
    encoder = bundled_encoder()
    examples = Examples(data.read_corpus(chosen.data), encoder, recipe.seed)
    every = np.arange(encoder.piece_count)
    network = Network(len(examples.characters) + 2, torch.from_numpy(encoder.piece_vectors(every)))
    _train(network, examples, recipe, recipe.answered, doubt=False)
    examples.mine()
    averaged = _train(network, examples, recipe, recipe.doubted, doubt=True)
    chosen.out.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.half().contiguous() for name, tensor in averaged.items()}, chosen.out / "model.safetensors")
    (chosen.out / "characters.txt").write_bytes(examples.characters.encode())


def _train(network: Network, examples: Examples, recipe: Recipe, steps: int, *, doubt: bool) -> dict[str, Tensor]:
    """Run one stage, leave the averaged weights in the network, and return them."""
    rate = recipe.rate * (0.8 if doubt else 1.0)
    size = recipe.batch * 3 // 4 if doubt else recipe.batch
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    averaged = {name: tensor.detach().clone() for name, tensor in network.state_dict().items()}
    network.train()
    for step in range(1, steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, step / 200) * (0.02 + 0.5 * (1 + math.cos(math.pi * step / steps)))
        chosen = [examples.random.randrange(len(examples.questions)) for _ in range(size)]
        batch = [examples.answered(number) for number in chosen]
        if doubt:
            batch += [example for number in chosen[: size // 2] if (example := examples.unanswered(number))]
        loss = _loss(network, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        keep = min(0.998, step / (step + 20))
        for name, tensor in network.state_dict().items():
            averaged[name].mul_(keep).add_(tensor, alpha=1 - keep)
        if step % 100 == 0:
            _LOG.info("step %d, loss %.3f", step, loss.item())
    network.load_state_dict(averaged)
    return averaged


def _loss(network: Network, batch: list[Example]) -> Tensor:
    asked = _padded([example.question for example in batch])
    said = _padded([example.window for example in batch])
    length = said["mask"].shape[1]
    said["repeated"] = torch.zeros(len(batch), length, _REPEATED)
    for row, example in enumerate(batch):
        found = repeated(example.question.text, example.window.text)
        said["repeated"][row, : len(found)] = torch.from_numpy(found)
    starts, ends = network(asked, said)
    first = torch.tensor([example.first if example.first >= 0 else length for example in batch])
    last = torch.tensor([example.last if example.last >= 0 else length for example in batch])
    return functional.cross_entropy(starts, first) + functional.cross_entropy(ends, last)


def _padded(reads: list[Read]) -> dict[str, Tensor]:
    length = max(len(read.text) for read in reads)
    rows = {"chars": "chars", "pieces": "pieces", "places": "places"}
    padded = {name: torch.zeros(len(reads), length, dtype=torch.long) for name in rows}
    mask = torch.zeros(len(reads), length)
    for row, read in enumerate(reads):
        for name in rows:
            padded[name][row, : len(read.text)] = torch.from_numpy(getattr(read, name))
        mask[row, : len(read.text)] = 1
    return padded | {"mask": mask}


if __name__ == "__main__":
    main()
