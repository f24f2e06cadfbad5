"""Two scores become one, by what they say and not by their ranks.

Ranks forget how much better the first is than the second; on Chinese reports rank fusion with a static model loses to
BM25 alone, while a convex combination of calibrated scores wins (Bruch et al. 2023, "An Analysis of Fusion Functions").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

DENSE_SHARE = 0.15
"""Weight of the cosine beside calibrated BM25, for the bundled model.

Fitted by ``index.training.evaluate`` on seven collections held out from the model's training: mean R@1 is best at 0.15
and flat from 0.1 to 0.2; beyond 0.3 the model costs more than it adds. Fit it again whenever the model changes.
"""


def fuse(lexical: Scores, dense: Scores, bound: float, share: float = DENSE_SHARE) -> tuple[Scores, Scores, Scores]:
    """Bring BM25 scores and cosines of the same passages to one scale and combine them.

    Args:
        lexical: BM25 scores, shape ``(n,)``, not negative.
        dense: Cosines, shape ``(n,)``.
        bound: The least score that BM25 cannot reach for the query (``LexicalIndex.bound``); 0 if it has no terms.
        share: Weight of the dense score: 0 is BM25 alone, 1 the cosine alone.

    Returns:
        Fused, lexical and dense scores, each of shape ``(n,)``, float32, in [0, 1], higher is better.

    Raises:
        ValueError: ``share`` is not in [0, 1].
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must be in [0, 1], got {share}")
    calibrated = (lexical / bound if bound > 0 else np.zeros_like(lexical)).astype(np.float32)
    cosine = np.clip(dense, 0, 1).astype(np.float32)
    fused: Scores = ((1 - share) * calibrated + share * cosine).astype(np.float32)
    return fused, calibrated, cosine
