"""What a try costs, row by row: its score, and how surely it differs from another one's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.metrics import Array, group_interval

__all__ = ["Gap", "Loss", "Tell", "gap", "score"]

_DRAWS = 1_000


class Loss(NamedTuple):
    """The loss of each held-out row of one kind, and what it is divided by; both of shape (n,).

    The sum of ``ours`` over that of ``base`` is the figure. Rows of one group were held out together.
    """

    name: str
    groups: Sequence[str]
    ours: Array
    base: Array


#: Is told after each fold the losses of the rows held out so far; what it raises ends the try.
Tell: TypeAlias = Callable[[Sequence[Loss]], None]


class Gap(NamedTuple):
    """By how much one score lies above another, with the ends of its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def surely_lower(self) -> bool:
        """Whether the interval leaves 0 out, below it."""
        return self.high < 0


def score(losses: Sequence[Loss]) -> float:
    """Return the figure of each kind, averaged; lower is better.

    Examples
    --------
    >>> score([Loss("a", ["x", "y"], np.array([1.0, 2.0]), np.array([2.0, 2.0]))])
    0.75
    """
    return float(np.mean([loss.ours.sum() / loss.base.sum() for loss in losses]))


def gap(ours: Sequence[Loss], others: Sequence[Loss], seed: int) -> Gap:
    """Return the paired difference of two scores on the same rows, by a bootstrap over groups.

    Parameters
    ----------
    ours, others : sequence of Loss
        The same kinds, rows and bases, in the same order.
    seed : int
    """
    kinds = len(ours)
    kind = np.repeat(np.arange(kinds), [len(loss.ours) for loss in ours])
    moved = np.concatenate([one.ours - other.ours for one, other in zip(ours, others, strict=True)])
    base = np.concatenate([loss.base for loss in ours])

    def figure(rows: NDArray[np.int64]) -> float:
        above, below = (np.bincount(kind[rows], of[rows], kinds) for of in (moved, base))
        # A draw without a row of one kind says nothing.
        return float(np.divide(above, below, out=np.full(kinds, np.nan), where=below > 0).mean())

    groups = [group for loss in ours for group in loss.groups]
    return Gap(figure(np.arange(len(kind))), *group_interval(figure, groups, seed=seed, draws=_DRAWS))
