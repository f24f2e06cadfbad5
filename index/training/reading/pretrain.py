"""First training, on running text alone: guess hidden characters, and find what was cut out of a clause.

Hidden are short runs (Joshi et al. 2020, "SpanBERT"). In half of the texts a clause is copied to the front as the
question, thinned, with a few characters taken out, and where these stand in the text is to be found: reading practice
without questions (after Ram et al. 2021, "Few-Shot Question Answering by Pretraining Span Selection").
Everything is drawn on the device, so that a fast one does not wait.
"""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from index.span_reader import BLANK, CLOSE, MASK, OPEN

from .network import Network

_LOG = logging.getLogger("index.training.reading")
_ASKED = 34
"""Characters for the question, the two marks around it not counted."""
_HIDDEN, _RUN = 0.15, 3


@dataclass(frozen=True, slots=True)
class Pretraining:
    """How the first training runs.

    Attributes:
        steps: Steps at most.
        minutes: Minutes at most; the learning rate follows whichever is further.
        batch: Texts in a step.
        length: Characters of each.
        rate: Highest learning rate.
        warmup: Steps until it is reached.
    """

    steps: int = 30_000
    minutes: float = 4.6
    batch: int = 384
    length: int = 384
    rate: float = 1.5e-3
    warmup: int = 1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a step works on; shapes ``(batch, n)``, and ``(batch,)`` for the span to be found (0 where none is)."""

    numbers: Tensor
    sides: Tensor
    truth: Tensor
    hidden: Tensor
    first: Tensor
    last: Tensor


def draw(stream: Tensor, batch: int, length: int) -> Drawn:
    """Draw texts, hide characters, and ask about half of the texts.

    Args:
        stream: The number of every character of all texts, one after the other.
        batch: How many texts.
        length: How many characters and marks each row has.
    """
    device = stream.device
    said = length - 3
    at = torch.randint(0, len(stream) - said, (batch, 1), device=device)
    text = stream[at + torch.arange(said, device=device)].long()
    question, sizes, first, last = _question(text, length - _ASKED - 3)
    half = torch.arange(batch, device=device) < batch // 2
    sizes = sizes.where(half, 0)
    start = sizes + 2
    places = torch.arange(length, device=device).expand(batch, length)
    behind = places - start.unsqueeze(1)
    truth = text.gather(1, behind.clamp(0, said - 1))
    truth = truth.where(behind >= 0, question.gather(1, (places - 1).clamp(0, _ASKED - 1)))
    truth = truth.where((behind != -1) & (places < length - 1), CLOSE).where(places > 0, OPEN)
    first, last = (first + start).where(half, 0), (last + start).where(half, 0)
    # Runs of one to three characters, none in the span that is asked for, and the question whole.
    begun = torch.rand(batch, length, device=device) < _HIDDEN / (0.5 * (1 + _RUN))
    runs = torch.randint(1, _RUN + 1, (batch, length), device=device)
    hidden = begun.clone()
    for more in range(1, _RUN):
        hidden[:, more:] |= (begun & (runs > more))[:, :-more]
    asked = (places >= first.unsqueeze(1)) & (places <= last.unsqueeze(1)) & half.unsqueeze(1)
    hidden &= (behind >= 0) & (places < length - 1) & ~asked
    chance = torch.rand(batch, length, device=device)
    other = truth[torch.randperm(batch, device=device)]
    shown = truth.where(~hidden | (chance > 0.9), MASK).where(~hidden | (chance < 0.8) | (chance > 0.9), other)
    return Drawn(shown, (behind >= 0).long(), truth, hidden, first, last)


def _question(text: Tensor, until: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Make a question of a stretch of each text: thinned, a short span of it left blank.

    Returns:
        The questions and their lengths, and where the span begins and ends in the text; it ends before ``until``.
    """
    batch = len(text)
    device = text.device

    def upto(limit: Tensor) -> Tensor:
        return (torch.rand(batch, device=device) * limit).long()

    size = torch.randint(10, 40, (batch,), device=device)
    at = upto(until - size)
    blank = torch.randint(1, 8, (batch,), device=device)
    first = at + upto(size - blank)
    last = first + blank - 1
    offsets = at.unsqueeze(1) + torch.arange(40, device=device)
    taken = text.gather(1, offsets.clamp(max=text.shape[1] - 1))
    inside = (offsets >= first.unsqueeze(1)) & (offsets <= last.unsqueeze(1))
    thin = torch.rand(batch, 1, device=device) * 0.6
    kept = (torch.rand(batch, 40, device=device) >= thin) & (offsets < (at + size).unsqueeze(1)) & ~inside
    kept |= offsets == first.unsqueeze(1)
    taken = taken.where(offsets != first.unsqueeze(1), BLANK).where(kept, 0)
    order = (~kept).to(torch.int8).sort(dim=1, stable=True).indices
    return taken.gather(1, order)[:, :_ASKED], kept.sum(1).clamp(max=_ASKED), first, last


def pretrain(network: Network, stream: Tensor, recipe: Pretraining) -> Network:
    """Train a network on running text and return it."""
    device = stream.device
    decayed = [p for p in network.parameters() if p.ndim == 2]
    plain = [p for p in network.parameters() if p.ndim != 2]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), fused=device.type == "cuda")
    step_of = torch.compile(_losses) if device.type == "cuda" else _losses
    begun, done = time.monotonic(), 0.0
    network.train()
    for step in range(1, recipe.steps + 1):
        if step % 10 == 0:
            done = max(step / recipe.steps, (time.monotonic() - begun) / 60 / recipe.minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * min(1, step / recipe.warmup) * (0.01 + 0.5 * (1 + math.cos(math.pi * done)))
        drawn = draw(stream, recipe.batch, recipe.length)
        # The same number of hidden characters in each step, so that compiled code sees one shape.
        hidden = drawn.hidden.flatten().nonzero().squeeze(1)
        some = hidden[torch.randint(0, len(hidden), (int(0.12 * drawn.numbers.numel()),), device=device)]
        with torch.autocast(device.type, torch.bfloat16):
            guessed, found = step_of(network, drawn.numbers, drawn.sides, drawn.truth, some, drawn.first, drawn.last)
        optimizer.zero_grad(set_to_none=True)
        (guessed + 0.5 * found).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step % 500 == 0 or step == 20:
            minutes = (time.monotonic() - begun) / 60
            _LOG.info("step %d, %.1f min, hidden %.3f, found %.3f", step, minutes, guessed.item(), found.item())
    return network


def _losses(
    network: Network, numbers: Tensor, sides: Tensor, truth: Tensor, hidden: Tensor, first: Tensor, last: Tensor
) -> tuple[Tensor, Tensor]:
    states = network(numbers, sides, None, None)
    guessed = functional.cross_entropy(network.guesses(states.flatten(0, 1)[hidden]).float(), truth.flatten()[hidden])
    half = len(numbers) // 2
    spans = network.span(states[:half]).float()
    found = functional.cross_entropy(spans[..., 0], first[:half]) + functional.cross_entropy(spans[..., 1], last[:half])
    return guessed, found
