"""BM25 between the queries and the passages of a training batch.

Adding these scores to those of the vectors before the loss makes the vectors learn what BM25 does not already tell
apart: the residual of Gao et al. (2021), "Complement Lexical Retrieval Model with Semantic Residual Embeddings".
"""

from __future__ import annotations

import numpy as np
import torch
from scipy.sparse import csr_matrix

from .pairs import Batch, ContextPairs
from .tokens import Ids

_K1 = 1.5
_B = 0.75
_SAMPLES = 10


class LexicalScorer:
    """BM25 with document frequencies counted once, over a sample of drawn passages."""

    def __init__(self, contexts: ContextPairs, size: int, rng: np.random.Generator) -> None:
        """Count document frequencies.

        Args:
            contexts: Drawn from for the sample.
            size: Number of tokens in the vocabulary.
            rng: Decides the sample.
        """
        passages = [passage for _ in range(_SAMPLES) for passage in contexts.draw(2048, rng).passages]
        counts = _counts(passages, size)
        found = np.bincount(counts.indices, minlength=size)
        self._size = size
        self._mean_length = float(counts.data.sum() / len(passages))
        # Robertson's inverse document frequency in the form that stays positive.
        self._rarity = np.log1p((len(passages) - found + 0.5) / (found + 0.5)).astype(np.float32)

    def scores(self, batch: Batch) -> torch.Tensor:
        """Return BM25 scores, shape ``(queries, passages)``, float32."""
        passages = _counts(batch.passages, self._size)
        lengths = np.asarray(passages.sum(axis=1)).ravel()
        spans = np.diff(passages.indptr)
        damping = np.repeat(_K1 * (1.0 - _B + _B * lengths / self._mean_length), spans)
        weight = passages.data * (_K1 + 1.0) / (passages.data + damping) * self._rarity[passages.indices]
        weighted = csr_matrix((weight.astype(np.float32), passages.indices, passages.indptr), passages.shape)
        queries = _counts(batch.queries, self._size)
        return torch.from_numpy((queries @ weighted.T).toarray())


def _counts(texts: list[Ids], size: int) -> csr_matrix:
    """Count tokens, one row a text."""
    ends = np.cumsum([0] + [len(text) for text in texts])
    flat = np.concatenate(texts)
    counts = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(texts), size))
    counts.sum_duplicates()
    return counts
