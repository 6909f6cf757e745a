"""Corrections for having looked at many figures at once: the chance of any false alarm stays what it says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from training.drift.shuffle import Against

__all__ = ["holm", "together"]


def holm(p: Sequence[float]) -> list[float]:
    """Return p-values corrected by Holm's step-down rule (1979), which asks nothing of how they hang together.

    Examples
    --------
    >>> holm([0.01, 0.5, 0.02])
    [0.03, 0.5, 0.04]
    """
    order = np.argsort(p, kind="stable").tolist()
    stepped = accumulate((min(1.0, (len(p) - rank) * p[i]) for rank, i in enumerate(order)), max)
    found = dict(zip(order, stepped, strict=True))
    return [found[i] for i in range(len(p))]


def together(figures: Sequence[Against]) -> list[float]:
    """Return p-values of figures of the same draws, corrected by the step-down rule of Westfall and Young (1993).

    It is Holm's rule with the draws in the place of the number of figures: fields that are unknown together, or say the same
    twice, count as little as they add. (By Holm a report on 64 figures gave 1 false alarm in 100, at a stated 5.)
    """
    if not figures:
        return []
    p = np.array([one.p for one in figures])
    order = np.argsort(p, kind="stable")
    drawn = np.column_stack([figures[i].drawn_p for i in order])
    # For each figure: the least p-value, in each draw, among it and those that are less sure.
    least = np.minimum.accumulate(drawn[:, ::-1], axis=1)[:, ::-1]
    corrected = (1 + (least <= p[order]).sum(axis=0)) / (1 + len(drawn))
    found = np.empty(len(p))
    found[order] = np.maximum.accumulate(corrected)
    return [float(value) for value in found]
