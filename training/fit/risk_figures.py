"""Held-out figures of the danger model, on real postings and on written ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from training.fit.result import Figure
from training.metrics import Array, average_precision, brier, group_interval, roc_auc
from training.sources.risk import RiskRow
from training.sources.written import WrittenPosting

__all__ = ["Written", "risk_figures"]


class Written(NamedTuple):
    """Written postings, their chances by models that saw nothing of the same hand, and the types that these name first."""

    postings: list[WrittenPosting]
    probability: Array
    types: list[str]


def risk_figures(rows: Sequence[RiskRow], probability: Array, written: Written, seed: int) -> list[Figure]:
    """Return figures on real postings, and the ranking of written ones.

    Parameters
    ----------
    rows : sequence of RiskRow, length n
    probability : ndarray, shape (n,)
        Held-out, calibrated.
    written : Written
    seed : int
        Of the bootstrap.
    """
    real = np.array([row.weight > 0 for row in rows])
    risk = np.array([row.risk for row in rows])
    truth, p = (risk[real] == 2).astype(np.float64), probability[real]
    weight = np.array([row.weight for row in rows])[real]
    groups = [row.group for row in rows if row.weight > 0]
    rate = float(np.average(truth, weights=weight))

    def one(what: str, figure: Callable[..., float], base: float, base_name: str, better: str) -> Figure:
        low, high = group_interval(lambda i: figure(truth[i], p[i], weight[i]), groups, seed=seed)
        name = f"{what}, labelled postings weighted to their pool, grouped cross-validation"
        ours = figure(truth, p, weight)
        return Figure("risk", name, len(truth), rate, ours, base, base_name, better, low, high)

    figures = [
        one("average precision", average_precision, rate, "share of dangers", "higher"),
        one("ROC-AUC", roc_auc, 0.5, "constant", "higher"),
        one("Brier", brier, rate * (1 - rate), "constant", "lower"),
    ]
    if (~real).any():
        figures.append(_ranking("written cases, held out", risk[~real] == 2, probability[~real]))
    danger = np.array([item.danger for item in written.postings])
    if danger.any() and not danger.all():
        figures.append(_ranking("own written postings, held out by hand", danger, written.probability))
    return figures


def _ranking(what: str, danger: Array, probability: Array) -> Figure:
    auc = roc_auc(danger.astype(np.float64), probability)
    return Figure("risk", f"ROC-AUC, {what}", len(danger), float(danger.mean()), auc, 0.5, "constant", "higher")
