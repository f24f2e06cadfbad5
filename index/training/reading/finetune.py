"""Second training: find the answers to questions, or tell that a text has none."""

from __future__ import annotations

import copy
import itertools
import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from index.span_reader import POSITIONS

from .examples import Asked, Example, Examples, Text, batched
from .network import Network

_LOG = logging.getLogger("index.training.reading")


@dataclass(frozen=True, slots=True)
class Finetuning:
    """How the second training runs.

    Attributes:
        steps: Steps.
        batch: Examples in a step.
        rate: Highest learning rate.
        warmup: Steps until it is reached.
        dropout: The share of activations that is hidden.
        seed: Decides what is drawn.
        workers: Processes that prepare examples; 0 for none.
    """

    steps: int = 9500
    batch: int = 64
    rate: float = 7e-4
    warmup: int = 200
    dropout: float = 0.1
    seed: int = 7
    workers: int = 0


class _Drawing(IterableDataset[Example]):
    def __init__(self, texts: Sequence[Text], questions: Sequence[Asked], characters: Mapping[str, int], seed: int):
        self._arguments = texts, questions, characters
        self._seed = seed

    def __iter__(self) -> Iterator[Example]:
        worker = get_worker_info()
        return iter(Examples(*self._arguments, self._seed + 1000 * (worker.id if worker else 0)))


def finetune(
    network: Network,
    texts: Sequence[Text],
    questions: Sequence[Asked],
    characters: Mapping[str, int],
    recipe: Finetuning,
) -> Network:
    """Return a network trained on questions; the given one stays as it is.

    Weights are averaged over the last steps.
    """
    network = copy.deepcopy(network)
    for module in network.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = recipe.dropout
    device = next(network.parameters()).device
    drawing = _Drawing(texts, questions, characters, recipe.seed)
    loader = DataLoader(drawing, recipe.batch, num_workers=recipe.workers, collate_fn=_together)
    on_cuda = device.type == "cuda"
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=0.01, fused=on_cuda)
    loss_of = torch.compile(_loss) if on_cuda else _loss
    weights: list[Tensor] = list(network.parameters())
    averaged = [tensor.detach().clone() for tensor in weights]
    network.train()
    for step, batch in enumerate(itertools.islice(loader, recipe.steps), 1):
        for group in optimizer.param_groups:
            share = 0.02 + 0.5 * (1 + math.cos(math.pi * step / recipe.steps))
            group["lr"] = recipe.rate * min(1, step / recipe.warmup) * share
        given = {name: tensor.to(device, non_blocking=True) for name, tensor in batch.items()}
        with torch.autocast(device.type, torch.bfloat16):
            loss = loss_of(network, given)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(averaged, weights, 1 - min(0.995, step / (step + 20)))
        if step % 500 == 0:
            _LOG.info("step %d, loss %.3f", step, loss.item())
    with torch.no_grad():
        torch._foreach_copy_(weights, averaged)
    return network.eval()


def _together(examples: list[Example]) -> dict[str, Tensor]:
    # All of one length, so that compiled code sees one shape.
    return batched(examples, torch.device("cpu"), POSITIONS)


def _loss(network: Network, batch: Mapping[str, Tensor]) -> Tensor:
    spans = network.span(network(batch["numbers"], batch["sides"], batch["repeated"], batch["mask"])).float()
    spans = spans.masked_fill(~batch["mask"][:, 0, 0, :, None], -1e4)
    return functional.cross_entropy(spans[..., 0], batch["first"]) + functional.cross_entropy(
        spans[..., 1], batch["last"]
    )
