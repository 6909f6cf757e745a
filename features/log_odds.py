"""Log odds of a chance, and back."""

from __future__ import annotations

import math

__all__ = ["logit", "sigmoid"]


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x)), for any x."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def logit(p: float) -> float:
    """Return the log odds of a chance, cut to [1e-9, 1 - 1e-9]."""
    p = min(1 - 1e-9, max(1e-9, p))
    return math.log(p / (1 - p))
