from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import K1, B, LexicalIndex, best_rows
from index.postings import Postings

WORDS = st.lists(st.sampled_from(["开发区", "项目", "增长", "269", "晋中", "阳泉"]), max_size=8)
PASSAGES = st.lists(WORDS, max_size=8)


def oracle(passages: Sequence[Sequence[str]], query: Sequence[str]) -> list[float]:
    count = len(passages)
    mean = sum(map(len, passages)) / count if count else 0
    scores = []
    for passage in passages:
        score = 0.0
        for term in query:
            frequency = sum(term in other for other in passages)
            if times := passage.count(term):
                idf = math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
                score += idf * times / (times + K1 * (1 - B + B * len(passage) / mean))
        scores.append(score)
    return scores


@settings(deadline=None)
@given(PASSAGES, WORDS)
def test_equals_the_oracle_before_and_after_a_round_trip(passages: list[list[str]], query: list[str]) -> None:
    index = LexicalIndex.build(passages)
    again = LexicalIndex([Postings.from_arrays(Postings.build(passages).arrays)])
    expected = oracle(passages, query)
    for one in (index, again):
        np.testing.assert_allclose(one.scores(query), expected, rtol=1e-5, atol=1e-6)
        assert len(one) == len(passages)
        if query and passages:
            assert max(one.scores(query)) < one.bound(query)


@settings(deadline=None)
@given(PASSAGES, WORDS, st.integers(1, 20))
def test_search_orders_as_the_oracle_does(passages: list[list[str]], query: list[str], k: int) -> None:
    scores, rows = LexicalIndex.build(passages).search(query, k)
    exact = LexicalIndex.build(passages).scores(query)
    expected = sorted((row for row in range(len(passages)) if exact[row] > 0), key=lambda row: (-exact[row], row))
    assert rows.tolist() == expected[:k]
    np.testing.assert_array_equal(scores, exact[rows])


def test_one_score_by_hand() -> None:
    # Two passages of two terms; "a" stands in one of them, once: idf ln(1 + 1.5 / 1.5), saturation 1 / (1 + k1).
    index = LexicalIndex.build([["a", "b"], ["b", "c"]])
    assert index.scores(["a"])[0] == pytest.approx(math.log(2) / 1.9)
    assert index.bound(["a"]) == pytest.approx(math.log(2))
    assert index.bound(["a", "unknown"]) == pytest.approx(math.log(2) + math.log(6))


def test_nothing_asked_nothing_known_nothing_there() -> None:
    index = LexicalIndex.build([["a"], []])
    assert index.scores([]).tolist() == index.scores(["z"]).tolist() == [0, 0]
    assert index.bound([]) == 0
    for empty in (LexicalIndex.build([]), LexicalIndex([]), LexicalIndex([Postings.join([])])):
        assert empty.scores(["a"]).shape == (0,)
        assert empty.search(["a"], 3)[1].shape == (0,)


@settings(deadline=None)
@given(PASSAGES, WORDS, st.data())
def test_scores_do_not_depend_on_how_passages_are_spread(
    passages: list[list[str]], query: list[str], data: st.DataObject
) -> None:
    whole = LexicalIndex.build(passages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(passages)), max_size=3)))
    edges = [0, *cuts, len(passages)]
    spread = LexicalIndex([Postings.build(passages[start:end]) for start, end in pairwise(edges)])
    np.testing.assert_allclose(spread.scores(query), whole.scores(query), rtol=1e-6)
    assert spread.bound(query) == pytest.approx(whole.bound(query))
    assert [spread.frequency([term]) for term in query] == [whole.frequency([term]) for term in query]


@settings(deadline=None)
@given(PASSAGES, PASSAGES, st.data())
def test_joining_is_building_from_what_is_kept(
    first: list[list[str]], second: list[list[str]], data: st.DataObject
) -> None:
    masks = [data.draw(st.lists(st.booleans(), min_size=len(one), max_size=len(one))) for one in (first, second)]
    parts = [(Postings.build(one), np.array(mask, np.bool_)) for one, mask in zip((first, second), masks, strict=True)]
    kept = [
        p for one, mask in zip((first, second), masks, strict=True) for p, keep in zip(one, mask, strict=True) if keep
    ]
    joined, built = Postings.join(parts).arrays, Postings.build(kept).arrays
    assert set(joined) == set(built)
    for name, array in joined.items():
        np.testing.assert_array_equal(array, built[name])


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("starts", np.zeros(1, np.int64)),
        ("rows", np.array([7, 7], np.int32)),
        ("counts", np.zeros(2, np.int32)),
        ("terms", None),
    ],
)
def test_other_arrays_are_refused(name: str, array: np.ndarray | None) -> None:
    arrays = dict(Postings.build([["a", "b"]]).arrays) | {name: array}
    with pytest.raises(ValueError, match="not postings"):
        Postings.from_arrays({key: value for key, value in arrays.items() if value is not None})


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=12), st.integers(1, 15))
def test_equals_are_ranked_by_row(scores: list[float], k: int) -> None:
    rows = best_rows(np.array(scores, np.float32), k)
    assert rows.tolist() == sorted(range(len(scores)), key=lambda row: (-scores[row], row))[:k]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 3))
def test_pruning_finds_what_scoring_all_finds(seed: int, k: int, parts: int) -> None:
    # A few common words and many rare ones, so that there is something to prune.
    chance = np.random.default_rng(seed)
    passages = [[f"w{min(int(word), 60)}" for word in chance.zipf(1.3, 12)] for _ in range(300)]
    edges = np.linspace(0, len(passages), parts + 1).astype(int)
    index = LexicalIndex([Postings.build(passages[start:end]) for start, end in pairwise(edges)])
    query = [f"w{int(number)}" for number in chance.integers(1, 62, 6)]
    beside = np.unique(chance.integers(0, len(passages), 5))
    exact = index.scores(query)
    rows, scores = index.best(query, k, beside)
    np.testing.assert_allclose(scores, exact[rows], rtol=1e-5, atol=1e-6)
    assert set(beside) <= set(rows)
    assert np.all(np.diff(rows) > 0)
    least = np.sort(exact)[-k]
    assert set(np.flatnonzero(exact > least * 1.0001)) <= set(rows)
