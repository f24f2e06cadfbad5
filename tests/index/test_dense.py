from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.dense import ERROR, DenseIndex, DensePart, Rows, Vectors


def unit(seed: int, count: int, dimension: int = 16) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(1, 60), st.integers(1, 80), st.booleans())
def test_equals_brute_force(seed: int, count: int, k: int, limited: bool) -> None:
    vectors, queries = unit(seed, count), unit(seed + 1, 3)
    rows = np.flatnonzero(np.arange(count) % 3 == 0) if limited else np.arange(count)
    scores, found = DenseIndex.build(vectors).search(queries, k, rows if limited else None)
    exact = queries @ vectors[rows].T
    order = np.argsort(-exact, axis=1)[:, :k]
    np.testing.assert_array_equal(found, rows[order])
    np.testing.assert_allclose(scores, np.take_along_axis(exact, order, axis=1), atol=1e-6)


def test_best_first_and_scores_of_rows() -> None:
    vectors = unit(1, 20)
    index = DenseIndex.build(vectors)
    scores, rows = index.search(vectors[7:8], 5)
    assert rows[0, 0] == 7
    assert scores[0, 0] == pytest.approx(1, abs=1e-6)
    assert (np.diff(scores[0]) <= 0).all()
    np.testing.assert_allclose(index.scores(vectors[7], rows[0]), scores[0], atol=1e-6)
    assert index.scores(vectors[7], np.zeros(0, np.int64)).shape == (0,)


def test_bytes_round_trip() -> None:
    vectors = unit(2, 30)
    data = DensePart.build(vectors).to_bytes()
    again = DensePart.from_bytes(data)
    assert (len(again), again.dimension) == (30, 16)
    assert again.to_bytes() == data == DensePart.build(vectors).to_bytes()


@pytest.mark.parametrize("exact", [1000, 100])
def test_several_parts_are_searched_as_one(exact: int) -> None:
    vectors, queries = unit(6, 600), unit(7, 4)
    parts = [DensePart.build(vectors[:250], exact), DensePart.build(vectors[250:], exact)]
    index = DenseIndex([DensePart.from_bytes(part.to_bytes()) for part in parts])
    scores, found = index.search(queries, 10)
    _, expected = DenseIndex.build(vectors).search(queries, 10)
    if exact == 1000:
        np.testing.assert_array_equal(found, expected)
    else:
        common = [len(set(a) & set(b)) for a, b in zip(found.tolist(), expected.tolist(), strict=True)]
        assert sum(common) >= 36  # of 40: cells that are not looked into cost little
    rows = np.sort(found[0])
    np.testing.assert_allclose(index.scores(queries[0], rows), vectors[rows] @ queries[0], atol=ERROR)
    assert (np.diff(scores) <= 1e-6).all()


def test_joining_keeps_the_rows_that_are_kept() -> None:
    vectors = unit(8, 40)
    masks = [np.arange(25) % 2 == 0, np.arange(15) % 3 == 0]
    joined = DensePart.join([(DensePart.build(vectors[:25]), masks[0]), (DensePart.build(vectors[25:]), masks[1])], 16)
    kept = np.concatenate([vectors[:25][masks[0]], vectors[25:][masks[1]]])
    np.testing.assert_array_equal(joined.vectors(np.arange(len(joined))), kept)


@pytest.mark.parametrize("rows", [None, np.zeros(0, np.int64)])
def test_empty(rows: Rows | None) -> None:
    index = DenseIndex([DensePart.from_bytes(DensePart.build(unit(3, 0)).to_bytes())])
    scores, found = index.search(unit(4, 2), 5, rows)
    assert len(index) == 0
    assert scores.shape == found.shape == (2, 0)


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:40], lambda data: b"xxxx" + data[4:]])
def test_other_bytes_are_refused(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match="not a"):
        DensePart.from_bytes(damage(DensePart.build(unit(5, 9)).to_bytes()))


def test_another_kind_of_index_is_refused() -> None:
    import faiss

    with pytest.raises(ValueError, match="not an exact"):
        DensePart.from_bytes(faiss.serialize_index(faiss.IndexFlatL2(4)).tobytes())
