"""Columns: what is known of many postings at once, for the arithmetic that works on arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["KIND_NUMBERS", "Array", "Columns", "Flags", "known_or", "rounded", "within"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
#: A number of each posting by its name (`serving.judge.tried.numbers`), shape (n,) each; ``nan`` where it is not known.
Columns = Mapping[str, Array]
_NEARLY_HALF = 0.5 - 1e-6
#: Kinds of pay as the column ``kind`` has them; 0 where none is known.
KIND_NUMBERS = {"hourly": 1.0, "fixed": 2.0}


def within(values: Array, low: float, high: float) -> Array:
    """Return the values, kept between two ends; for few values much faster than numpy's own."""
    return np.minimum(np.maximum(values, low), high)


def rounded(values: Array, digits: int) -> Array:
    """Return the values, rounded as Python rounds each: what an answer prints.

    Examples
    --------
    >>> rounded(np.array([1.33215, 0.25]), 4).tolist() == [round(1.33215, 4), 0.25]
    True
    """
    factor = 10.0**digits
    scaled = values * factor
    whole = np.rint(scaled)
    found: Array = whole / factor
    # In the middle between two digits, where prices often lie, the last bit tells, which scaling loses.
    for row in np.flatnonzero(np.abs(scaled - whole) > _NEARLY_HALF):
        found[row] = round(float(values[row]), digits)
    return found


def known_or(values: Array, otherwise: Array | float) -> Array:
    """Return the values, and something else where they are not known."""
    return np.where(np.isnan(values), otherwise, values)
