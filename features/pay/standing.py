"""Where a pay stands among the quantiles of its market."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from features.bundle_format import QUANTILES

__all__ = ["percentile"]

_LEVELS = tuple(100.0 * level for level in QUANTILES)


def percentile(log_quantiles: Sequence[float], pay_usd: float) -> float:
    """Return where a pay stands, 1 to 99: linear in log pay between the quantiles, and beyond by the outer slopes.

    Parameters
    ----------
    log_quantiles : sequence of float
        Natural log of US dollars at the bundle's quantiles, rising.
    pay_usd : float
        Above 0, in the same unit.

    Examples
    --------
    >>> percentile([math.log(usd) for usd in (10.0, 20.0, 40.0, 80.0, 160.0)], 20.0)
    25.0
    """
    at = math.log(pay_usd)
    right = min(max(bisect_left(log_quantiles, at), 1), len(_LEVELS) - 1)
    width = max(log_quantiles[right] - log_quantiles[right - 1], 1e-6)
    place = _LEVELS[right - 1] + (at - log_quantiles[right - 1]) / width * (_LEVELS[right] - _LEVELS[right - 1])
    return min(99.0, max(1.0, place))
