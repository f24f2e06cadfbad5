"""Give every token a first vector from the company it keeps: positive PMI, factored by a randomised SVD.

Levy, Goldberg and Dagan (2015), "Improving Distributional Similarity with Lessons Learned from Word Embeddings":
context distribution smoothing with exponent 0.75 and eigenvalues weighted by a square root.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from .tokens import Ids

_CONTEXTS = 8192
_WINDOW = 5
_SMOOTHING = 0.75
_RARITY = 3e-4


def cooccurrence(ids: Ids, size: int, contexts: int = _CONTEXTS) -> csr_matrix:
    """Count neighbours within five tokens, nearer ones counting more.

    Args:
        ids: Running token ids; ids are ordered by frequency, so the contexts are simply the lowest ones.
        size: Number of tokens in the vocabulary.
        contexts: Only tokens with an id below this count as neighbours, which keeps the matrix small.

    Returns:
        Weighted counts, shape ``(size, contexts)``, float32.
    """
    counts = csr_matrix((size, contexts), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        for word, neighbour in ((ids[:-distance], ids[distance:]), (ids[distance:], ids[:-distance])):
            near = neighbour < contexts
            weights = np.full(int(near.sum()), 1.0 / distance, dtype=np.float32)
            counts += coo_matrix((weights, (word[near], neighbour[near])), shape=(size, contexts)).tocsr()
    return counts


def ppmi(counts: csr_matrix) -> csr_matrix:
    """Turn counts into positive pointwise mutual information; cells that would be negative are dropped."""
    words = np.asarray(counts.sum(axis=1)).ravel()
    neighbours = np.asarray(counts.sum(axis=0)).ravel() ** _SMOOTHING
    cells = counts.tocoo()
    expected = words[cells.row] * neighbours[cells.col] / neighbours.sum()
    values = np.log(np.maximum(cells.data, 1e-9) / np.maximum(expected, 1e-9))
    positive = values > 0
    return csr_matrix((values[positive], (cells.row[positive], cells.col[positive])), shape=counts.shape)


def initial_vectors(ids: Ids, size: int, dimension: int, seed: int, mixed: float = 0.3) -> NDArray[np.float32]:
    """Return first vectors, shape ``(size, dimension)``: meaning mixed with identity, shorter for frequent tokens.

    The random share lets two words of like company still be told apart, which is what finds a name or a number.
    The length falls with frequency as in Arora et al. (2017), "A Simple but Tough-to-Beat Baseline for Sentence
    Embeddings".
    """
    left, scale, _ = randomized_svd(ppmi(cooccurrence(ids, size)), dimension, n_iter=2, random_state=seed)
    meaning = _unit(left * np.sqrt(scale))
    # The factors come strongest first; a rotation spreads them evenly before Matryoshka training sorts them anew.
    rng = np.random.default_rng(seed)
    identity = _unit(rng.standard_normal((size, dimension)))
    share = np.bincount(ids, minlength=size) / len(ids)
    vectors = _unit(np.sqrt(1.0 - mixed) * meaning + np.sqrt(mixed) * identity)
    weighted: NDArray[np.float32] = (vectors * (_RARITY / (_RARITY + share))[:, None]).astype(np.float32)
    weighted[0] = 0.0
    return weighted


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    unit: NDArray[np.float64] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
