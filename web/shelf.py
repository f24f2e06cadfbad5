"""The documents that the page answers from, and the library on disk that grows when documents are added.

The page begins with the index that it was opened with. Where that is the bundled bulletin, the first document that is
added makes a library in the user's own folder, and that library begins with the bulletin.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BulletinError
from corpus.passages import split
from corpus.types import Document
from index.embedding import load_encoder
from index.search import PassageIndex
from index.snapshot import POINTER
from qa.assistant import Assistant

FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the library, as it is listed."""

    id: str
    title: str
    issue: str
    issuer: str
    date: str
    passages: int


class Shelf:
    """Holds the assistant for the documents as they are; a change puts a new one in its place.

    Whoever is answering keeps the one that it began with, so asking goes on while documents are added or removed.
    """

    def __init__(self, assistant: Assistant, origin: Path, folder: Path, library: Path) -> None:
        """Begin with an assistant.

        Args:
            assistant: Answers from the documents that there are.
            origin: The folder of the index that it was opened from.
            folder: The user's data folder, for what the page keeps.
            library: The folder of the index that changes are written to; may be the same as ``origin``.
        """
        self.folder = folder
        self._origin = origin
        self.library = library
        self._assistant = assistant
        self._changing = threading.Lock()
        self._seen = self._generation() if origin == library else ""

    @property
    def assistant(self) -> Assistant:
        """The assistant for the documents as they are; another program may have changed the library, too."""
        if self._generation() != self._seen and self._changing.acquire(blocking=False):
            try:
                self._catch_up()
            finally:
                self._changing.release()
        return self._assistant

    @property
    def feedback(self) -> Path:
        """The folder of what people thought of answers."""
        return self.folder / FEEDBACK

    @property
    def begun(self) -> bool:
        """Whether the library is on disk already."""
        return (self.library / POINTER).exists()

    @property
    def asked_from(self) -> Path:
        """The folder of the index that answers come from."""
        return self.library if self.begun else self._origin

    def entries(self) -> list[Entry]:
        """Return the documents, in the order in which they are searched."""
        index = self.assistant.index
        return [
            Entry(id, each.title, each.issue, each.issuer, each.date, len(index.passages_of(id)))
            for id, each in index.documents.items()
        ]

    def add(self, documents: Iterable[Document], progress: Callable[[int, int], None]) -> dict[str, str]:
        """Add documents; one with an id that is there already takes its place.

        Args:
            documents: The documents.
            progress: Told how many passages are done, and how many there are.

        Returns:
            What became of each, by id: ``added``, ``replaced`` or ``unchanged``.

        Raises:
            BulletinError: The library cannot be written; everything is as it was.
        """
        with self._changing:
            self._catch_up()
            known = dict(self._assistant.index.documents)
            became = {}
            for document in documents:
                before = known.get(document.id)
                became[document.id] = (
                    "added" if before is None else "unchanged" if before.text == document.text else "replaced"
                )
                known[document.id] = document
            if set(became.values()) - {"unchanged"}:
                self._publish(list(known.values()), progress)
            return became

    def remove(self, ids: Sequence[str]) -> None:
        """Remove documents; ids that are not there are passed over.

        Raises:
            BulletinError: The library cannot be written; everything is as it was.
        """
        with self._changing:
            self._catch_up()
            known = self._assistant.index.documents
            left = [document for id, document in known.items() if id not in ids]
            if len(left) < len(known):
                self._publish(left, lambda done, total: None)

    def _publish(self, documents: Sequence[Document], progress: Callable[[int, int], None]) -> None:
        passages = [passage for document in documents for passage in split(document)]
        index = PassageIndex.build(
            documents, passages, load_encoder(), lambda done, total, stage: progress(done, total)
        )
        index.save(self.library)
        self._assistant, self._seen = Assistant(index), self._generation()

    def _generation(self) -> str:
        """Return what tells one state of the library on disk from another; empty where there is none."""
        try:
            return (self.library / POINTER).read_text(encoding="utf-8")
        except OSError:
            return ""

    def _catch_up(self) -> None:
        """Open the library anew if another program changed it; what cannot be opened leaves things as they were."""
        generation = self._generation()
        if generation and generation != self._seen:
            with contextlib.suppress(BulletinError):
                self._assistant = Assistant.open(self.library)
            self._seen = generation
