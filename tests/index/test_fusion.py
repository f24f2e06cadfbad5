from __future__ import annotations

import numpy as np
import pytest

from index.fusion import fuse


def test_by_hand() -> None:
    lexical, dense = np.array([4, 0, 2], np.float32), np.array([0.5, -0.3, 1.0], np.float32)
    fused, repeated, cosine = fuse(lexical, dense, bound=8.0, share=0.25)
    assert repeated.tolist() == [0.5, 0, 0.25]
    assert cosine.tolist() == [0.5, 0, 1]
    assert fused.tolist() == [0.5, 0, 0.4375]


def test_the_ends_are_the_two_scores_alone() -> None:
    lexical, dense = np.array([1, 3], np.float32), np.array([0.9, 0.1], np.float32)
    assert fuse(lexical, dense, 4.0, 0)[0].tolist() == [0.25, 0.75]
    assert fuse(lexical, dense, 4.0, 1)[0].tolist() == dense.tolist()


def test_a_query_without_terms_has_no_lexical_score() -> None:
    assert fuse(np.zeros(2, np.float32), np.ones(2, np.float32), 0.0, 0.5)[0].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        fuse(np.zeros(1, np.float32), np.zeros(1, np.float32), 1.0, share)
