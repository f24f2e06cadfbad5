"""An encoder for tests: character pairs hashed into a small space, so that similar texts are near."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class BigramEncoder:
    """Deterministic; texts that share character pairs are near, texts that share none are (nearly) orthogonal."""

    name: str = "test-bigrams"
    dimension: int = 256

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self.name}/{self.dimension}".encode()).hexdigest()

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for at in range(len(text) - 1):
                hashed = crc32(text[at : at + 2].encode("utf-8", "surrogatepass"))
                vectors[row, hashed % self.dimension] += 1 if hashed & (1 << 20) else -1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors
