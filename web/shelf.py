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
from corpus.types import Document
from index.library import Library
from index.segments import fingerprint
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
    """Holds the assistant for the documents as they are, and changes the library on disk.

    Whoever is answering keeps the state that it began with, so asking goes on while documents are added or removed.
    """

    def __init__(self, assistant: Assistant, origin: Path, folder: Path, library: Path) -> None:
        """Begin with an assistant.

        Args:
            assistant: Answers from the documents that there are.
            origin: The folder of the index that it was opened from, and follows.
            folder: The user's data folder, for what the page keeps.
            library: The folder of the index that changes are written to; may be the same as ``origin``.
        """
        self.folder = folder
        self.library = library
        self._origin = origin
        self._assistant = assistant
        self._follows = origin == library
        self._changing = threading.Lock()

    @property
    def assistant(self) -> Assistant:
        """The assistant for the documents as they are; another program may have begun the library, too."""
        if not self._follows and self.begun:
            with contextlib.suppress(BulletinError):
                self._assistant = Assistant.open(self.library)
                self._follows = True
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
            known = self.assistant.index.documents
            wanted = {document.id: document for document in documents}
            became = {id: _became(document, known.get(id)) for id, document in wanted.items()}
            if set(became.values()) - {"unchanged"}:
                # A library that is only now begun starts with what was there to ask.
                first = {} if self.begun else dict(known)
                together = (first | wanted).values()
                Library(self.library).add(together, lambda done, total, stage: progress(done, total))
            return became

    def remove(self, ids: Sequence[str]) -> None:
        """Remove documents; ids that are not there are passed over.

        Raises:
            BulletinError: The library cannot be written; everything is as it was.
        """
        with self._changing:
            known = self.assistant.index.documents
            gone = [id for id in dict.fromkeys(ids) if id in known]
            if not gone:
                return
            if self.begun:
                Library(self.library).remove(gone)
            else:
                Library(self.library).add(document for id, document in known.items() if id not in gone)


def _became(document: Document, before: Document | None) -> str:
    if before is None:
        return "added"
    return "unchanged" if fingerprint(before) == fingerprint(document) else "replaced"
