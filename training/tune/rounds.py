"""Folds of several kinds in rounds: the first fold of each, then the second. All kinds judge a try from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from training.fit.folds import each_fold

__all__ = ["in_rounds"]

T = TypeVar("T")


def in_rounds(folds: Sequence[int], fit: Callable[[int, int], T], jobs: int = 1) -> Iterator[list[tuple[int, int, T]]]:
    """Yield each round: the kind, the number of its fold, and what its fit gives.

    Parameters
    ----------
    folds : sequence of int
        How many folds each kind has.
    fit : callable
        From a kind and the number of one of its folds.
    jobs : int
        Folds fitted at a time.

    Examples
    --------
    >>> list(in_rounds([1, 2], lambda kind, fold: 10 * kind + fold))
    [[(0, 0, 0), (1, 0, 10)], [(1, 1, 11)]]
    """
    order = [(kind, fold) for fold in range(max(folds)) for kind, own in enumerate(folds) if fold < own]
    found: list[tuple[int, int, T]] = []
    for place, fitted in each_fold(lambda place: fit(*order[place]), range(len(order)), jobs):
        found.append((*order[place], fitted))
        if place + 1 == len(order) or order[place + 1][1] != order[place][1]:
            yield found
            found = []
