"""Where a pay stands among the quantiles of its market."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import QUANTILES

__all__ = ["percentile"]


def percentile(log_quantiles: NDArray[np.float64], pay_usd: float) -> float:
    """Return where a pay stands, 1 to 99: linear in log pay between the quantiles, and beyond by the outer slopes.

    Parameters
    ----------
    log_quantiles : ndarray of float64, shape (5,)
        Natural log of US dollars at the bundle's quantiles, rising.
    pay_usd : float
        Above 0, in the same unit.

    Examples
    --------
    >>> percentile(np.log([10.0, 20.0, 40.0, 80.0, 160.0]), 20.0)
    25.0
    """
    levels = [100.0 * level for level in QUANTILES]
    at = math.log(pay_usd)
    right = int(np.clip(np.searchsorted(log_quantiles, at), 1, len(levels) - 1))
    width = max(float(log_quantiles[right] - log_quantiles[right - 1]), 1e-6)
    place = levels[right - 1] + (at - float(log_quantiles[right - 1])) / width * (levels[right] - levels[right - 1])
    return min(99.0, max(1.0, place))
