"""Pooling: what several marketplaces say of one number, and how far it may be carried to another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Pooled", "pooled"]


@dataclass(frozen=True, slots=True)
class Pooled:
    """A mean over marketplaces: its own standard error, and that of the value of *another* marketplace."""

    mean: float
    mean_error: float
    error: float


def pooled(estimates: Sequence[float], errors: Sequence[float]) -> Pooled:
    """Return the random-effects mean: marketplaces that differ by more than their own errors count more evenly.

    The variance between marketplaces is the moment estimate of DerSimonian and Laird (1986). It is part of ``error``,
    which is that of a marketplace that was not among them.

    Parameters
    ----------
    estimates, errors : sequence of float, length n_markets
        Of each marketplace, the error as a standard deviation above 0.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> pooled([1.0, 1.0], [0.1, 0.1]).mean
    1.0
    """
    if not estimates:
        raise ValueError("no marketplace to pool")
    value, variance = np.asarray(estimates, dtype=np.float64), np.square(np.asarray(errors, dtype=np.float64))
    weight = 1 / variance
    mean = float((weight * value).sum() / weight.sum())
    between = 0.0
    if len(value) > 1:
        spread = float((weight * (value - mean) ** 2).sum()) - (len(value) - 1)
        between = max(0.0, spread / float(weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (variance + between)
    mean = float((weight * value).sum() / weight.sum())
    return Pooled(mean, float(np.sqrt(1 / weight.sum())), float(np.sqrt(1 / weight.sum() + between)))
