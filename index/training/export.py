"""Write trained vectors as a model directory that sentence-transformers and model2vec read alike.

Rows are stored as int8 with one float32 scale a row (model2vec's ``weights``; sentence-transformers folds them in
on loading), which takes half the room of float16; no recall changed by more than one query of its set.
The directory says that vectors are brought to length one and that texts are never truncated, so both libraries give
the same vectors.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray
from tokenizers import Tokenizer


def quantise(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round every row to int8, its largest value becoming 127.

    Returns:
        Rows, int8, and the float32 scale of each row; ``rows * scales[:, None]`` are the vectors again.
    """
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127.0
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def save(vectors: NDArray[np.float32], tokenizer: Tokenizer, card: str, out: Path) -> None:
    """Write the model directory; an older one at ``out`` is replaced in one step.

    Args:
        vectors: One row a token, shape ``(tokens, dimension)``.
        tokenizer: The tokenizer that numbers the rows.
        card: Text of the model card, ``README.md``.
        out: Where the directory shall stand.
    """
    rows, scales = quantise(vectors)
    fresh = out.with_name(f".{out.name}.new")
    stale = out.with_name(f".{out.name}.old")
    for left_over in (fresh, stale):
        shutil.rmtree(left_over, ignore_errors=True)
    model = StaticModel(rows, tokenizer, weights=scales, normalize=True, max_length=None, language=["zh"])
    model.save_pretrained(fresh)
    (fresh / "README.md").write_text(card, encoding="utf-8")
    (fresh / "model.safetensors").chmod(0o644)  # safetensors writes for the owner alone
    if out.exists():
        os.rename(out, stale)
    os.rename(fresh, out)
    shutil.rmtree(stale, ignore_errors=True)
