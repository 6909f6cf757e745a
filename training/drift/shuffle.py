"""What the sides would be like without drift: clients dealt out to them at random, again and again.

A figure that grows by noise alone, as a stability index does in few postings, is held against the same figure of such draws;
so it needs no threshold of folklore. Whole clients are dealt, for postings of one are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from training.metrics import Array

__all__ = ["Against", "Sides", "against_chance", "shuffled", "surer"]

_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Sides:
    """Sums over the postings of each side: as they are, and in each draw.

    Parameters
    ----------
    training, ledger : ndarray, shape (n_columns,)
    training_draws, ledger_draws : ndarray, shape (n_draws, n_columns)
    """

    training: Array
    ledger: Array
    training_draws: Array
    ledger_draws: Array

    def take(self, columns: slice) -> Sides:
        """Return some columns."""
        of = (self.training, self.ledger, self.training_draws, self.ledger_draws)
        return Sides(*(sums[..., columns] for sums in of))


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """A figure against chance.

    Parameters
    ----------
    found, expected : float
        The figure, and its mean over the draws.
    p : float
        How often a draw reaches it: the one-sided p-value.
    drawn_p : ndarray, shape (n_draws,)
        The p-value that each draw would have had in its place.
    """

    found: float
    expected: float
    p: float
    drawn_p: Array


def shuffled(columns: Any, groups: Sequence[str], is_ledger: NDArray[np.bool_], *, draws: int, seed: int) -> Sides:
    """Return the sums of the columns over each side.

    Parameters
    ----------
    columns : array or sparse matrix, shape (n_postings, n_columns)
        What is counted of each posting of either side.
    groups : sequence of str, length n_postings
        Who wrote it; nobody is on both sides.
    is_ledger : ndarray of bool, shape (n_postings,)
    draws : int
    seed : int
    """
    names, number = np.unique(np.asarray(groups), return_inverse=True)
    ones, rows = np.ones(len(number)), np.arange(len(number))
    by_group = csr_matrix((ones, (number, rows)), shape=(len(names), len(number))) @ csr_matrix(columns)
    of_ledger = np.zeros(len(names), dtype=np.bool_)
    of_ledger[number[is_ledger]] = True
    size, rng = int(of_ledger.sum()), np.random.default_rng(seed)
    sums = [_sums(by_group, [np.flatnonzero(of_ledger)])]
    for first in range(0, draws, _AT_ONCE):
        dealt = [rng.choice(len(names), size, replace=False, shuffle=False) for _ in range(min(_AT_ONCE, draws - first))]
        sums.append(_sums(by_group, dealt))
    ledger = np.concatenate(sums)
    training = np.asarray(by_group.sum(axis=0)) - ledger
    return Sides(training[0], ledger[0], training[1:], ledger[1:])


def _sums(by_group: csr_matrix, dealt: Sequence[NDArray[np.int64]]) -> Array:
    """Return the sums over the clients that each draw deals to the ledger, shape (n_draws, n_columns)."""
    starts = np.cumsum([0, *map(len, dealt)])
    pick = csr_matrix((np.ones(starts[-1]), np.concatenate(dealt), starts), shape=(len(dealt), by_group.shape[0]))
    return np.asarray((pick @ by_group).todense())


def against_chance(figure: Callable[[Array, Array], Array], sides: Sides) -> Against:
    """Return a figure beside what it is in the draws.

    Parameters
    ----------
    figure : callable
        From the sums of training and ledger, shape (..., n_columns), to numbers, shape (...); the larger the more drift.
    """
    found = float(figure(sides.training, sides.ledger))
    drawn = figure(sides.training_draws, sides.ledger_draws)
    # Rounded: sums in another order differ in the last digit, and equal figures must count as such.
    every = np.round(np.append(drawn, found), 9)
    reached = len(every) - np.sort(every).searchsorted(every, side="left")
    p = reached / len(every)
    return Against(found, float(drawn.mean()), float(p[-1]), p[:-1])


def surer(one: Against, other: Against) -> Against:
    """Return a figure judged by itself or by another of the same draws, whichever is surer; that choice is drawn as well."""
    every = np.minimum(np.append(one.drawn_p, one.p), np.append(other.drawn_p, other.p))
    p = np.sort(every).searchsorted(every, side="right") / len(every)
    return Against(one.found, one.expected, float(p[-1]), p[:-1])
