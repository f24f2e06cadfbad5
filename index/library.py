"""A library: an index on disk whose documents come and go while others ask."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.passages import split
from corpus.types import Document
from index import snapshot
from index.embedding import Encoder, load_encoder
from index.errors import IndexProblem, NoSuchDocument
from index.search import PassageIndex, facts_of

if TYPE_CHECKING:
    from index.segments import Progress, Segment

# Segments with fewer documents than this are joined once there are many of them.
_SMALL, _MANY_SMALL = 256, 8
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a library, as a list shows it; ``sha256`` is that of all that the document says."""

    id: str
    title: str
    issue: str
    issuer: str
    date: str
    source: str
    passages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change did, by the documents' ids.

    Attributes:
        added: New ones.
        replaced: Those whose content is another now.
        unchanged: Those that were there already, as they are.
        removed: Those that are gone.
        similar: Near duplicates: an added or replaced one, another one, and the share that they have in common.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    similar: tuple[tuple[str, str, float], ...] = ()


class Library:
    """A directory of documents that can be changed while others ask."""

    def __init__(self, directory: Path | str, encoder: Encoder | None = None) -> None:
        """Name the directory; nothing is read yet, and it need not exist.

        Args:
            directory: Where the index lies.
            encoder: The embedding model; that of the index, or the bundled one for a new index, where none is given.
        """
        self.directory = Path(directory)
        self._encoder = encoder

    def add(
        self, documents: Iterable[Document], progress: Progress | None = None, patience: float = _PATIENCE
    ) -> Changes:
        """Add documents; one with an id that is there already replaces it, unless it is the same.

        All of them appear at once, or none. What is the same is neither cut nor embedded again.

        Args:
            documents: The documents; of several with one id the last counts.
            progress: Told now and then how far it is.
            patience: How many seconds to wait for another writer.

        Raises:
            IndexProblem: The library cannot be read or written; it stays as it was.
        """
        from index.publish import writing
        from index.segments import build_all, fingerprint

        wanted = {document.id: document for document in documents}
        with writing(self.directory, patience):
            segments, encoder = self._current()
            present = {
                document.id: fingerprint(document)
                for segment in segments
                for document in segment.documents
                if document.id in wanted
            }
            same = frozenset(id for id, known in present.items() if known == fingerprint(wanted[id]))
            fresh = [document for id, document in wanted.items() if id not in same]
            if not fresh:
                if not (self.directory / snapshot.POINTER).exists():
                    self._commit((), (), encoder, forget=False)
                return Changes(unchanged=tuple(wanted))
            replaced = tuple(document.id for document in fresh if document.id in present)
            passages = [passage for document in fresh for passage in split(document)]
            built = build_all(fresh, passages, encoder, progress)
            after = [*_without(segments, frozenset(replaced)), *built]
            self._commit(segments, after, encoder, forget=bool(replaced))
        new = {document.id for document in fresh}
        return Changes(
            added=tuple(id for id in wanted if id in new and id not in present),
            replaced=replaced,
            unchanged=tuple(id for id in wanted if id in same),
            similar=_similar(after, new),
        )

    def remove(self, ids: Collection[str], patience: float = _PATIENCE) -> Changes:
        """Remove documents; afterwards nothing of them is left in the directory.

        Args:
            ids: Ids of documents, or folders of them (``2023`` for ``2023/a.txt``).
            patience: How many seconds to wait for another writer.

        Raises:
            NoSuchDocument: One of them is not there; nothing is removed.
            IndexProblem: The library cannot be read or written; it stays as it was.
        """
        from index.publish import writing

        snapshot.manifest(self.directory)  # where there is no library, none is begun
        with writing(self.directory, patience):
            segments, encoder = self._current(must_exist=True)
            present = [document.id for segment in segments for document in segment.documents]
            gone: dict[str, None] = {}
            for wanted in ids:
                found = [id for id in present if id == wanted or id.startswith(wanted.rstrip("/") + "/")]
                if not found:
                    listing = f"bulletin-qa index list --index {self.directory}"
                    raise NoSuchDocument(
                        f"索引 {self.directory} 里没有编号为“{wanted}”的文档", "已有文档的编号", listing
                    )
                gone.update(dict.fromkeys(found))
            self._commit(segments, _without(segments, frozenset(gone)), encoder, forget=True)
        return Changes(removed=tuple(gone))

    def entries(self) -> tuple[Entry, ...]:
        """Return what is in the library.

        Raises:
            IndexProblem: It cannot be read.
        """
        from index.segments import fingerprint

        index = self.open()
        return tuple(
            Entry(
                document.id,
                document.title,
                document.issue,
                document.issuer,
                document.date,
                document.source,
                len(index.passages_of(document.id)),
                fingerprint(document),
            )
            for document in index.documents.values()
        )

    def open(self) -> PassageIndex:
        """Open the library as it is now, every file verified.

        Raises:
            IndexProblem: It cannot be read.
        """
        return PassageIndex.open(self.directory, self._encoder)

    def _current(self, *, must_exist: bool = False) -> tuple[Sequence[Segment], Encoder]:
        """Return the segments that are there, none in a new library, and the model."""
        if not (self.directory / snapshot.POINTER).exists() and not must_exist:
            return (), self._encoder or load_encoder()
        index = self.open()
        return index.segments, index.encoder

    def _commit(self, before: Sequence[Segment], after: Sequence[Segment], encoder: Encoder, *, forget: bool) -> None:
        from index.publish import commit

        after = _tidied(after, encoder.dimension)
        there = {segment.name for segment in before}
        new = (file for segment in after if segment.name not in there for file in segment.files())
        kept = [name for segment in after if segment.name in there for name in segment.file_names()]
        commit(self.directory, facts_of(after, encoder), new, kept, forget=forget)


class LiveIndex:
    """Follows a library: what it returns is the newest state that is sound. Threads may share it."""

    def __init__(self, directory: Path | str, encoder: Encoder | None = None) -> None:
        """Open the library.

        Raises:
            IndexProblem: It cannot be read.
        """
        self._directory = Path(directory)
        self._encoder = encoder
        self._lock = threading.Lock()
        self._seen = self._pointer()
        self._index = PassageIndex.open(self._directory, encoder)
        self.problem: IndexProblem | None = None

    def current(self) -> PassageIndex:
        """Return the newest index; the one before if the newest cannot be read, which ``problem`` then says."""
        if self._pointer() == self._seen or not self._lock.acquire(blocking=False):
            return self._index
        try:
            seen = self._pointer()
            try:
                self._index = PassageIndex.open(self._directory, self._index.encoder)
                self.problem = None
            except IndexProblem as error:
                self.problem = error
            self._seen = seen
        finally:
            self._lock.release()
        return self._index

    def _pointer(self) -> bytes:
        try:
            return (self._directory / snapshot.POINTER).read_bytes()
        except OSError:
            return b""


def _without(segments: Sequence[Segment], gone: frozenset[str]) -> list[Segment]:
    """Return the segments without some documents; those that hold none of them stay as they are."""
    found = []
    for segment in segments:
        inside = [document.id for document in segment.documents if document.id in gone]
        if len(inside) < len(segment.documents):
            found.append(segment.without(inside) if inside else segment)
    return found


def _tidied(segments: Sequence[Segment], dimension: int) -> list[Segment]:
    """Join the small segments once there are many, so that their number stays small."""
    from index.segments import join

    small = [segment for segment in segments if len(segment.documents) < _SMALL]
    if len(small) <= _MANY_SMALL:
        return list(segments)
    large = [segment for segment in segments if len(segment.documents) >= _SMALL]
    return [*large, join([(segment, ()) for segment in small], dimension)]


def _similar(segments: Sequence[Segment], new: Collection[str]) -> tuple[tuple[str, str, float], ...]:
    import numpy as np

    from index.sketches import Sketches, alike

    ids = [document.id for segment in segments for document in segment.documents]
    sketches = Sketches.join([(segment.sketches, np.ones(len(segment.sketches), np.bool_)) for segment in segments])
    pairs = alike(sketches, [row for row, id in enumerate(ids) if id in new])
    return tuple((ids[first], ids[second], share) for first, second, share in pairs)
