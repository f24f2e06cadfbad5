"""Nearest vectors by inner product; the one door to FAISS.

Exact search, which is fast enough to about 100,000 passages. Of unit vectors the inner product is the cosine, in
[-1, 1]; higher is better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import faiss

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class DenseIndex:
    """A fixed collection of vectors; row ``i`` is the ``i``-th vector that it was built from."""

    def __init__(self, index: faiss.Index) -> None:
        """Wrap a FAISS index; callers use ``build`` or ``from_bytes``."""
        self._index: Any = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """Index vectors of shape ``(n, dimension)``, float32; ``n`` may be 0."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> DenseIndex:
        """Read what ``to_bytes`` wrote.

        Raises:
            ValueError: The bytes are not such an index.
        """
        import faiss

        # A forged length must not make FAISS allocate more than the file could hold. The limit is the process's.
        before = faiss.get_deserialization_vector_byte_limit()
        faiss.set_deserialization_vector_byte_limit(len(data) + 1)
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise ValueError(f"not a FAISS index: {error}") from error
        finally:
            faiss.set_deserialization_vector_byte_limit(before)
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise ValueError(f"not an exact inner-product index: {type(index).__name__}")
        return cls(index)

    def to_bytes(self) -> bytes:
        """Return the whole index; the same vectors give the same bytes."""
        import faiss

        return bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of the vectors."""
        return int(self._index.d)

    def search(self, queries: Vectors, k: int, rows: Rows | None = None) -> tuple[Vectors, Rows]:
        """Find the nearest vectors of each query.

        Args:
            queries: Shape ``(q, dimension)``, float32.
            k: How many to find; fewer come back where there are fewer.
            rows: Search among these alone; all different.

        Returns:
            Scores (float32) and rows (int64), each of shape ``(q, min(k, n))``, best first.
        """
        import faiss

        count = min(k, len(self) if rows is None else len(rows))
        if count < 1:
            return np.zeros((len(queries), 0), np.float32), np.zeros((len(queries), 0), np.int64)
        _work_alone()
        parameters: Any = faiss.SearchParameters  # its stub lacks the arguments, and only they keep the selector alive
        among = None if rows is None else parameters(sel=faiss.IDSelectorBatch(rows))
        scores, found = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), count, params=among)
        return scores, found

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """Return the inner products of one query, shape ``(dimension,)``, with some rows, shape ``(len(rows),)``."""
        if not len(rows):
            return np.zeros(0, np.float32)
        _work_alone()
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        # Not `vectors @ query`: einsum starts no threads, and sums every row in the same order.
        scores: Vectors = np.einsum("ij,j->i", vectors, query)
        return scores


def _work_alone() -> None:
    """Keep FAISS to the calling thread, for which alone this holds.

    One query over some 10,000 vectors takes less than a millisecond; beside other busy processes, waiting for a second
    thread made it forty.
    """
    import faiss

    faiss.omp_set_num_threads(1)
