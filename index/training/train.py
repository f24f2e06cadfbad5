"""Learn token vectors by contrast: a query's passage must lie nearer than every other passage of the batch.

Multiple negatives ranking (Henderson et al. 2017) in both directions, on nested prefixes of the dimensions
(Kusupati et al. 2022, "Matryoshka Representation Learning"). The length of a token's vector is its weight in the
mean, and is learned too. A plain loop over sparse products is many times faster on a CPU than a general trainer.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from torch.nn import functional

from .pairs import Batch, ContextPairs
from .questions import QuestionPairs
from .residual import LexicalScorer
from .tokens import Ids

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides how training runs.

    Attributes:
        steps: Batches in all.
        context_batch: Texts a batch of made questions is drawn from, at most.
        question_batch: Human questions in a batch.
        question_share: Share of the batches that are of human questions.
        rate: Highest learning rate; it rises for a twentieth of the steps and then falls to nearly nothing.
        scale: What cosines are multiplied with before the softmax.
        prefixes: Lengths at which the first numbers of a vector shall serve alone.
        alone: Weight of the loss of the vectors alone.
        beside: Weight of the loss of their scores added to BM25's.
        nested: Weight of the loss of a prefix.
        lexical_scale: What BM25 scores are multiplied with where they are added.
        seed: Decides everything that is drawn.
    """

    steps: int = 1500
    context_batch: int = 1280
    question_batch: int = 1024
    question_share: float = 0.4
    rate: float = 2e-3
    scale: float = 30.0
    prefixes: tuple[int, ...] = (64, 128, 256)
    alone: float = 0.5
    beside: float = 0.3
    nested: float = 0.2
    lexical_scale: float = 1.0
    seed: int = 7


def train(
    start: NDArray[np.float32],
    contexts: ContextPairs,
    questions: QuestionPairs,
    recipe: Recipe,
) -> NDArray[np.float32]:
    """Train token vectors.

    Args:
        start: First vectors, shape ``(tokens, dimension)``; row 0, the unknown token, stays zero.
        contexts: Pairs from titles and running text.
        questions: Pairs from human questions.
        recipe: Sizes and rates.

    Returns:
        The trained vectors, same shape, float32.
    """
    rng = np.random.default_rng(recipe.seed)
    lexical = LexicalScorer(contexts, len(start), rng)
    torch.manual_seed(recipe.seed)
    vectors = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimiser = torch.optim.Adam([vectors], lr=recipe.rate, betas=(0.9, 0.99), fused=True)
    warm = max(1, recipe.steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.02, 1.0 - step / recipe.steps))
    )
    began, recent = time.monotonic(), 0.0
    for step in range(1, recipe.steps + 1):
        asked = rng.random() < recipe.question_share
        batch = questions.draw(recipe.question_batch, rng) if asked else contexts.draw(recipe.context_batch, rng)
        loss = _loss(vectors, batch, recipe, lexical, int(rng.choice(recipe.prefixes)))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        recent += loss.item()
        if step % 100 == 0:
            _LOG.info("step %d loss %.4f, %.0f s", step, recent / 100, time.monotonic() - began)
            recent = 0.0
    trained: NDArray[np.float32] = vectors.detach().numpy().copy()
    trained[0] = 0.0
    return trained


class _Mean(torch.autograd.Function):
    """The mean of each text's token vectors, as a sparse product, which is quicker to differentiate than a gather."""

    @staticmethod
    def forward(ctx: Any, vectors: torch.Tensor, bags: csr_matrix) -> torch.Tensor:
        ctx.bags = bags
        return torch.from_numpy(bags @ vectors.detach().numpy())

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:
        return torch.from_numpy(ctx.bags.T.tocsr() @ gradients[0].contiguous().numpy()), None


def _embed(vectors: torch.Tensor, texts: list[Ids]) -> torch.Tensor:
    lengths = np.array([len(text) for text in texts])
    share = np.repeat(1.0 / np.maximum(lengths, 1), lengths).astype(np.float32)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    bags = csr_matrix((share, np.concatenate(texts), ends), shape=(len(texts), len(vectors)))
    embedded: torch.Tensor = _Mean.apply(vectors, bags)  # type: ignore[no-untyped-call]
    return embedded


def _loss(vectors: torch.Tensor, batch: Batch, recipe: Recipe, lexical: LexicalScorer, prefix: int) -> torch.Tensor:
    """Return the loss of the vectors alone, of their sum with BM25, and of one shorter prefix."""
    count = len(batch.queries)
    embedded = _embed(vectors, batch.queries + batch.passages)
    queries, passages = embedded[:count], embedded[count:]
    groups = torch.from_numpy(batch.groups)
    same = groups[:count, None] == groups[None, :]
    target = torch.arange(count)
    same[target, target] = False
    same[target, count + target] = False  # a query's own hard negative may be of its own text
    full = _similarity(queries, passages, recipe.scale).masked_fill(same, -1e4)
    short = _similarity(queries[:, :prefix], passages[:, :prefix], recipe.scale).masked_fill(same, -1e4)
    beside = full + recipe.lexical_scale * lexical.scores(batch)
    # One prefix a step, drawn at random, teaches all of them at a fraction of the cost of taking each every time.
    return (
        recipe.alone * _both_ways(full, target)
        + recipe.beside * _both_ways(beside, target)
        + recipe.nested * _both_ways(short, target)
    )


def _similarity(queries: torch.Tensor, passages: torch.Tensor, scale: float) -> torch.Tensor:
    return scale * functional.normalize(queries, dim=1) @ functional.normalize(passages, dim=1).T


def _both_ways(scores: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    there = functional.cross_entropy(scores, target)
    return 0.7 * there + 0.3 * functional.cross_entropy(scores[:, : len(target)].T, target)
