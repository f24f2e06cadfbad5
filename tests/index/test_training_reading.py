"""The span reader's network: what torch trains is what numpy runs, and what the first training draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from index.span_reader import CLOSE, FIRST, MASK, OPEN, SpanReader, packed
from index.training.reading.examples import Asked, Examples, Text
from index.training.reading.finetune import Finetuning, finetune
from index.training.reading.measure import figures, spans
from index.training.reading.network import Network
from index.training.reading.pretrain import Pretraining, draw, pretrain

CHARACTERS = "甲乙丙丁戊己庚辛壬癸年月日亿元项目。，有多少"
NUMBERS = {char: number for number, char in enumerate(CHARACTERS, start=FIRST)}
TEXTS = (Text("甲有项目丙，乙有项目丁。", "甲乙"), Text("戊己庚辛壬癸年月日亿元。"))
QUESTIONS = (Asked("甲有多少项目", 0, 4, 5, (1,)), Asked("癸有多少", 1, -1, -1))


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(1)
    return Network(FIRST + len(CHARACTERS)).eval()


def test_numpy_reads_as_torch_does(network: Network, tmp_path: Path) -> None:
    tensors: dict[str, np.ndarray] = {}
    for name, tensor in network.state_dict().items():
        if not name.startswith("guess"):
            tensors |= packed(name, tensor.numpy())
    save_file(tensors, tmp_path / "model.safetensors")
    (tmp_path / "characters.txt").write_text(CHARACTERS, encoding="utf-8")
    reader = SpanReader(tmp_path)
    [trained] = spans(network, [("甲有多少项目", TEXTS[0])], NUMBERS)
    run = reader.read("甲有多少项目", TEXTS[0].text, TEXTS[0].about)
    assert run is not None
    # Weights of eight bits differ a little.
    assert run.margin == pytest.approx(trained.margin, abs=0.05)


def test_what_was_cut_out_stands_where_it_is_looked_for() -> None:
    torch.manual_seed(2)
    stream = torch.arange(FIRST, 4000, dtype=torch.int16).repeat(4)
    drawn = draw(stream, 16, 128)
    assert (drawn.truth[:, 0] == OPEN).all()
    assert (drawn.truth[:, -1] == CLOSE).all()
    for row in range(8):
        question = drawn.truth[row][drawn.sides[row] == 0].tolist()
        answer = drawn.truth[row, drawn.first[row] : drawn.last[row] + 1].tolist()
        assert answer
        assert not set(answer) & set(question)
        assert not drawn.hidden[row, drawn.first[row] : drawn.last[row] + 1].any()
    assert (drawn.first[8:] == 0).all()
    assert (drawn.numbers[drawn.hidden] == MASK).any()


def test_examples_hold_the_answer_or_none() -> None:
    examples = Examples(TEXTS, QUESTIONS, NUMBERS, seed=3)
    drawn = [examples.draw(QUESTIONS[0]) for _ in range(40)]
    answered = [example for example in drawn if example.first]
    assert answered
    assert len(answered) < len(drawn)
    assert all(example.encoded.numbers[example.first] == NUMBERS["丙"] for example in answered)
    assert all(examples.draw(QUESTIONS[1]).first == 0 for _ in range(10))


def test_a_few_steps_of_both_trainings(network: Network) -> None:
    stream = torch.randint(FIRST, FIRST + len(CHARACTERS), (2000,), dtype=torch.int16)
    pretrain(network, stream, Pretraining(steps=2, batch=4, length=96, warmup=1))
    tuned = finetune(network, TEXTS, QUESTIONS, NUMBERS, Finetuning(steps=2, batch=2, warmup=1))
    found = figures(tuned, TEXTS, QUESTIONS, NUMBERS)
    assert set(found) == {"exact", "f1", "answered", "mistaken"}
    assert all(0 <= share <= 100 for share in found.values())
