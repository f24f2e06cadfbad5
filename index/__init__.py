"""Finds passages: embedding model, dense and lexical index, fusion, and the snapshot on disk."""

from index.embedding import Encoder, load_encoder
from index.errors import IndexProblem
from index.search import PassageIndex
from index.types import Hit

__all__ = ["Encoder", "Hit", "IndexProblem", "PassageIndex", "load_encoder"]
