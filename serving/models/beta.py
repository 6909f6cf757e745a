"""The log odds of a beta distribution: exact mean and variance, in arithmetic that any language has."""

from __future__ import annotations

import math
from functools import lru_cache

from features.log_odds import logit, sigmoid

__all__ = ["Z90", "log_odds_moments", "logit", "sigmoid"]

#: Half width of a 90% normal interval, in deviations.
Z90 = 1.645
#: Below this the recurrences are walked; above it the asymptotic series is exact to 1e-12.
_LARGE = 12.0


@lru_cache(maxsize=4_096)  # the records that are tried of an unknown client are the same for every posting
def log_odds_moments(a: float, b: float) -> tuple[float, float]:
    """Return mean and standard deviation of the log odds of Beta(a, b): digamma and trigamma differences.

    Examples
    --------
    >>> log_odds_moments(5.0, 5.0)[0]
    0.0
    """
    return _digamma(a) - _digamma(b), math.sqrt(_trigamma(a) + _trigamma(b))


def _digamma(x: float) -> float:
    total = 0.0
    while x < _LARGE:
        total -= 1 / x
        x += 1
    y = 1 / (x * x)
    return total + math.log(x) - 0.5 / x - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y / 132))))


def _trigamma(x: float) -> float:
    total = 0.0
    while x < _LARGE:
        total += 1 / (x * x)
        x += 1
    y = 1 / (x * x)
    return total + 1 / x + y / 2 + y / x * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * 5 / 66))))
