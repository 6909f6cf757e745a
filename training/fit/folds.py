"""The folds of a cross-validation: one after the other, or some at a time, and what is told after each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

__all__ = ["AfterFold", "Done", "each_fold", "quiet"]

T = TypeVar("T")
#: The rows that were held out so far, shape (n,).
Done: TypeAlias = NDArray[np.bool_]
#: Is told after each fold what the models say so far, and of which rows. What it raises ends the cross-validation.
AfterFold: TypeAlias = Callable[[T, Done], None]


def quiet(said: Any, done: Done) -> None:
    """Tell nobody."""


def each_fold(fit: Callable[[int], T], folds: Sequence[int], jobs: int = 1) -> Iterator[tuple[int, T]]:
    """Yield each fold with what its fit gives, in order, whatever the number of jobs.

    Parameters
    ----------
    fit : callable
        From the number of a fold.
    folds : sequence of int
    jobs : int
        How many are fitted at a time, each in a process of its own. No more are begun before these are taken.

    Examples
    --------
    >>> list(each_fold(lambda fold: 10 * fold, [1, 2]))
    [(1, 10), (2, 20)]
    """
    if jobs == 1:
        for fold in folds:
            yield fold, fit(fold)
        return
    with Parallel(n_jobs=jobs) as run:
        for first in range(0, len(folds), jobs):
            some = folds[first : first + jobs]
            yield from zip(some, run(delayed(fit)(fold) for fold in some), strict=True)
