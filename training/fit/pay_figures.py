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

__all__ = ["PayAnswers", "coverage", "large_sources", "model_comparison", "pay_figures"]

_CELLS = "quantiles of category and tier"
#: A cell with fewer postings is answered by all of them together.
_LEAST_CELL = 20


@dataclass(frozen=True)
class PayAnswers:
    """Held-out quantiles of log pay for the rows of some data, shape (n, 5), and the fold of each row.

    ``by_line`` is what the straight lines through the first head say alone, held out and shifted as well.
    """

    data: PayData
    log_quantiles: Array
    by_line: Array
    folds: NDArray[np.int64]

    @cached_property
    def by_cell(self) -> Array:
        """What quantiles of category and tier say of the same rows, from the other folds."""
        return self._from_cells(_LEAST_CELL)

    @cached_property
    def by_all(self) -> Array:
        """What the quantiles of all postings together say of the same rows, from the other folds."""
        return self._from_cells(len(self.folds) + 1)

    def _from_cells(self, least: int) -> Array:
        out = np.zeros_like(self.log_quantiles)
        for fold in np.unique(self.folds):
            inside, outside = self.folds != fold, self.folds == fold
            out[outside] = _cell_quantiles(self.data, inside if inside.any() else outside, outside, least)
        return out


def coverage(answers: PayAnswers, rows: NDArray[np.bool_]) -> list[float]:
    """Return of some rows the share under each quantile, and last the share from the 10th to the 90th percentile."""
    pay, at = answers.data.log_pay[rows, None], answers.log_quantiles[rows]
    under = (pay <= at).mean(axis=0)
    return [*map(float, under), float(((pay >= at[:, :1]) & (pay <= at[:, -1:])).mean())]


def pay_figures(answers: PayAnswers, seed: int) -> list[Figure]:
    """Return the figures of one kind."""
    kind, rows = answers.data.kind, len(answers.data.log_pay)
    *_, (_, base, *_), (_, loss, _, low, high) = model_comparison(answers, seed, only_last=2)
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


def model_comparison(answers: PayAnswers, seed: int, only_last: int = 0) -> list[tuple[str, float, float, float, float]]:
    """Return of each model its name, pinball loss, ratio to category and tier, and the ratio's interval; ours last."""
    data = answers.data
    models = {
        "all postings together": answers.by_all,
        "straight lines through the terms' estimate": answers.by_line,
        _CELLS: answers.by_cell,
        "ours: the lines and forests": answers.log_quantiles,
    }
    found = []
    for name in [*models][-only_last:]:

        def ratio(i: NDArray[np.int64], of: Array = models[name]) -> float:
            base = pinball(data.log_pay[i], answers.by_cell[i], QUANTILES)
            return pinball(data.log_pay[i], of[i], QUANTILES) / base

        everything = np.arange(len(data.log_pay))
        interval = group_interval(ratio, data.groups, seed=seed)
        found.append((name, pinball(data.log_pay, models[name], QUANTILES), ratio(everything), *interval))
    return found


def large_sources(data: PayData) -> dict[str, NDArray[np.bool_]]:
    """Return the rows of each source with many postings, largest first, named by number and year."""
    sources, sizes = np.array(data.sources), Counter(data.sources)
    large = [name for name, size in sizes.most_common() if size >= LARGE_SOURCE and len(sizes) > 1]
    rows = [sources == name for name in large]
    return {f"source {i} ({np.nanmedian(data.years[of]):.0f})": of for i, of in enumerate(rows, start=1)}


def _coverage_figures(answers: PayAnswers) -> list[Figure]:
    kind = answers.data.kind
    of = {"": np.ones(len(answers.folds), dtype=np.bool_)}
    of |= {f", {name}": rows for name, rows in large_sources(answers.data).items()}
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


def _cell_quantiles(data: PayData, train: NDArray[np.bool_], test: NDArray[np.bool_], least: int) -> Array:
    """Return the quantiles of the posting's category and tier, or of everything when the cell is small."""
    overall = np.quantile(data.log_pay[train], QUANTILES)
    by_cell: dict[str, list[float]] = {}
    for i in np.flatnonzero(train):
        by_cell.setdefault(data.cells[i], []).append(float(data.log_pay[i]))
    table = {cell: np.quantile(values, QUANTILES) for cell, values in by_cell.items() if len(values) >= least}
    return np.array([table.get(data.cells[i], overall) for i in np.flatnonzero(test)])
