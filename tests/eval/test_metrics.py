"""Retrieval measures, against figures worked out by hand."""

from __future__ import annotations

import math

import pytest

from eval.metrics import MEASURES, estimates, only, per_query

# a: gold at ranks 2 and 4 of 4. b: gold at rank 6. c: no hits at all. d: gold first.
RELEVANCE = {"a": {"p2": 1, "p4": 1}, "b": {"p6": 1}, "c": {"p1": 1}, "d": {"p1": 1}}
RUN = {
    "a": {"p1": 4.0, "p2": 3.0, "p3": 2.0, "p4": 1.0},
    "b": {f"p{rank}": 10.0 - rank for rank in range(1, 8)},
    "c": {},
    "d": {"p1": 0.5},
    "unjudged": {"p1": 1.0},
}
BY_HAND = {
    "Success@1": {"a": 0, "b": 0, "c": 0, "d": 1},
    "Success@5": {"a": 1, "b": 0, "c": 0, "d": 1},
    "R@1": {"a": 0, "b": 0, "c": 0, "d": 1},
    "R@5": {"a": 1, "b": 0, "c": 0, "d": 1},
    "R@10": {"a": 1, "b": 1, "c": 0, "d": 1},
    "RR": {"a": 1 / 2, "b": 1 / 6, "c": 0, "d": 1},
    # DCG = sum of 1/log2(rank + 1); the ideal one has all gold first.
    "nDCG@10": {
        "a": (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3)),
        "b": 1 / math.log2(7),
        "c": 0,
        "d": 1,
    },
}


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_are_what_the_hand_computes(measure: str) -> None:
    assert per_query(RELEVANCE, RUN)[measure] == pytest.approx(BY_HAND[measure])


def test_a_run_without_any_hit_measures_zero() -> None:
    assert per_query({"a": {"p": 1}}, {"a": {}}) == {name: {"a": 0.0} for name in MEASURES}


def test_means_cover_every_judged_query() -> None:
    found = estimates(per_query(RELEVANCE, RUN))
    assert found["RR"].n == 4
    assert found["RR"].value == pytest.approx((1 / 2 + 1 / 6 + 0 + 1) / 4)


def test_a_group_is_measured_by_itself() -> None:
    assert only(per_query(RELEVANCE, RUN), {"b", "d"})["RR"] == pytest.approx({"b": 1 / 6, "d": 1.0})
