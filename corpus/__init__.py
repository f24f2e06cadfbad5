"""Texts and their provenance: files become documents, documents become sections and passages with exact offsets."""

from corpus.errors import BulletinError, UnreadableDocument
from corpus.passages import split
from corpus.reading import Reading, make_document, read_bulletin, read_documents
from corpus.types import Document, Passage, Section

__all__ = [
    "BulletinError",
    "Document",
    "Passage",
    "Reading",
    "Section",
    "UnreadableDocument",
    "make_document",
    "read_bulletin",
    "read_documents",
    "split",
]
