"""Nearest vectors by inner product, in parts: one for each batch of documents; the one door to FAISS.

Of unit vectors the inner product is the cosine, in [-1, 1]; higher is better. The type of a part goes by its size:

- up to ``EXACT`` vectors: ``IndexFlatIP``, exact;
- more: ``IndexIVFScalarQuantizer``, the vectors in cells around k-means centres, each kept in half precision; a query
  looks into the ``PROBES`` nearest cells. Half precision changes a cosine by less than ``ERROR``.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

EXACT = 10_000
"""The largest part that is searched exactly."""
ERROR = 5e-4
"""How far a cosine from a part in half precision may be off; 2 ** -11 is the format's relative error."""
PROBES = 24
"""Cells that a query looks into; see ``eval.speed`` for the recall that this buys."""
# Cells for a part of n vectors: 2 sqrt(n). Vectors for each cell to train with; more makes no better centres.
_CELLS, _SAMPLE, _ROUNDS = 2, 32, 6
_limited = threading.Lock()


class DensePart:
    """The vectors of a fixed run of passages; row ``i`` is the ``i``-th vector that it was built from."""

    def __init__(self, index: faiss.Index) -> None:
        """Wrap a FAISS index; callers use ``build`` or ``from_bytes``."""
        self._index: Any = index
        self._inverted = hasattr(index, "nprobe")
        if self._inverted:
            self._map()

    @classmethod
    def build(cls, vectors: Vectors, exact: int = EXACT) -> DensePart:
        """Index vectors of shape ``(n, dimension)``, float32; ``n`` may be 0.

        Args:
            vectors: The vectors.
            exact: The largest number that is searched exactly.
        """
        import faiss

        _work_alone()
        count, dimension = vectors.shape
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        index: Any = faiss.IndexFlatIP(dimension)
        if count > exact:
            cells = int(_CELLS * count**0.5)
            centres: Any = faiss.IndexFlatIP(dimension)
            half = faiss.ScalarQuantizer.QT_fp16
            index = faiss.IndexIVFScalarQuantizer(centres, dimension, cells, half, faiss.METRIC_INNER_PRODUCT, False)
            index.cp.niter, index.cp.min_points_per_centroid = _ROUNDS, 1
            sample = vectors[:: max(1, count // (_SAMPLE * cells))]
            index.cp.max_points_per_centroid = len(sample) // cells + 1
            index.train(np.ascontiguousarray(sample))
            # What was trained must not be freed with the local name.
            index.own_fields = True
            centres.this.disown()
        index.add(vectors)
        return cls(index)

    def _map(self) -> None:
        """Remember the place of each row, for ``vectors``; not kept on disk."""
        inverted: Any = self._index
        inverted.make_direct_map()

    @classmethod
    def join(cls, parts: Sequence[tuple[DensePart, NDArray[np.bool_]]], dimension: int) -> DensePart:
        """Make one of several, of which only some rows are kept: each with a mask of shape ``(len(part),)``."""
        kept = [part.vectors(np.flatnonzero(keep)) for part, keep in parts]
        return cls.build(np.concatenate([np.zeros((0, dimension), np.float32), *kept]))

    @classmethod
    def from_bytes(cls, data: bytes) -> DensePart:
        """Read what ``to_bytes`` wrote.

        Raises:
            ValueError: The bytes are not such an index.
        """
        import faiss

        # A forged length must not make FAISS allocate more than the file could hold. The limit is the process's.
        with _limited:
            before = faiss.get_deserialization_vector_byte_limit()
            faiss.set_deserialization_vector_byte_limit(len(data) + 1)
            try:
                index: Any = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
            except RuntimeError as error:
                raise ValueError(f"not a FAISS index: {error}") from error
            finally:
                faiss.set_deserialization_vector_byte_limit(before)
        known = isinstance(index, faiss.IndexFlat | faiss.IndexIVFScalarQuantizer)
        if not known or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise ValueError(f"not an exact inner-product index, nor an inverted one: {type(index).__name__}")
        return cls(index)

    def to_bytes(self) -> bytes:
        """Return the whole index; the same vectors give the same bytes."""
        faiss: Any = importlib.import_module("faiss")  # its stubs lack the direct map

        if self._inverted:
            self._index.set_direct_map_type(faiss.DirectMap.NoMap)
        try:
            return bytes(faiss.serialize_index(self._index).tobytes())
        finally:
            if self._inverted:
                self._map()

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of the vectors."""
        return int(self._index.d)

    @property
    def kind(self) -> str:
        """The name of the FAISS type."""
        return type(self._index).__name__

    def search(self, queries: Vectors, k: int, rows: Rows | None = None) -> tuple[Vectors, Rows]:
        """Find the nearest vectors; see ``DenseIndex.search``. Row -1 fills up where an inverted index finds fewer."""
        import faiss

        among = None if rows is None else faiss.IDSelectorBatch(rows)
        # The stubs lack the arguments, and only they keep the selector alive.
        plain: Any = faiss.SearchParameters
        inverted: Any = faiss.SearchParametersIVF
        parameters = inverted(sel=among, nprobe=PROBES) if self._inverted else plain(sel=among) if among else None
        scores, found = self._index.search(queries, k, params=parameters)
        return scores, found

    def vectors(self, rows: Rows) -> Vectors:
        """Return some rows, shape ``(len(rows), dimension)``."""
        if not len(rows):
            return np.zeros((0, self.dimension), np.float32)
        vectors: Vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return vectors


class DenseIndex:
    """A fixed collection of vectors in parts; rows are counted through all parts."""

    def __init__(self, parts: Sequence[DensePart]) -> None:
        """Put parts of one dimension together."""
        self._parts = tuple(parts)
        self._ends = list(accumulate(map(len, self._parts)))

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index vectors of shape ``(n, dimension)``, float32, in one part."""
        return cls([DensePart.build(vectors)])

    def __len__(self) -> int:
        """Return the number of vectors."""
        return self._ends[-1] if self._ends else 0

    def search(self, queries: Vectors, k: int, rows: Rows | None = None) -> tuple[Vectors, Rows]:
        """Find the nearest vectors of each query.

        Args:
            queries: Shape ``(q, dimension)``, float32.
            k: How many to find; fewer come back where there are fewer.
            rows: Search among these alone; all different, ascending.

        Returns:
            Scores (float32) and rows (int64), each of shape ``(q, min(k, n))``, best first. Where an inverted part
            looked into too few cells, places at the end may hold no row: -1, with a score of minus infinity.
        """
        _work_alone()
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        scores, found = [np.zeros((len(queries), 0), np.float32)], [np.zeros((len(queries), 0), np.int64)]
        for part, end in zip(self._parts, self._ends, strict=True):
            start = end - len(part)
            among = None if rows is None else rows[np.searchsorted(rows, start) : np.searchsorted(rows, end)] - start
            count = min(k, len(part) if among is None else len(among))
            if count > 0:
                near, places = part.search(queries, count, among)
                scores.append(np.where(places < 0, -np.inf, near).astype(np.float32))
                found.append(np.where(places < 0, -1, places + start))
        if len(scores) <= 2:
            return scores[-1], found[-1]
        all_scores, all_rows = np.concatenate(scores, axis=1), np.concatenate(found, axis=1)
        order = np.argsort(-all_scores, axis=1, kind="stable")[:, : max(k, 0)]
        return np.take_along_axis(all_scores, order, 1), np.take_along_axis(all_rows, order, 1)

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the inner products of one query, shape ``(dimension,)``, with some rows, shape ``(len(rows),)``.

        Args:
            query: The query's vector.
            rows: Rows in ascending order.
        """
        _work_alone()
        scores = np.zeros(len(rows), np.float32)
        for part, end in zip(self._parts, self._ends, strict=True):
            start = end - len(part)
            first, last = np.searchsorted(rows, [start, end])
            # Not `vectors @ query`: einsum starts no threads, and sums every row in the same order.
            scores[first:last] = np.einsum("ij,j->i", part.vectors(rows[first:last] - start), query)
        return scores


def _work_alone() -> None:
    """Keep FAISS to the calling thread, for which alone this holds.

    One query over some 10,000 vectors takes less than a millisecond; beside other busy processes, waiting for a second
    thread made it forty.
    """
    import faiss

    faiss.omp_set_num_threads(1)
