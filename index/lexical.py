"""BM25 over terms; the one door to bm25s, which scores every passage for every term when the index is built.

Lucene's variant (Kamphuis et al. 2020, "Which BM25 do you mean?"): a passage scores, for each term of the query, the
term's ``idf`` times a share below 1 that grows with the term's count and falls with the passage's length. Does not know
what a term is: ``index.normalize.terms`` makes them.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Rows = NDArray[np.int64]

# Fitted on cmrc2018_trial; passages are of like length, so length hardly needs correcting.
K1 = 0.9
B = 0.4

_ARRAYS = {"data": "float32", "indices": "int32", "indptr": "int64"}


class LexicalIndex:
    """A fixed collection of passages; row ``i`` is the ``i``-th that it was built from."""

    def __init__(self, vocabulary: dict[str, int], arrays: dict[str, NDArray[Any]], count: int) -> None:
        """Wrap the matrix that bm25s made; callers use ``build`` or ``from_bytes``.

        Args:
            vocabulary: The number of each term.
            arrays: The scores of every passage for every term, a sparse matrix in CSC form, a column for each term.
            count: Number of passages.
        """
        self._arrays = arrays
        self._vocabulary = vocabulary
        self._frequencies = np.diff(arrays["indptr"])
        self._count = count

    @classmethod
    def build(cls, passages: Iterable[Sequence[str]]) -> LexicalIndex:
        """Index the terms of each passage."""
        import bm25s

        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in passage] for passage in passages]
        if not vocabulary:
            arrays = {name: np.zeros(int(name == "indptr"), dtype=kind) for name, kind in _ARRAYS.items()}
            return cls(vocabulary, arrays, len(ids))
        engine = bm25s.BM25(k1=K1, b=B)
        engine.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(vocabulary, {name: engine.scores[name].astype(kind) for name, kind in _ARRAYS.items()}, len(ids))

    @classmethod
    def from_bytes(cls, data: bytes) -> LexicalIndex:
        """Read what ``to_bytes`` wrote.

        Raises:
            ValueError: The bytes are not such an index.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                arrays = {name: file[name] for name in _ARRAYS}
                words = json.loads(file["vocabulary"].tobytes())
                count = int(file["count"])
        except (OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
            raise ValueError(f"not a lexical index: {error}") from error
        if len(arrays["indptr"]) != len(words) + 1 or len(arrays["data"]) != len(arrays["indices"]):
            raise ValueError("not a lexical index: its parts do not fit together")
        return cls({word: at for at, word in enumerate(words)}, arrays, count)

    def to_bytes(self) -> bytes:
        """Return the whole index as an npz archive without pickles; the same passages give the same bytes."""
        words = json.dumps(list(self._vocabulary), ensure_ascii=False).encode()
        file = io.BytesIO()
        parts: dict[str, Any] = {"vocabulary": np.frombuffer(words, np.uint8), "count": np.int64(self._count)}
        parts |= self._arrays
        np.savez(file, **parts)
        return file.getvalue()

    def __len__(self) -> int:
        """Return the number of passages."""
        return self._count

    def scores(self, query: Sequence[str]) -> Scores:
        """Return the BM25 score of every passage, shape ``(n,)``, float32; zeros where no term is known."""
        # bm25s would do the same, but takes 0.2 s to import, which a question from a cold start cannot spare.
        data, indices, indptr = (self._arrays[name] for name in _ARRAYS)
        scores = np.zeros(self._count, np.float32)
        for term in query:
            if (at := self._vocabulary.get(term)) is not None:
                column = slice(indptr[at], indptr[at + 1])
                scores[indices[column]] += data[column]  # a passage stands once in a column
        return scores

    def bound(self, query: Sequence[str]) -> float:
        """Return a score that no text could reach: the sum of the terms' idf, those of unknown terms included.

        It makes scores of different queries comparable: ``scores / bound`` is in [0, 1), about the share of the query's
        information that a passage repeats. 0 for a query without terms.
        """
        return sum(self._idf(self._vocabulary.get(term)) for term in query)

    def frequency(self, query: Sequence[str]) -> int:
        """Return in how many passages all terms may stand: no more than the rarest does; 0 if one is unknown."""
        rows = [self._vocabulary.get(term) for term in query]
        return min((0 if at is None else int(self._frequencies[at]) for at in rows), default=0)

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

    def _idf(self, term: int | None) -> float:
        frequency = 0 if term is None else int(self._frequencies[term])
        return math.log(1 + (self._count - frequency + 0.5) / (frequency + 0.5))


def best_rows(scores: Scores, k: int) -> Rows:
    """Return the rows of the ``k`` highest scores (fewer where there are fewer), best first, equals by row."""
    # Everything not below the k-th score, so that equals at the border are decided by row, not by chance.
    least = np.partition(scores, -k)[-k] if 0 < k < len(scores) else -np.inf
    rows = np.flatnonzero(scores >= least)
    best: Rows = rows[np.argsort(-scores[rows], kind="stable")][: max(k, 0)].astype(np.int64)
    return best
