"""Figures: each says what it measures and on how many rows; intervals come from a bootstrap over groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Array",
    "average_precision",
    "brier",
    "expected_calibration_error",
    "group_draws",
    "group_interval",
    "pinball",
    "pinball_of_rows",
    "roc_auc",
    "stratified_auc",
]

Array = NDArray[np.float64]


def brier(truth: Array, probability: Array, weight: Array | None = None) -> float:
    """Return the (weighted) mean squared error of a probability; lower is better."""
    return float(np.average((probability - truth) ** 2, weights=weight))


def roc_auc(truth: Array, score: Array, weight: Array | None = None) -> float:
    """Return the chance that a positive scores above a negative, ties counted half; ``nan`` without both of them."""
    weight = np.ones_like(truth) if weight is None else weight
    order = np.argsort(score, kind="stable")
    truth, score, weight = truth[order], score[order], weight[order]
    positive, negative = weight * truth, weight * (1 - truth)
    below = np.cumsum(negative) - negative
    _, start, size = np.unique(score, return_index=True, return_counts=True)
    tied = np.add.reduceat(negative, start)
    rank = np.repeat(below[start] + tied / 2, size)
    pairs = positive.sum() * negative.sum()
    return float((positive * rank).sum() / pairs) if pairs else float("nan")


def stratified_auc(truth: Array, score: Array, strata: NDArray[np.int64]) -> float:
    """Return the chance that a positive scores above a negative of its own stratum.

    Between folds of a cross-validation scores are not to be compared: the fold that holds more positives was judged by a
    model that saw fewer.
    """
    above = pairs = 0.0
    for stratum in np.unique(strata):
        here = strata == stratum
        own = float(truth[here].sum() * (1 - truth[here]).sum())
        if own:
            above, pairs = above + own * roc_auc(truth[here], score[here]), pairs + own
    return above / pairs if pairs else float("nan")


def average_precision(truth: Array, score: Array, weight: Array | None = None) -> float:
    """Return the area under the precision-recall steps, one step a distinct score; ``nan`` without a positive."""
    weight = np.ones_like(truth) if weight is None else weight
    order = np.argsort(-score, kind="stable")
    last_of_score = np.append(np.diff(score[order]) != 0, True)
    hits, seen = (np.cumsum(column[order])[last_of_score] for column in (weight * truth, weight))
    gained = np.diff(hits, prepend=0.0)
    return float((gained * hits / seen).sum() / hits[-1]) if hits[-1] else float("nan")


def expected_calibration_error(truth: Array, probability: Array, bins: int = 10) -> float:
    """Return the mean gap between stated and real shares over equally filled bins."""
    parts = np.array_split(np.argsort(probability, kind="stable"), bins)
    return float(sum(abs(truth[p].mean() - probability[p].mean()) * len(p) for p in parts if len(p)) / len(truth))


def pinball(truth: Array, predicted: Array, levels: Sequence[float]) -> float:
    """Return the mean pinball loss over quantile levels.

    Parameters
    ----------
    truth : ndarray, shape (n,)
    predicted : ndarray, shape (n, n_levels)
    levels : sequence of float
    """
    gap = truth[:, None] - predicted
    level = np.asarray(levels)[None, :]
    return float(np.maximum(level * gap, (level - 1) * gap).mean())


def pinball_of_rows(truth: Array, predicted: Array, levels: Sequence[float]) -> Array:
    """Return the pinball loss of each row, averaged over quantile levels, shape (n,); arguments as for `pinball`."""
    gap, level = truth[:, None] - predicted, np.asarray(levels)[None, :]
    rows: Array = np.maximum(level * gap, (level - 1) * gap).mean(axis=1)
    return rows


def group_interval(
    figure: Callable[[NDArray[np.int64]], float], groups: Sequence[str], *, seed: int, draws: int = 200
) -> tuple[float, float]:
    """Return the 95% bootstrap interval of a figure when whole groups are drawn again.

    Parameters
    ----------
    figure : callable
        From row numbers to the figure.
    groups : sequence of str, length n
    """
    values = np.array([figure(rows) for rows in group_draws(groups, seed=seed, draws=draws)])
    finite = values[np.isfinite(values)]
    low, high = np.quantile(finite, [0.025, 0.975]) if len(finite) else (np.nan, np.nan)
    return float(low), float(high)


def group_draws(groups: Sequence[str], *, seed: int, draws: int) -> Iterator[NDArray[np.int64]]:
    """Yield bootstrap samples as row numbers: as many groups as there are, drawn with replacement, each whole."""
    names, number = np.unique(np.asarray(groups), return_inverse=True)
    order = np.argsort(number, kind="stable")
    rows_of = np.split(order, np.cumsum(np.bincount(number))[:-1])
    rng = np.random.default_rng(seed)
    for _ in range(draws):
        yield np.concatenate([rows_of[g] for g in rng.integers(0, len(names), len(names))])
