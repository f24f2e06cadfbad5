"""The bundled bulletin, ready to be asked: its index is built on first use and kept in the user's cache folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from pathlib import Path

from corpus.errors import BulletinError
from corpus.passages import split
from corpus.reading import BULLETIN, read_bulletin
from index.embedding import load_encoder
from index.reranking import load_reranker
from index.search import PassageIndex
from qa.assistant import Assistant


@cache
def bundled() -> Assistant:
    """Return the assistant for the bundled bulletin."""
    directory = cache_folder()
    try:
        return Assistant.open(directory)
    except BulletinError:
        index = build()
    # A cache that cannot be written costs time at the next start and nothing else.
    with contextlib.suppress(OSError, BulletinError):
        index.save(directory)
    return Assistant(index, reranker=load_reranker())


def build() -> PassageIndex:
    """Build the bulletin's index in memory."""
    documents = read_bulletin()
    passages = [passage for document in documents for passage in split(document)]
    return PassageIndex.build(documents, passages, load_encoder())


def cache_folder() -> Path:
    """Return a folder whose name changes with the bulletin and with the code that reads it."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for file in sorted([*BULLETIN.iterdir(), *(root / "corpus").glob("*.py"), *(root / "index").glob("*.py")]):
        digest.update(file.read_bytes())
    # The specification of these folders has relative paths ignored.
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    base = given if given.is_absolute() else Path.home() / ".cache"
    return base / "bulletin-qa" / digest.hexdigest()[:16]
