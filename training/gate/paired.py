"""Paired differences: the same rows, two bundles, whole clients drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.metrics import Array

__all__ = ["Gap", "gap_of", "holm"]


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much a loss of the challenger lies above the champion's.

    ``low`` and ``high`` are the 95% bootstrap interval, ``worse`` the share of samples in which it lies above, ties counted
    half, and ``rows`` how many rows it is the mean of.
    """

    champion: float
    challenger: float
    low: float
    high: float
    worse: float
    rows: int

    @property
    def value(self) -> float:
        """The difference."""
        return self.challenger - self.champion


def gap_of(champion: Array, challenger: Array, weight: Array, groups: Sequence[str], *, seed: int, draws: int) -> Gap:
    """Return the gap of two losses over the same rows.

    Parameters
    ----------
    champion, challenger : ndarray, shape (n,)
        The loss of each row.
    weight : ndarray, shape (n,)
    groups : sequence of str, length n
        Rows of one group are drawn together.
    seed, draws : int
        Of the bootstrap.
    """
    names, number = np.unique(np.asarray(groups), return_inverse=True)
    sums = [np.bincount(number, of * weight, len(names)) for of in (champion, challenger, np.ones(len(weight)))]
    drawn = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    old, new, total = (drawn @ of for of in sums)
    difference = (new - old)[total > 0] / total[total > 0]
    low, high = np.quantile(difference, [0.025, 0.975])
    worse = float((difference > 0).mean() + (difference == 0).mean() / 2)
    of_all = sums[2].sum()
    return Gap(float(sums[0].sum() / of_all), float(sums[1].sum() / of_all), float(low), float(high), worse, len(weight))


def holm(chances: Sequence[float], level: float) -> list[bool]:
    """Return which of several findings stand when the chance of any false one shall be at most ``level``.

    Parameters
    ----------
    chances : sequence of float
        Of each finding, the chance of it where there is nothing to find.

    Examples
    --------
    >>> holm([0.001, 0.04, 0.3], 0.05)
    [True, False, False]
    """
    order, stands = np.argsort(chances, kind="stable"), [False] * len(chances)
    for rank, place in enumerate(order.tolist()):
        if chances[place] > level / (len(chances) - rank):
            break
        stands[place] = True
    return stands
