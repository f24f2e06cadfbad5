"""BM25 over terms, from term counts that are kept in parts: one for each batch of documents.

The "Lucene" variant of Robertson's formula (Kamphuis et al. 2020, "Which BM25 Do You Mean?"): a passage scores, for
each term of the query, the term's ``idf`` times a share below 1 that grows with the term's count and falls with the
passage's length. What depends on the whole collection (idf, mean length) is computed when it is asked for, from the
sums over all parts, so scores do not depend on how the passages are spread over parts.

Does not know what a term is: ``index.normalize.terms`` makes them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.postings import Postings, Rows, Scores, hashed

# Fitted on cmrc2018_trial; passages are of like length, so length hardly needs correcting.
K1 = 0.9
B = 0.4

_CACHED_TERMS = 4096
# A term that stands in more than one passage of so many is common: it pays to see whether it can matter.
_COMMON = 64
_SLACK = 1.001  # for sums that are rounded


class LexicalIndex:
    """A fixed collection of passages in parts; rows are counted through all parts."""

    def __init__(self, parts: Sequence[Postings]) -> None:
        """Put parts together."""
        self._parts = tuple(parts)
        self._ends = list(accumulate(map(len, self._parts)))
        self._count = self._ends[-1] if self._ends else 0
        mean = sum(part.total for part in self._parts) / self._count if self._count else 0.0
        # What a count is weighed against, for each passage; without any terms there is nothing to weigh.
        self._norms = [
            (K1 * (1 - B + B * part.lengths / mean) if mean else np.ones(len(part))).astype(np.float32)
            for part in self._parts
        ]
        self._where = lru_cache(_CACHED_TERMS)(self._find)

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]]) -> LexicalIndex:
        """Index the terms of each passage, in one part."""
        return cls([Postings.build(passages)])

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._count

    def scores(self, query: Sequence[str]) -> Scores:
        """Return the BM25 score of every passage, shape ``(n,)``, float32; zeros where no term is known."""
        scores = np.zeros(self._count, np.float32)
        for term in query:
            frequency, places = self._where(term)
            self._add(scores, places, self._idf(frequency))
        return scores

    def best(self, query: Sequence[str], k: int, beside: Rows) -> tuple[Rows, Scores]:
        """Find the best passages without scoring all others in full.

        Terms are taken rarest first. Once the ``k``-th best score so far exceeds all that the terms left over can add,
        no passage that lags further behind can come among the best, and the common terms, which stand nearly
        everywhere, are looked up for the others alone (MaxScore; Turtle and Flood 1995).

        Args:
            query: The terms.
            k: How many to find; positive.
            beside: Rows, in ascending order, whose scores are wanted as well.

        Returns:
            Rows in ascending order, those of the ``k`` best and ``beside`` among them, and their BM25 scores.
        """
        found = sorted((self._where(term) for term in query), key=lambda item: item[0])
        weights = [self._idf(frequency) for frequency, _ in found]
        left = [*accumulate(reversed(weights))][::-1]
        scores = np.zeros(self._count, np.float32)
        taken, looked = len(found), 0
        rows: Rows = np.zeros(0, np.int64)
        for number, ((frequency, places), weight) in enumerate(zip(found, weights, strict=True)):
            if number and frequency * _COMMON > self._count > k and frequency > 2 * looked:
                looked = frequency
                rows = _within(scores, k, left[number] * _SLACK)
                if len(rows):
                    taken = number
                    break
            self._add(scores, places, weight)
        if taken == len(found):
            rows = best_rows(scores, k)
        rows = np.union1d(rows, beside)
        kept = scores[rows]
        for (_, places), weight in zip(found[taken:], weights[taken:], strict=True):
            self._add_at(kept, rows, places, weight)
        wanted = np.isin(rows, beside, assume_unique=True)
        wanted[best_rows(kept, k)] = True
        return rows[wanted], kept[wanted]

    def _add(self, scores: Scores, places: Sequence[slice], weight: float) -> None:
        for part, norms, end, where in zip(self._parts, self._norms, self._ends, places, strict=True):
            if where.start < where.stop:
                part.add_scores(scores[end - len(part) : end], where, weight, norms)

    def _add_at(self, scores: Scores, rows: Rows, places: Sequence[slice], weight: float) -> None:
        edges = np.searchsorted(rows, [0, *self._ends])
        for number, (part, norms, end, where) in enumerate(
            zip(self._parts, self._norms, self._ends, places, strict=True)
        ):
            own = slice(int(edges[number]), int(edges[number + 1]))
            if where.start < where.stop and own.start < own.stop:
                part.add_scores_at(scores[own], rows[own] - (end - len(part)), where, weight, norms)

    def bound(self, query: Sequence[str]) -> float:
        """Return a score that no text could reach: the sum of the terms' idf, those of unknown terms included.

        It makes scores of different queries comparable: ``scores / bound`` is in [0, 1), about the share of the query's
        information that a passage repeats. 0 for a query without terms.
        """
        return sum(self._idf(self._where(term)[0]) for term in query)

    def frequency(self, query: Sequence[str]) -> int:
        """Return in how many passages all terms may stand: no more than the rarest does; 0 if one is unknown."""
        return min((self._where(term)[0] for term in query), default=0)

    def frequencies(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """Return in how many passages each of many terms stands, shape ``(len(terms),)``, int64; not remembered."""
        hashes = np.array([hashed(term) for term in terms], np.uint64)
        found = np.zeros(len(terms), np.int64)
        for part in self._parts:
            found += part.frequencies(hashes)
        return found

    def search(self, query: Sequence[str], k: int) -> tuple[Scores, Rows]:
        """Find the best passages.

        Returns:
            Scores (float32) and rows (int64) of the at most ``k`` passages that hold a term of the query, best first,
            earlier rows first among equals.
        """
        scores = self.scores(query)
        rows = best_rows(scores, k)
        rows = rows[scores[rows] > 0]
        return scores[rows], rows

    def _find(self, term: str) -> tuple[int, tuple[slice, ...]]:
        """Return in how many passages a term stands, and where its postings lie in each part."""
        hashes = np.array([hashed(term)], np.uint64)
        places = tuple(part.find(hashes)[0] for part in self._parts)
        return sum(where.stop - where.start for where in places), places

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5))


def best_rows(scores: Scores, k: int) -> Rows:
    """Return the rows of the ``k`` highest scores (fewer where there are fewer), best first, equals by row."""
    # Everything not below the k-th score, so that equals at the border are decided by row, not by chance.
    rows = np.arange(len(scores))
    if 0 < k < len(scores):
        above = scores[scores > 0]  # few of many; most passages have nothing in common with a query
        least = np.partition(above, -k)[-k] if k < len(above) else np.partition(scores, -k)[-k]
        rows = np.flatnonzero(scores >= least)
    best: Rows = rows[np.argsort(-scores[rows], kind="stable")][: max(k, 0)].astype(np.int64)
    return best


def _within(scores: Scores, k: int, reach: float) -> Rows:
    """Return the rows that are less than ``reach`` below the ``k``-th best score; none where zeros are, too."""
    above = scores[scores > 0]
    least = np.partition(above, -k)[-k] if k <= len(above) else 0.0
    return np.flatnonzero(scores >= least - np.float32(reach)) if least > reach else np.zeros(0, np.int64)
