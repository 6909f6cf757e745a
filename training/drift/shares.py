"""Shares: the population stability index of two, and the interval of one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from training.metrics import Array

__all__ = ["Rate", "difference", "middle_moved", "stability_index"]

#: Added to each count, so that an empty bin has a logarithm.
_PRIOR = 0.5
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many; ``drawn`` is an interval of the share where what is counted hangs together, as words do."""

    count: float
    of: float
    drawn: tuple[float, float] | None = None

    @property
    def share(self) -> float:
        """The share; ``nan`` of nothing."""
        return self.count / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval; else Wilson's (1927): it stays within 0 and 1, and is no point where the count is 0."""
        if self.drawn is not None:
            return self.drawn
        if not self.of:
            return 0.0, 1.0
        square, share = _Z * _Z / self.of, self.share
        middle = (share + square / 2) / (1 + square)
        half = _Z / (1 + square) * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return max(0.0, middle - half), min(1.0, middle + half)


def stability_index(training: Array, ledger: Array) -> Array:
    """Return the population stability index: the sum over bins of (q - p) ln(q / p), with p and q the shares of the sides.

    Parameters
    ----------
    training, ledger : ndarray, shape (..., n_bins)
        Counts.

    Examples
    --------
    >>> round(float(stability_index(np.array([5_000.0, 5_000.0]), np.array([7_500.0, 2_500.0]))), 2)
    0.27
    """
    p, q = ((counts + _PRIOR) / (counts + _PRIOR).sum(axis=-1, keepdims=True) for counts in (training, ledger))
    index: Array = ((q - p) * np.log(q / p)).sum(axis=-1)
    return index


def middle_moved(training: Array, ledger: Array) -> Array:
    """Return how far the mean bin of known values moved, in bins; 0 where a side has none.

    The stability index does not know that bins stand in a row; so it needs far more postings to see prices doubled.

    Parameters
    ----------
    training, ledger : ndarray, shape (..., n_bins)
        Counts; the last bin is unknown.
    """
    known = [counts[..., :-1] for counts in (training, ledger)]
    of = [counts.sum(axis=-1) for counts in known]
    there, here = (
        (counts * np.arange(counts.shape[-1])).sum(axis=-1) / np.maximum(n, 1.0) for counts, n in zip(known, of, strict=True)
    )
    moved: Array = np.where(np.minimum(*of) > 0, np.abs(here - there), 0.0)
    return moved


def difference(training: Array, ledger: Array) -> Array:
    """Return how much higher a share is in the ledger; minus one where a side has nothing.

    Parameters
    ----------
    training, ledger : ndarray, shape (..., 2)
        Counts of what is meant, and of all.
    """
    of = np.minimum(training[..., 1], ledger[..., 1])
    there, here = (counts[..., 0] / np.maximum(counts[..., 1], 1e-9) for counts in (training, ledger))
    gap: Array = np.where(of > 0, here - there, -1.0)
    return gap
