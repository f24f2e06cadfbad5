"""How often the terms of a batch of passages stand in each: what BM25 is computed from.

Terms are kept as 64-bit hashes alone: among ten million different ones, two coincide with a probability of 3 in a
million.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]

_ARRAYS = {"terms": "uint64", "starts": "int64", "rows": "int32", "counts": "uint16", "lengths": "int32"}
_MOST = 65535
_BLOCK = 4096


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
        hashes = np.fromiter(map(hashed, numbers), np.uint64, len(numbers))
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
        return [slice(int(start), int(end)) for start, end in self._edges(hashes).T]

    def frequencies(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return in how many passages each term stands."""
        starts, ends = self._edges(hashes)
        counts: NDArray[np.int64] = ends - starts
        return counts

    def _edges(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return where the postings of each term start and end, shape ``(2, len(hashes))``; 0 for an unknown one."""
        if not len(self._terms):
            return np.zeros((2, len(hashes)), np.int64)
        inside = np.minimum(np.searchsorted(self._terms, hashes), len(self._terms) - 1)
        known = self._terms[inside] == hashes
        return np.where(known, np.stack([self._starts[inside], self._starts[inside + 1]]), 0)

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


def hashed(term: str) -> int:
    """Return the number by which a term is kept."""
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
