"""How sure a measured figure is: 95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_Z = 1.959964  # the 97.5 % quantile of the normal distribution
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval; ``n`` is how many values it is the mean of."""

    value: float
    low: float
    high: float
    n: int

    def percent(self) -> str:
        """Return it for people, e.g. ``97.5 [92–99]``; ``-`` where nothing was measured."""
        return f"{self.value:.1%}".rstrip("%") + f" [{100 * self.low:.0f}–{100 * self.high:.0f}]" if self.n else "-"


def rate(outcomes: Sequence[bool]) -> Estimate:
    """Return a share with its Wilson score interval (Wilson 1927), which is sound near 0 and 1 and for few values."""
    n = len(outcomes)
    if not n:
        return Estimate(0.0, 0.0, 0.0, 0)
    share = sum(outcomes) / n
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), n)


def mean(values: Sequence[float], resamples: int = _RESAMPLES) -> Estimate:
    """Return a mean with its percentile bootstrap interval (Efron 1979); the same values give the same interval."""
    import numpy as np

    n = len(values)
    if not n:
        return Estimate(0.0, 0.0, 0.0, 0)
    array = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(0).integers(0, n, size=(resamples, n))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return Estimate(float(array.mean()), float(low), float(high), n)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of the values do not exceed; 0 for no values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
