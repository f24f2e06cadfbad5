"""Sketches of documents, by which near duplicates are recognised without comparing texts.

A sketch is the smallest hashes of a document's eight-character runs (bottom-k, Cohen and Kaplan 2007, "Summarizing Data
Using Bottom-k Sketches"): the share of hashes that two sketches have in common is about the share of runs that the
documents have in common.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from corpus.types import Document

SIMILAR = 0.7
"""From this share of common runs on, documents are called near duplicates."""
_RUN = 8
_SIZE = 48
# Notes of a line or two are too short to call copies.
_LEAST = 40
# A run that so many documents have (a letterhead, a legal phrase) tells nothing.
_EVERYWHERE = 40
_NONE = np.uint64(2**64 - 1)
_PRIME = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


class Sketches:
    """A sketch for each of some documents."""

    def __init__(self, hashes: Hashes) -> None:
        """Wrap an array of shape ``(n, 48)``, each row ascending, short ones filled up with the largest number."""
        self._hashes = hashes

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Sketches:
        """Make the sketch of each document."""
        rows = [_sketch(document.text) for document in documents]
        return cls(np.array(rows, np.uint64).reshape(len(rows), _SIZE))

    @classmethod
    def join(cls, parts: Sequence[tuple[Sketches, NDArray[np.bool_]]]) -> Sketches:
        """Make one of several, of which only some rows are kept."""
        kept = [part._hashes[mask] for part, mask in parts]
        return cls(np.concatenate([np.zeros((0, _SIZE), np.uint64), *kept]))

    @classmethod
    def from_bytes(cls, data: bytes) -> Sketches:
        """Read what ``to_bytes`` wrote.

        Raises:
            ValueError: The bytes are no sketches.
        """
        try:
            hashes = np.load(io.BytesIO(data), allow_pickle=False)
        except (OSError, EOFError) as error:
            raise ValueError(f"no sketches: {error}") from error
        if hashes.dtype != np.uint64 or hashes.ndim != 2 or hashes.shape[1] != _SIZE:
            raise ValueError("no sketches: an array of another type")
        return cls(hashes)

    def to_bytes(self) -> bytes:
        """Return the array as a ``.npy`` file."""
        file = io.BytesIO()
        np.save(file, self._hashes)
        return file.getvalue()

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self._hashes)


def alike(sketches: Sketches, new: Sequence[int]) -> list[tuple[int, int, float]]:
    """Return near duplicates: a new row, another row, and about what share of their runs they have in common.

    Args:
        sketches: Those of all documents.
        new: The rows of the new ones; two others are not compared.
    """
    hashes = sketches._hashes
    fresh = set(new)
    rows = np.repeat(np.arange(len(hashes)), _SIZE)
    flat = hashes.ravel()
    known = flat != _NONE
    order = np.argsort(flat[known], kind="stable")
    values, owners = flat[known][order], rows[known][order]
    cuts = np.flatnonzero(np.diff(values)) + 1
    common: Counter[tuple[int, int]] = Counter()
    starts, ends = np.append(0, cuts), np.append(cuts, len(values))
    for start, end in zip(starts[(ends - starts) > 1], ends[(ends - starts) > 1], strict=True):
        group = owners[start:end].tolist()
        if len(group) <= _EVERYWHERE and not fresh.isdisjoint(group):
            common.update(pair for pair in combinations(sorted(group), 2) if pair[0] in fresh or pair[1] in fresh)
    sizes = (hashes != _NONE).sum(axis=1)
    found = []
    for (first, second), times in common.items():
        shorter = int(min(sizes[first], sizes[second]))
        share = times / shorter
        if share >= SIMILAR and shorter >= _LEAST:
            found.append((second, first, share) if second in fresh else (first, second, share))
    return sorted(found)


def _sketch(text: str) -> Hashes:
    codes = np.frombuffer("".join(text.split()).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    smallest = np.full(_SIZE, _NONE)
    if len(codes) < _RUN:
        return smallest
    mixed = np.zeros(len(codes) - _RUN + 1, np.uint64)
    for at in range(_RUN):
        mixed = (mixed ^ codes[at : len(codes) - _RUN + 1 + at]) * _PRIME
        mixed ^= mixed >> np.uint64(29)
    distinct = np.unique(mixed)[:_SIZE]
    smallest[: len(distinct)] = distinct
    return smallest
