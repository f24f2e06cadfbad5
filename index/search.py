"""The index as one object: passages, their documents, and what finds them.

A passage is indexed together with its document's title and its section path, in both indexes: reports on several cities
share headings and phrases, and often only the path says which city is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.types import Document, Passage
from index.embedding import Encoder, load_encoder
from index.errors import DamagedIndex, OtherEncoder, build_command
from index.normalize import simplify, terms
from index.records import by_id, uncollected
from index.types import Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.lexical import LexicalIndex
    from index.segments import Progress, Segment
    from index.snapshot import Facts, Manifest

# Collections up to this size are ranked without any approximation; of larger ones each index hands to fusion
# its best candidates, at least so many.
_ALL, _CANDIDATES = 1000, 256
# Scores are compared to this many decimals, so that equal passages stay equal whatever the order of summation.
_DECIMALS = 6
_REMEMBERED = 256


def _correct(lexical: LexicalIndex, query: str) -> str:
    from index import slips

    return slips.correct(query, lexical.frequencies)


class PassageIndex:
    """Searches a fixed set of passages; made by ``build`` or ``open``. Any number of threads may search it."""

    def __init__(self, segments: Sequence[Segment], encoder: Encoder) -> None:
        """Put segments together; documents and passages are in their order.

        Raises:
            ValueError: An id occurs twice.
        """
        from index.dense import DenseIndex
        from index.lexical import LexicalIndex

        self.segments = tuple(segments)
        self.documents: Mapping[str, Document] = MappingProxyType(
            by_id(document for segment in segments for document in segment.documents)
        )
        self.passages = tuple(passage for segment in segments for passage in segment.passages)
        self.encoder = encoder
        self._dense = DenseIndex([segment.vectors for segment in segments])
        self._lexical = LexicalIndex([segment.postings for segment in segments])
        self._rows: dict[str, list[int]] = {identifier: [] for identifier in self.documents}
        for row, passage in enumerate(self.passages):
            self._rows[passage.document_id].append(row)
        self._place = {passage.id: row for row, passage in enumerate(self.passages)}
        if len(self._place) < len(self.passages):
            by_id(self.passages)
        # A question is searched for in several forms, and corrected before each of them.
        self._corrected = lru_cache(maxsize=_REMEMBERED)(partial(_correct, self._lexical))

    @classmethod
    def build(
        cls,
        documents: Iterable[Document],
        passages: Iterable[Passage],
        encoder: Encoder,
        progress: Progress | None = None,
    ) -> PassageIndex:
        """Index passages.

        Args:
            documents: The passages' documents; ids are unique.
            passages: Those of a document in the order in which equals are to be found; ids are unique.
            encoder: The embedding model; the index is searched with the same one.
            progress: Told now and then how far it is.

        Raises:
            ValueError: An id occurs twice, or a passage is not the text of its span.
        """
        from index.segments import build_all

        return cls(build_all(by_id(documents).values(), by_id(passages).values(), encoder, progress), encoder)

    def save(self, directory: Path | str) -> None:
        """Publish the index as a new generation of the directory.

        Raises:
            IndexProblem: ``ForeignFolder``, ``BusyIndex`` or ``UnwritableIndex``; what was there stays as it was.
        """
        from index.publish import write

        files = (file for segment in self.segments for file in segment.files())
        write(Path(directory), facts_of(self.segments, self.encoder), files)

    @classmethod
    def open(cls, directory: Path | str, encoder: Encoder | None = None) -> PassageIndex:
        """Open the current generation of a directory, every file verified.

        Args:
            directory: Where ``save`` wrote.
            encoder: The model it was built with; loaded by the name in the manifest where none is given.

        Raises:
            IndexProblem: ``MissingIndex``, ``ForeignFolder``, ``DamagedIndex``, ``OtherFormat``, ``OtherEncoder``, or
                ``EncoderProblem`` where the model is not on this machine.
        """
        from index import snapshot

        directory = Path(directory)
        encoder = encoder or load_encoder(snapshot.manifest(directory).facts.encoder)

        def use(manifest: Manifest, fetch: Callable[[str], bytes]) -> PassageIndex:
            from index.segments import Segment

            _check_encoder(manifest.facts, encoder, directory)
            try:
                names = manifest.facts.settings["segments"]
                with uncollected():
                    segments = [Segment.from_files(name, fetch) for name in names]
                if any(segment.vectors.dimension != encoder.dimension for segment in segments):
                    raise ValueError("the vectors are of another dimension")
                return cls(segments, encoder)
            except (ValueError, KeyError, TypeError) as error:
                found, rebuild = f"索引 {directory} 的内容读不懂：{error}", build_command(directory)
                raise DamagedIndex(found, "完整的索引", rebuild) from error

        return snapshot.load(directory, use)

    def search(
        self, query: str, k: int = 10, documents: Collection[str] | None = None, *, dense_share: float | None = None
    ) -> list[Hit]:
        """Find passages.

        Args:
            query: A question or some words; typing slips in it find what the right words find.
            k: How many to find at most.
            documents: Ids of the documents to search; all where none are given.
            dense_share: Weight of the embedding model, from 0 (BM25 alone) to 1 (the model alone); the fitted one where
                none is given.

        Returns:
            Hits, best first, earlier passages first among equals. Passages that have nothing in common with the query
            are not hits, so there may be fewer than ``k``, or none.

        Raises:
            ValueError: ``k`` is not positive.
        """
        import numpy as np

        from index.fusion import DENSE_SHARE, fuse
        from index.lexical import best_rows

        if k < 1:
            raise ValueError(f"k must be positive, got {k}")
        allowed = self._allowed(documents)
        if not query.strip() or not self.passages or (allowed is not None and not len(allowed)):
            return []
        query = self.corrected(simplify(query))
        asked = terms(query)
        vector = self.encoder.encode([query], query=True)
        depth = max(_ALL if len(self.passages) <= _ALL else _CANDIDATES, 10 * k)
        _, near = self._dense.search(vector, depth, allowed)
        beside = np.sort(near[0][near[0] >= 0])
        if allowed is None:
            rows, lexical = self._lexical.best(asked, depth, beside)
        else:
            every = self._lexical.scores(asked)
            rows = np.union1d(beside, allowed[best_rows(every[allowed], depth)])
            lexical = every[rows]
        fused, repeated, cosine = fuse(
            lexical,
            self._dense.scores(vector[0], rows),
            self._lexical.bound(asked),
            DENSE_SHARE if dense_share is None else dense_share,
        )
        fused = np.round(fused, _DECIMALS)
        return [
            Hit(self.passages[rows[at]], float(fused[at]), float(repeated[at]), float(cosine[at]))
            for at in best_rows(fused, k)
            if fused[at] > 0
        ]

    def corrected(self, query: str) -> str:
        """Return a query in which typing slips are replaced by what the passages say and sounds alike."""
        return self._corrected(query)

    def frequency(self, word: str) -> int:
        """Return in how many passages a word stands, by its terms: an upper bound, exact for short words."""
        return self._lexical.frequency(terms(word))

    def passages_of(self, document_id: str) -> list[Passage]:
        """Return a document's passages in order.

        Raises:
            KeyError: There is no such document.
        """
        return [self.passages[row] for row in self._rows[document_id]]

    def neighbours(self, passage: Passage, width: int = 1) -> list[Passage]:
        """Return the passages just before and after one in its document, in order, without itself.

        Raises:
            KeyError: The passage is not of this index.
        """
        rows = self._rows[passage.document_id]
        place = rows.index(self._place[passage.id])
        around = rows[max(0, place - width) : place] + rows[place + 1 : place + 1 + width]
        return [self.passages[row] for row in around]

    def _allowed(self, documents: Collection[str] | None) -> NDArray[np.int64] | None:
        if documents is None:
            return None
        if isinstance(documents, str):
            raise TypeError("documents must be a collection of ids, not one id")
        import numpy as np

        rows = [row for identifier in set(documents) for row in self._rows.get(identifier, ())]
        return np.array(sorted(rows), dtype=np.int64)


def facts_of(segments: Sequence[Segment], encoder: Encoder) -> Facts:
    """Return what a generation of these segments is made with."""
    from index.lexical import K1, B
    from index.snapshot import Facts

    return Facts(
        encoder=encoder.name,
        fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        settings={"k1": K1, "b": B, "segments": [segment.name for segment in segments]},
        counts={
            "documents": sum(len(segment.documents) for segment in segments),
            "passages": sum(len(segment.passages) for segment in segments),
        },
    )


def _check_encoder(facts: Facts, encoder: Encoder, directory: Path) -> None:
    if (facts.fingerprint, facts.dimension) != (encoder.fingerprint, encoder.dimension):
        raise OtherEncoder(
            f"索引 {directory} 是用模型 {facts.encoder}（{facts.dimension} 维，校验和 {facts.fingerprint[:12]}）建立的",
            f"现在的模型 {encoder.name}（{encoder.dimension} 维，校验和 {encoder.fingerprint[:12]}）",
            build_command(directory),
        )
