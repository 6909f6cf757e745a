"""Evenly from nothing to all: how far a number has come between two ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["ramp", "ramps"]


def ramp(value: float, start: float, end: float) -> float:
    """Return 0 up to ``start``, 1 from ``end`` on, and evenly between; ``start`` is below ``end``.

    Examples
    --------
    >>> ramp(0.5, 1, 7), ramp(4, 1, 7), ramp(30, 1, 7)
    (0.0, 0.5, 1.0)
    """
    return min(1.0, max(0.0, (value - start) / (end - start)))


def ramps(values: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Return the same of many values at once; what is not known (``nan``) stays so.

    Examples
    --------
    >>> ramps(np.array([0.5, 4.0, 30.0, np.nan]), 1, 7).tolist()
    [0.0, 0.5, 1.0, nan]
    """
    found: NDArray[np.float64] = np.minimum(1.0, np.maximum(0.0, (values - start) / (end - start)))
    return found
