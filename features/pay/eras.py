"""Eras: the quarter in which a posting was made, by which the market's figures are corrected."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["NO_ERA", "eras"]

#: The era of a posting whose time is unknown.
NO_ERA = -1


def eras(years: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the number of the quarter, counted from the year 0, of years with their fraction; `NO_ERA` for ``nan``.

    Examples
    --------
    >>> eras(np.array([2025.0, 2025.26, np.nan])).tolist()
    [8100, 8101, -1]
    """
    known = np.isfinite(years)
    return np.where(known, np.floor(4 * np.where(known, years, 0.0)), NO_ERA).astype(np.int64)
