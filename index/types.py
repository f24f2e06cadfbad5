"""The value types of the index room: what a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, with why.

    All three figures are higher for better and comparable across queries: they do not depend on what else was found.

    Attributes:
        passage: The passage.
        score: ``(1 - share) * lexical + share * dense``, in (0, 1]; see ``index.fusion``.
        lexical: BM25 as a share of the most that any text could score for the query, in [0, 1): about the share of
            the query's information (rare words weigh more) that the passage repeats.
        dense: Cosine of query and passage, in [0, 1]; negative cosines count as 0.
    """

    passage: Passage
    score: float
    lexical: float
    dense: float
