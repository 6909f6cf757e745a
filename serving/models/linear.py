"""A linear text model: the sum of a posting's term values times the weights of its columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from features.text.terms import SparseRow

__all__ = ["dot"]


def dot(row: SparseRow, weights: NDArray[np.floating]) -> float:
    """Return the sum over the row's terms of value times weight; 0.0 for a row without known terms."""
    return float(row.values @ weights[row.columns].astype(np.float64))
