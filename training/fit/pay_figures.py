"""Held-out figures of the pay models: loss beside quantiles of category and tier, and how far stated shares are real."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import QUANTILES
from training.fit.pay_data import LARGE_SOURCE, PayData
from training.fit.result import Figure
from training.metrics import Array, group_interval, pinball

__all__ = ["PayAnswers", "coverage", "pay_figures"]

_CELLS = "quantiles of category and tier"
#: A cell with fewer postings is answered by all of them together.
_LEAST_CELL = 20


@dataclass(frozen=True)
class PayAnswers:
    """Held-out quantiles of log pay for the rows of some data, shape (n, 5), and the fold of each row."""

    data: PayData
    log_quantiles: Array
    folds: NDArray[np.int64]

    @cached_property
    def by_cell(self) -> Array:
        """What quantiles of category and tier say of the same rows, from the other folds."""
        out = np.zeros_like(self.log_quantiles)
        for fold in np.unique(self.folds):
            inside, outside = self.folds != fold, self.folds == fold
            out[outside] = _cell_quantiles(self.data, inside if inside.any() else outside, outside)
        return out


def coverage(answers: PayAnswers, rows: NDArray[np.bool_]) -> list[float]:
    """Return of some rows the share under each quantile, and last the share from the 10th to the 90th percentile."""
    pay, at = answers.data.log_pay[rows, None], answers.log_quantiles[rows]
    under = (pay <= at).mean(axis=0)
    return [*map(float, under), float(((pay >= at[:, :1]) & (pay <= at[:, -1:])).mean())]


def pay_figures(answers: PayAnswers, seed: int) -> list[Figure]:
    """Return the figures of one kind."""
    data, ours, cells = answers.data, answers.log_quantiles, answers.by_cell
    kind, rows = data.kind, len(data.log_pay)

    def ratio(i: NDArray[np.int64]) -> float:
        return pinball(data.log_pay[i], ours[i], QUANTILES) / pinball(data.log_pay[i], cells[i], QUANTILES)

    low, high = group_interval(ratio, data.groups, seed=seed)
    loss, base = pinball(data.log_pay, ours, QUANTILES), pinball(data.log_pay, cells, QUANTILES)
    return [
        Figure("pay", f"pinball loss (log pay), {kind}, held out by client", rows, None, loss, base, _CELLS, "lower"),
        Figure(
            "pay",
            f"pinball loss over that of category and tier, {kind}",
            rows,
            None,
            loss / base,
            1.0,
            _CELLS,
            "lower",
            low,
            high,
        ),
        *_coverage_figures(answers),
    ]


def _coverage_figures(answers: PayAnswers) -> list[Figure]:
    kind, sizes = answers.data.kind, Counter(answers.data.sources)
    sources = np.array(answers.data.sources)
    of = {"": np.ones(len(sources), dtype=np.bool_)}
    of |= {f" of {name}": sources == name for name in sorted(sizes) if sizes[name] >= LARGE_SOURCE and len(sizes) > 1}
    names = [f"under the {round(100 * level)}th percentile" for level in QUANTILES] + [
        "from the 10th to the 90th percentile"
    ]
    stated = [*QUANTILES, QUANTILES[-1] - QUANTILES[0]]
    return [
        Figure("pay", f"share of pay {name}, {kind}{where}", int(rows.sum()), None, share, level, "as stated", "near")
        for where, rows in of.items()
        for name, share, level in zip(names, coverage(answers, rows), stated, strict=True)
        if not where or name == names[-1]
    ]


def _cell_quantiles(data: PayData, train: NDArray[np.bool_], test: NDArray[np.bool_]) -> Array:
    """Return the quantiles of the posting's category and tier, or of everything when the cell is small."""
    overall = np.quantile(data.log_pay[train], QUANTILES)
    by_cell: dict[str, list[float]] = {}
    for i in np.flatnonzero(train):
        by_cell.setdefault(data.cells[i], []).append(float(data.log_pay[i]))
    table = {cell: np.quantile(values, QUANTILES) for cell, values in by_cell.items() if len(values) >= _LEAST_CELL}
    return np.array([table.get(data.cells[i], overall) for i in np.flatnonzero(test)])
