"""BM25 over terms, from term counts that are kept in parts: one for each batch of documents.

The "Lucene" variant of Robertson's formula (Kamphuis et al. 2020, "Which BM25 Do You Mean?"): a passage scores, for
each term of the query, the term's ``idf`` times a share below 1 that grows with the term's count and falls with the
passage's length. What depends on the whole collection (idf, mean length) is computed when it is asked for, from the
sums over all parts, so scores do not depend on how the passages are spread over parts.

Does not know what a term is: ``index.normalize.terms`` makes them. Terms are kept as 64-bit hashes alone: among ten
million different ones, two coincide with a probability of 3 in a million.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]

# Fitted on cmrc2018_trial; passages are of like length, so length hardly needs correcting.
K1 = 0.9
B = 0.4

_ARRAYS = {"terms": "uint64", "starts": "int64", "rows": "int32", "counts": "uint16", "lengths": "int32"}
_MOST = 65535
_CACHED_TERMS = 4096
_BLOCK = 4096
# A term that stands in more than one passage of so many is common: it pays to see whether it can matter.
_COMMON = 64
_SLACK = 1.001  # for sums that are rounded


class Postings:
    """The term counts of a fixed run of passages; row ``i`` is the ``i``-th passage of the run."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Wrap arrays; callers use ``build``, ``join`` or ``from_arrays``.

        Args:
            arrays: ``terms``: hashes in ascending order, shape ``(t,)``; ``starts``: where each term's postings start,
                shape ``(t + 1,)``; ``rows`` (ascending within a term) and ``counts``: the postings; ``lengths``: number
                of terms in each passage, shape ``(n,)``.
        """
        self.arrays = arrays
        self._terms, self._starts = arrays["terms"], arrays["starts"]
        self._rows, self._counts = arrays["rows"], arrays["counts"]
        self.lengths = arrays["lengths"]

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]]) -> Postings:
        """Count the terms of each passage."""
        numbers: dict[str, int] = {}
        found: list[NDArray[np.int32]] = []
        block: list[int] = []
        lengths: list[int] = []
        for passage in passages:
            block += [numbers.setdefault(term, len(numbers)) for term in passage]
            lengths.append(len(passage))
            if len(lengths) % _BLOCK == 0:
                found.append(np.array(block, np.int32))
                block = []
        ids = np.concatenate([*found, np.array(block, np.int32)])
        hashes = np.fromiter(map(_hash, numbers), np.uint64, len(numbers))
        del found, block, numbers  # what follows needs as much again
        rows = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        return _counted(hashes, ids, rows, None, np.array(lengths, np.int32))

    @classmethod
    def join(cls, parts: Sequence[tuple[Postings, NDArray[np.bool_]]]) -> Postings:
        """Make one of several, of which only some passages are kept.

        Args:
            parts: Each with a mask of the passages that are kept, shape ``(len(part),)``.
        """
        hashes, ids, rows, counts, lengths = [], [], [], [], []
        terms = rest = 0
        for part, keep in parts:
            kept = keep[part._rows]
            new = np.cumsum(keep) - 1 + rest
            hashes.append(part._terms)
            ids.append((np.repeat(np.arange(len(part._terms)), np.diff(part._starts)) + terms)[kept])
            rows.append(new[part._rows[kept]])
            counts.append(part._counts[kept])
            lengths.append(part.lengths[keep])
            terms += len(part._terms)
            rest += int(keep.sum())
        if not parts:
            return cls.build([])
        joined = [np.concatenate(one) for one in (hashes, ids, rows, counts, lengths)]
        return _counted(*joined)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Postings:
        """Check what was read from disk.

        Raises:
            ValueError: The arrays are not such postings.
        """
        try:
            right = all(arrays[name].dtype == kind and arrays[name].ndim == 1 for name, kind in _ARRAYS.items())
        except KeyError as error:
            raise ValueError(f"not postings: {error} is missing") from error
        if not right:
            raise ValueError("not postings: an array is of another type")
        terms, starts, rows, counts, lengths = (arrays[name] for name in _ARRAYS)
        fits = len(starts) == len(terms) + 1 and starts[0] == 0 and starts[-1] == len(rows) == len(counts)
        if not fits or np.any(np.diff(starts) < 0):
            raise ValueError("not postings: the parts do not fit together")
        if len(rows) and not 0 <= int(rows.min()) <= int(rows.max()) < len(lengths):
            raise ValueError("not postings: a row is out of range")
        return cls({name: arrays[name] for name in _ARRAYS})

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.lengths)

    @cached_property
    def total(self) -> int:
        """The number of terms in all passages together."""
        return int(self.lengths.sum(dtype=np.int64))

    def find(self, hashes: NDArray[np.uint64]) -> list[slice]:
        """Return where the postings of each term lie; an empty slice for one that is not there."""
        places = np.searchsorted(self._terms, hashes)
        inside = np.minimum(places, max(len(self._terms) - 1, 0))
        known = (self._terms[inside] == hashes) if len(self._terms) else np.zeros(len(hashes), np.bool_)
        return [
            slice(int(self._starts[at]), int(self._starts[at + 1])) if there else slice(0, 0)
            for at, there in zip(places, known, strict=True)
        ]

    def frequencies(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return in how many passages each term stands."""
        if not len(self._terms):
            return np.zeros(len(hashes), np.int64)
        inside = np.minimum(np.searchsorted(self._terms, hashes), len(self._terms) - 1)
        known = self._terms[inside] == hashes
        counts: NDArray[np.int64] = np.where(known, self._starts[inside + 1] - self._starts[inside], 0)
        return counts

    def add_scores(self, scores: Scores, where: slice, weight: float, norms: Scores) -> None:
        """Add one term's scores in place: ``weight * count / (count + norm)`` of each passage that holds it."""
        rows, counts = self._rows[where], self._counts[where].astype(np.float32)
        scores[rows] += np.float32(weight) * counts / (counts + norms[rows])  # a passage stands once in a column

    def add_scores_at(self, scores: Scores, among: Rows, where: slice, weight: float, norms: Scores) -> None:
        """Add one term's scores in place, to some passages alone.

        Args:
            scores: Those of the passages ``among``, shape ``(len(among),)``.
            among: Rows in ascending order.
            where: The term's postings.
            weight: The term's weight.
            norms: Those of all passages.
        """
        held = self._rows[where]
        places = np.searchsorted(held, among)
        there = np.flatnonzero(held[np.minimum(places, len(held) - 1)] == among)
        counts = self._counts[where][places[there]].astype(np.float32)
        scores[there] += np.float32(weight) * counts / (counts + norms[among[there]])


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
        hashes = np.array([_hash(term) for term in terms], np.uint64)
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
        hashed = np.array([_hash(term)], np.uint64)
        places = tuple(part.find(hashed)[0] for part in self._parts)
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


def _hash(term: str) -> int:
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _counted(
    hashes: NDArray[np.uint64],
    ids: NDArray[Any],
    rows: NDArray[np.integer[Any]],
    counts: NDArray[np.uint16] | None,
    lengths: NDArray[np.int32],
) -> Postings:
    """Sort occurrences by term and row.

    Args:
        hashes: The hash of each term number; one hash may have several numbers.
        ids: Term number of each occurrence.
        rows: Its row.
        counts: How often it counts; once where none are given.
        lengths: Number of terms in each row.
    """
    terms, inverse = np.unique(hashes, return_inverse=True)
    count = max(len(lengths), 1)
    # In place: the occurrences are by far the most that is in memory while an index is built.
    keys = inverse.astype(np.int64)[ids]
    keys *= count
    keys += rows
    if counts is None:
        keys.sort()
        first = _changes(keys)
        counts = np.minimum(np.diff(np.append(first, len(keys))), _MOST).astype(np.uint16)
        keys = keys[first]
    else:
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
    rows = (keys % count).astype(np.int32)
    keys //= count
    starts = _changes(keys)
    return Postings(
        {
            "terms": terms[keys[starts]],
            "starts": np.append(starts, len(keys)).astype(np.int64),
            "rows": rows,
            "counts": counts,
            "lengths": lengths.astype(np.int32),
        }
    )


def _changes(ascending: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where another number begins in an ascending array."""
    changes = np.flatnonzero(ascending[1:] != ascending[:-1]) + 1
    return np.concatenate([np.zeros(min(1, len(ascending)), np.int64), changes])
