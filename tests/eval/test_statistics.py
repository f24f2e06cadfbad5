"""Intervals and percentiles, against published or exact values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import mean, percentile, rate


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_is_the_published_one(right: int, n: int, low: float, high: float) -> None:
    found = rate([True] * right + [False] * (n - right))
    assert found.value == right / n
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.n == n


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_an_interval_holds_its_share(outcomes: list[bool]) -> None:
    found = rate(outcomes)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_bootstrap_interval_is_near_the_normal_one_and_repeatable() -> None:
    values = [0.0, 1.0] * 200
    found = mean(values)
    assert found == mean(values)
    assert found.value == 0.5
    # 1.96 standard errors of 0.5 / sqrt(400) on either side.
    assert (found.low, found.high) == pytest.approx((0.451, 0.549), abs=0.006)


def test_equal_values_leave_no_doubt_and_none_no_figure() -> None:
    assert (mean([0.25] * 5).low, mean([0.25] * 5).high) == (0.25, 0.25)
    assert (rate([]).n, mean([]).n) == (0, 0)
    assert mean([]).percent() == "-"
    assert rate([True] * 3 + [False]).percent() == "75.0 [30–95]"


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3, 1, 2], 0.5, 2), ([4, 1, 2, 3], 0.5, 2), (list(range(1, 101)), 0.95, 95), ([7], 0.95, 7), ([], 0.5, 0)],
)
def test_percentiles_are_values_that_occur(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected
