"""The log odds of a beta distribution: exact mean and variance, in arithmetic that any language has."""

from __future__ import annotations

import math

__all__ = ["log_odds_moments", "logit", "sigmoid"]

#: Below this the recurrences are walked; above it the asymptotic series is exact to 1e-12.
_LARGE = 12.0


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x)), for any x."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def logit(p: float) -> float:
    """Return the log odds of a chance, cut to [1e-9, 1 - 1e-9]."""
    p = min(1 - 1e-9, max(1e-9, p))
    return math.log(p / (1 - p))


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
