"""A segment: some documents with their passages, the counts of their terms, and their vectors.

An index is made of segments. They are never changed: documents come with a new segment, and where one goes, its segment
is made anew without it, out of what is already computed. So the cost of a change follows the change, and nothing of a
removed document stays.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.types import Document, Passage
from index.dense import DensePart
from index.embedding import Encoder
from index.normalize import simplify, terms
from index.postings import Postings
from index.records import check_spans, dump_documents, dump_passages, load_documents, load_passages
from index.sketches import Sketches
from index.workers import Files, Run, built_elsewhere, children_for, serve

if TYPE_CHECKING:
    from numpy.typing import NDArray

Progress = Callable[[int, int, str], None]
"""Called with how many passages are done, how many there are, and the stage: ``"terms"`` or ``"vectors"``."""
MOST_PASSAGES = 20_480
"""A segment of more than one document holds no more passages than this."""
FILES = ("documents.jsonl", "passages.jsonl", "dense.faiss", "lexical.npz", "sketches.npy")
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Segment:
    """Documents ready to be searched; row ``i`` of ``postings`` and ``vectors`` is ``passages[i]``.

    Attributes:
        name: What its files are called by; equal names mean equal contents.
        documents: Its documents.
        passages: Their passages, in the order in which equals are found.
        postings: The counts of their terms.
        vectors: Their vectors.
        sketches: What near duplicates are recognised by, one for each document.
    """

    name: str
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    postings: Postings
    vectors: DensePart
    sketches: Sketches

    @classmethod
    def build(
        cls,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        encoder: Encoder,
        progress: Callable[[int, str], None] = lambda done, stage: None,
    ) -> Segment:
        """Index documents.

        Args:
            documents: The documents.
            passages: Their passages.
            encoder: The embedding model.
            progress: Told how many more passages have passed a stage.
        """
        by_id = {document.id: document for document in documents}
        check_spans(passages, by_id)
        texts = [indexed_text(by_id[passage.document_id], passage) for passage in passages]

        def counted(stage: str) -> Iterator[list[str]]:
            for at in range(0, len(texts), _BATCH):
                batch = texts[at : at + _BATCH]
                yield batch
                progress(len(batch), stage)

        postings = Postings.build(terms(text) for batch in counted("terms") for text in batch)
        vectors = [encoder.encode([simplify(text) for text in batch]) for batch in counted("vectors")]
        part = DensePart.build(np.concatenate([np.zeros((0, encoder.dimension), np.float32), *vectors]))
        return cls(_name(documents), tuple(documents), tuple(passages), postings, part, Sketches.build(documents))

    def without(self, ids: Collection[str]) -> Segment:
        """Return the segment without some documents; nothing is computed anew."""
        return join([(self, ids)], self.vectors.dimension)

    def file_names(self) -> list[str]:
        """Return what its files are called."""
        return [f"{self.name}.{file}" for file in FILES]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield what is kept on disk, by names from ``FILES`` behind the segment's own."""
        yield f"{self.name}.{FILES[0]}", dump_documents(self.documents)
        yield f"{self.name}.{FILES[1]}", dump_passages(self.passages)
        for file, data in self.computed().items():
            yield f"{self.name}.{file}", data

    def computed(self) -> Files:
        """Return what is computed from the documents, by names from ``FILES``."""
        contents = (self.vectors.to_bytes(), _packed(self.postings.arrays), self.sketches.to_bytes())
        return dict(zip(FILES[2:], contents, strict=True))

    @classmethod
    def from_files(cls, name: str, fetch: Callable[[str], bytes]) -> Segment:
        """Read what ``files`` returned.

        Raises:
            ValueError: The files are not such a segment.
        """
        documents, passages, *computed = (f"{name}.{file}" for file in FILES)
        by_id = load_documents(fetch(documents))
        own = tuple(load_passages(fetch(passages), by_id))
        files = {file: fetch(path) for file, path in zip(FILES[2:], computed, strict=True)}
        return cls.of(tuple(by_id.values()), own, files, name)

    @classmethod
    def of(cls, documents: Sequence[Document], passages: Sequence[Passage], files: Files, name: str = "") -> Segment:
        """Put together documents, their passages, and what ``computed`` returned for them.

        Raises:
            ValueError: They do not fit together.
        """
        vectors, postings, sketches = (files[file] for file in FILES[2:])
        found = cls(
            name or _name(documents),
            tuple(documents),
            tuple(passages),
            Postings.from_arrays(_unpacked(postings)),
            DensePart.from_bytes(vectors),
            Sketches.from_bytes(sketches),
        )
        if not len(found.passages) == len(found.postings) == len(found.vectors):
            raise ValueError("the parts of a segment do not fit together")
        if len(found.sketches) != len(found.documents):
            raise ValueError("the sketches of a segment do not fit its documents")
        return found


def join(parts: Sequence[tuple[Segment, Collection[str]]], dimension: int) -> Segment:
    """Make one segment of several, each without some documents.

    Args:
        parts: Segments, each with the ids of documents to leave out.
        dimension: Length of the vectors.
    """
    documents: list[Document] = []
    passages: list[Passage] = []
    rows: list[NDArray[np.bool_]] = []
    stays: list[NDArray[np.bool_]] = []
    for part, ids in parts:
        gone = frozenset(ids)
        documents.extend(document for document in part.documents if document.id not in gone)
        passages.extend(passage for passage in part.passages if passage.document_id not in gone)
        rows.append(np.array([passage.document_id not in gone for passage in part.passages], np.bool_))
        stays.append(np.array([document.id not in gone for document in part.documents], np.bool_))
    segments = [part for part, _ in parts]
    return Segment(
        _name(documents),
        tuple(documents),
        tuple(passages),
        Postings.join([(part.postings, mask) for part, mask in zip(segments, rows, strict=True)]),
        DensePart.join([(part.vectors, mask) for part, mask in zip(segments, rows, strict=True)], dimension),
        Sketches.join([(part.sketches, mask) for part, mask in zip(segments, stays, strict=True)]),
    )


def build_all(
    documents: Iterable[Document], passages: Iterable[Passage], encoder: Encoder, progress: Progress | None = None
) -> list[Segment]:
    """Index documents in segments of bounded size.

    Args:
        documents: The documents; ids are unique.
        passages: Their passages; ids are unique.
        encoder: The embedding model.
        progress: Told now and then how far it is.

    Raises:
        ValueError: A passage is not the text of its span, or belongs to no document.
    """
    runs = divided(documents, passages)
    total = sum(len(own) for _, own in runs)
    done: dict[str, int] = {}

    def step(more: int, stage: str) -> None:
        done[stage] = done.get(stage, 0) + more
        if progress:
            progress(done[stage], total, stage)

    children = children_for(runs, encoder)
    if not children:
        return [Segment.build(own, pieces, encoder, step) for own, pieces in runs]
    return [
        Segment.build(own, pieces, encoder) if files is None else Segment.of(own, pieces, files)
        for (own, pieces), files in zip(runs, built_elsewhere(runs, children, step), strict=True)
    ]


def serve_builds() -> None:
    """Be a child of a process that builds: compute what ``Segment.of`` puts together."""

    def built(run: Run, encoder: Encoder, step: Callable[[int, str], None]) -> Files:
        return Segment.build(*run, encoder, step).computed()

    serve(built)


def divided(documents: Iterable[Document], passages: Iterable[Passage]) -> list[tuple[list[Document], list[Passage]]]:
    """Divide documents with their passages into what becomes one segment each, in their order."""
    documents = list(documents)
    of: dict[str, list[Passage]] = {document.id: [] for document in documents}
    for passage in passages:
        if passage.document_id not in of:
            raise ValueError(f"passage {passage.id!r} belongs to no document: {passage.document_id!r}")
        of[passage.document_id].append(passage)
    found: list[tuple[list[Document], list[Passage]]] = []
    for document in documents:
        own = of[document.id]
        if not found or len(found[-1][1]) + len(own) > MOST_PASSAGES:
            found.append(([], []))
        found[-1][0].append(document)
        found[-1][1].extend(own)
    return found


def indexed_text(document: Document, passage: Passage) -> str:
    """Return what is indexed for a passage: the title and the headings, each once, and the text, line by line."""
    return "\n".join([*dict.fromkeys((document.title, *passage.section_path)), passage.text])


def fingerprint(document: Document) -> str:
    """Return the SHA-256 of all that a document says: equal ones need not be indexed again, wherever they were read."""
    return sha256(dump_documents([replace(document, source="")])).hexdigest()


def _name(documents: Iterable[Document]) -> str:
    return sha256("".join(fingerprint(document) for document in documents).encode()).hexdigest()[:20]


def _packed(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    file = io.BytesIO()
    parts: dict[str, Any] = dict(arrays)
    np.savez(file, **parts)
    return file.getvalue()


def _unpacked(data: bytes) -> dict[str, NDArray[np.generic]]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise ValueError(f"not arrays: {error}") from error
