"""Pay: conditional quantiles of what such work is paid, for hourly and fixed-price postings apart.

Two layers. A ridge regression on the terms estimates log pay from the words; five LightGBM quantile forests (10, 25, 50,
75, 90) then see that estimate beside tier, duration, hours and date. During training the forests see only estimates that
were made without the posting's own group. Each quantile is then shifted by a constant so that, on groups that were held
out, the stated share of postings lies under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge

from features.bundle_format import QUANTILES, TREE_ARRAYS
from features.errors import DataError
from features.fields.facts import Facts, usd_pay
from features.fields.registry import MARKET_FEATURES
from features.posting import Posting
from features.text.terms import Vocabulary
from training.config import Config, PayConfig
from training.fit.result import Figure, Fitted, rounded
from training.fit.trees import forest_arrays
from training.metrics import Array, group_interval, pinball
from training.sources.postings import PostingRow
from training.splits import group_folds
from training.vocabulary import text_matrix

__all__ = ["fit_pay", "pipeline_log_quantiles"]

Kind = Literal["hourly", "fixed"]
_KINDS: tuple[Kind, ...] = ("hourly", "fixed")
#: With fewer priced postings of a kind there is no market to speak of.
_LEAST_ROWS = 10


@dataclass(frozen=True)
class _Data:
    """Priced postings of one kind: ``log_pay`` is the natural log of US dollars (per hour for hourly)."""

    text: csr_matrix
    fields: Array
    log_pay: Array
    groups: list[str]
    cells: list[str]

    def take(self, rows: NDArray[Any]) -> _Data:
        where = np.flatnonzero(rows)
        return _Data(
            self.text[where], self.fields[where], self.log_pay[where],
            [self.groups[i] for i in where], [self.cells[i] for i in where],
        )  # fmt: skip


@dataclass(frozen=True)
class _Model:
    ridge: Ridge
    forests: list[lightgbm.Booster]

    def raw(self, data: _Data) -> Array:
        return _quantiles(self.ridge, self.forests, data.text, data.fields)


def _quantiles(ridge: Ridge, forests: Sequence[lightgbm.Booster], text: csr_matrix, fields: Array) -> Array:
    inputs = np.column_stack([fields, ridge.predict(text)])
    return np.column_stack([forest.predict(inputs, num_threads=1) for forest in forests])


def pipeline_log_quantiles(kept: Mapping[str, Any], postings: Sequence[Posting], vocabulary: Vocabulary) -> Array:
    """Return the quantiles of log pay by a run's kept pipeline of one kind, shape (n, 5), never crossing."""
    fields = MARKET_FEATURES.rows([Facts(posting) for posting in postings])
    raw = _quantiles(kept["ridge"], kept["forests"], text_matrix(vocabulary, postings), fields)
    return np.sort(raw + kept["shift"], axis=1)


def fit_pay(rows: list[PostingRow], vocabulary: Vocabulary, config: Config) -> Fitted:
    """Fit both kinds; sealed rows are never read.

    Raises
    ------
    DataError
        If too few postings of a kind have a price in US dollars.
    """
    settings: dict[str, Any] = {}
    arrays: dict[str, NDArray[Any]] = {}
    figures: list[Figure] = []
    pipelines: dict[str, Any] = {}
    for kind in _KINDS:
        data = _priced(rows, vocabulary, kind)
        held_out, spread = _cross_fit(data, config)
        model = _fit(data, config)
        shift = _shift(data.log_pay, held_out)
        pipelines[kind] = {"ridge": model.ridge, "forests": model.forests, "shift": shift}
        figures += _figures(kind, data, held_out, config)
        settings[kind] = {
            "intercept": rounded(float(model.ridge.intercept_)),
            "shift": [rounded(float(value), 9) for value in shift],
            "p25_sd": rounded(spread),
            "rows": len(data.log_pay),
        }
        arrays[f"{kind}.weights"] = _single(model.ridge.coef_)
        for level, forest in zip(QUANTILES, model.forests, strict=True):
            found = forest_arrays(forest)
            arrays |= {f"{kind}.p{round(100 * level)}.{name}": found[name] for name in TREE_ARRAYS}
    return Fitted(settings, arrays, figures, pipelines)


def _single(weights: Array) -> NDArray[np.float32]:
    # Six digits: the solver's last bits depend on the machine, and a bundle should not.
    return np.array([rounded(float(w), 6) for w in weights], dtype=np.float32)


def _priced(rows: list[PostingRow], vocabulary: Vocabulary, kind: Kind) -> _Data:
    kept = []
    for row in rows:
        pay = row.posting.pay
        if not row.sealed and pay is not None and pay.type == kind and usd_pay(row.posting):
            kept.append(row)
    if len(kept) < _LEAST_ROWS:
        raise DataError(f"{len(kept)} {kind} postings have a price in US dollars; training needs {_LEAST_ROWS} of each kind")
    facts = [Facts(row.posting) for row in kept]
    return _Data(
        text=text_matrix(vocabulary, [row.posting for row in kept]),
        fields=MARKET_FEATURES.rows(facts),
        log_pay=np.log([fact.pay_usd or 1.0 for fact in facts]),
        groups=[row.group for row in kept],
        cells=[f"{row.posting.category}|{row.posting.tier}" for row in kept],
    )


def _ridge(text: csr_matrix, log_pay: Array, penalty: float) -> Ridge:
    return Ridge(alpha=penalty, solver="sparse_cg", tol=1e-8, max_iter=2_000).fit(text, log_pay)


def _fit(data: _Data, config: Config) -> _Model:
    """Fit the ridge on all rows, and the forests on estimates made without the row's own group."""
    folds = group_folds(data.groups, config.folds, config.seed + 1)
    estimate = np.full(len(data.log_pay), np.nan)
    for fold in np.unique(folds):
        inside = folds != fold
        if not inside.any():
            inside = folds == fold
        ridge = _ridge(data.text[np.flatnonzero(inside)], data.log_pay[inside], config.pay.ridge_penalty)
        estimate[folds == fold] = ridge.predict(data.text[np.flatnonzero(folds == fold)])
    inputs = np.column_stack([data.fields, estimate])
    forests = [_forest(inputs, data.log_pay, level, config.pay, config.seed) for level in QUANTILES]
    return _Model(_ridge(data.text, data.log_pay, config.pay.ridge_penalty), forests)


def _forest(inputs: Array, log_pay: Array, level: float, pay: PayConfig, seed: int) -> lightgbm.Booster:
    parameters = {
        "objective": "quantile",
        "alpha": level,
        "learning_rate": pay.learning_rate,
        "num_leaves": pay.leaves,
        "min_data_in_leaf": min(pay.min_rows_in_leaf, max(1, len(log_pay) // 5)),
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    return lightgbm.train(parameters, lightgbm.Dataset(inputs, log_pay), num_boost_round=pay.trees)


def _cross_fit(data: _Data, config: Config) -> tuple[Array, float]:
    """Return held-out quantiles before any shift, shape (n, 5), and how far models disagree on the 25th percentile."""
    folds = group_folds(data.groups, config.folds, config.seed)
    held_out = np.zeros((len(data.log_pay), len(QUANTILES)))
    everywhere = []
    for fold in np.unique(folds):
        inside = folds != fold
        model = _fit(data.take(inside if inside.any() else ~inside), config)
        raw = model.raw(data)
        held_out[folds == fold] = raw[folds == fold]
        everywhere.append(raw[:, 1])
    return held_out, float(np.std(np.array(everywhere), axis=0).mean())


def _shift(log_pay: Array, predicted: Array) -> Array:
    """Return the constants after which the stated share of rows lies under each quantile."""
    return np.array([np.quantile(log_pay - predicted[:, i], level) for i, level in enumerate(QUANTILES)])


def _figures(kind: Kind, data: _Data, held_out: Array, config: Config) -> list[Figure]:
    folds = group_folds(data.groups, config.folds, config.seed)
    ours, cells = np.zeros_like(held_out), np.zeros_like(held_out)
    for fold in np.unique(folds):
        inside, outside = folds != fold, folds == fold
        # The shift of a fold comes from the other folds, so no row corrects itself.
        source = inside if inside.any() else outside
        ours[outside] = np.sort(held_out[outside] + _shift(data.log_pay[source], held_out[source]), axis=1)
        cells[outside] = _cell_quantiles(data.take(source), data.take(outside))
    interval = group_interval(
        lambda i: pinball(data.log_pay[i], ours[i], QUANTILES) / pinball(data.log_pay[i], cells[i], QUANTILES),
        data.groups, seed=config.seed,
    )  # fmt: skip
    rows = len(data.log_pay)
    loss, base = pinball(data.log_pay, ours, QUANTILES), pinball(data.log_pay, cells, QUANTILES)
    inside_band = float(((data.log_pay >= ours[:, 0]) & (data.log_pay <= ours[:, 4])).mean())
    name = "quantiles of category and tier"
    return [
        Figure("pay", f"pinball loss (log pay), {kind}, held out by client", rows, None, loss, base, name, "lower"),
        Figure(
            "pay",
            f"pinball loss over that of category and tier, {kind}",
            rows,
            None,
            loss / base,
            1.0,
            name,
            "lower",
            *interval,
        ),
        Figure(
            "pay",
            f"share of pay between the 10th and the 90th percentile, {kind}",
            rows,
            None,
            inside_band,
            0.80,
            "as stated",
            "near",
        ),
    ]


def _cell_quantiles(train: _Data, test: _Data, least: int = 20) -> Array:
    """Return the quantiles of the posting's category and tier, or of everything when the cell is small."""
    overall = np.quantile(train.log_pay, QUANTILES)
    by_cell: dict[str, list[float]] = {}
    for cell, value in zip(train.cells, train.log_pay, strict=True):
        by_cell.setdefault(cell, []).append(float(value))
    table = {cell: np.quantile(values, QUANTILES) for cell, values in by_cell.items() if len(values) >= least}
    return np.array([table.get(cell, overall) for cell in test.cells])
