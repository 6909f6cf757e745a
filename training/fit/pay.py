"""Pay: conditional quantiles of what such work is paid, for hourly and fixed-price postings apart.

Three layers. Linear *heads* read the terms (`training.fit.pay_heads`). For each of five quantiles (10, 25, 50, 75, 90) a
straight line through the first head is the start, and a LightGBM quantile forest sees all heads beside tier, duration, hours
and date. During training the forests see only heads that never saw the posting's own group. Each quantile is then shifted so
that, on groups that were held out, the stated share of postings lies under it (a conformal correction): by one constant, and
in a quarter of a year with many postings by one of its own.

The market is not one scraper's mix: what sources with few postings pay above or below the rest is taken out before anything
is learnt. Placeholders are no pay and are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import QuantileRegressor

from features.bundle_format import QUANTILES, TREE_ARRAYS
from features.errors import DataError
from features.fields.facts import Facts
from features.fields.registry import MARKET_FEATURES
from features.pay.eras import NO_ERA, eras
from features.posting import Posting
from features.text.terms import Vocabulary
from training.config import Config, PayConfig
from training.fit.fair import fair_figures, fit_fair, judged_pay
from training.fit.pay_data import LARGE_SOURCE, Kind, PayData, priced
from training.fit.pay_figures import PayAnswers, pay_figures
from training.fit.pay_heads import Heads, held_out_heads, views_of
from training.fit.result import Figure, Fitted, rounded
from training.fit.trees import forest_arrays
from training.metrics import Array
from training.sources.postings import PostingRow
from training.splits import group_folds
from training.vocabulary import text_matrix

__all__ = ["KINDS", "fit_pay", "fit_without", "pay_answers", "pipeline_log_quantiles", "read_pay", "shifted"]

KINDS: tuple[Kind, ...] = ("hourly", "fixed")
#: With fewer priced postings of a kind there is no market to speak of.
_LEAST_ROWS = 10
#: Held-out rows from which on an era has a shift of its own, and rows of the others that are mixed into it.
_LEAST_ERA, _ERA_PRIOR = 80, 20


@dataclass(frozen=True)
class _Model:
    heads: Heads
    start: Array
    forests: list[lightgbm.Booster]

    def raw(self, text: csr_matrix, fields: Array) -> tuple[Array, Array]:
        """Return the quantiles before any shift, and what the straight lines say alone, each of shape (n, 5)."""
        said = self.heads.of(text)
        return _quantiles(said, fields, self.start, self.forests), _lines(said, self.start)


def _quantiles(said: Array, fields: Array, start: Array, forests: Sequence[lightgbm.Booster]) -> Array:
    """Return the quantiles before any shift, shape (n, 5): the straight line of each and its forest."""
    inputs = np.column_stack([fields, said])
    grown = np.column_stack([forest.predict(inputs, num_threads=1) for forest in forests])
    raw: Array = _lines(said, start) + grown
    return raw


def _lines(said: Array, start: Array) -> Array:
    lines: Array = start[:, 0] + np.outer(said[:, 0], start[:, 1])
    return lines


def pipeline_log_quantiles(kept: Mapping[str, Any], postings: Sequence[Posting], vocabulary: Vocabulary) -> Array:
    """Return the quantiles of log pay by a run's kept pipeline of one kind, shape (n, 5), never crossing."""
    fields = MARKET_FEATURES.rows([Facts(posting) for posting in postings])
    said = text_matrix(vocabulary, postings) @ kept["weights"] + kept["intercept"]
    years = [facts.year for facts in map(Facts, postings)]
    shift = Shift(kept["shift"], kept["era_shift"]).at(eras(np.array(years, dtype=np.float64)))
    return np.sort(_quantiles(said, fields, kept["start"], kept["forests"]) + shift, axis=1)


def fit_pay(rows: list[PostingRow], vocabulary: Vocabulary, config: Config, labels: Mapping[str, str]) -> Fitted:
    """Fit both kinds, and readers' judgement of the pay above them; sealed rows are never read.

    Parameters
    ----------
    rows : list of PostingRow
    vocabulary : Vocabulary
    config : Config
    labels : mapping of str to str
        Readers' judgements by posting key; may be empty.

    Raises
    ------
    DataError
        If too few postings of a kind have a price in US dollars.
    """
    settings: dict[str, Any] = {}
    arrays: dict[str, NDArray[Any]] = {}
    figures: list[Figure] = []
    pipelines: dict[str, Any] = {}
    held_out: list[PayAnswers] = []
    for kind in KINDS:
        data = read_pay(rows, vocabulary, kind)
        answers, raw, spread = _cross_fit(data, vocabulary, config)
        model, shift = _fit(data, vocabulary, config), Shift.fit(data.log_pay, raw, eras(data.years))
        heads = model.heads
        pipelines[kind] = {
            "weights": heads.weights, "intercept": heads.intercept,
            "start": model.start, "forests": model.forests, "shift": shift.constant, "era_shift": shift.of_era,
        }  # fmt: skip
        figures += pay_figures(answers, config.seed)
        held_out.append(answers)
        settings[kind] = {
            "intercept": heads.intercept.tolist(),
            "start": model.start.tolist(),
            "shift": _nine_digits(shift.constant),
            "era_shift": {str(era): _nine_digits(own) for era, own in shift.of_era.items()},
            "p25_sd": rounded(spread),
            "rows": len(data.log_pay),
            "from_year": _year(data.years, 0.0),
            "to_year": _year(data.years, 0.99),
        }
        arrays[f"{kind}.weights"] = heads.weights.astype(np.float32)
        for level, forest in zip(QUANTILES, model.forests, strict=True):
            found = forest_arrays(forest)
            arrays |= {f"{kind}.p{round(100 * level)}.{name}": found[name] for name in TREE_ARRAYS}
    judged = judged_pay(held_out, labels)
    figures += fair_figures(judged, config)
    return Fitted(settings | {"fair": fit_fair(judged)}, arrays, figures, pipelines, _age(settings))


def _year(years: Array, level: float) -> float | None:
    known = years[np.isfinite(years)]
    return rounded(float(np.quantile(known, level)), 6) if len(known) else None


def _age(settings: Mapping[str, Any]) -> str:
    """Return how old the market is, as Markdown."""
    lines = [
        f"| {kind} | {part['rows']:,} | {part['from_year']:.1f} | {part['to_year']:.1f} |\n"
        for kind, part in settings.items()
    ]
    return (
        "\n## How old the market is\n\n"
        "Pay drifts, and these figures know nothing later. 1% of the postings are younger than the last year given.\n\n"
        "| pay | postings with a price | from | to |\n|---|---:|---:|---:|\n" + "".join(lines)
    )


def pay_answers(rows: list[PostingRow], vocabulary: Vocabulary, config: Config) -> dict[Kind, PayAnswers]:
    """Return the held-out quantiles of both kinds, as the figures are computed from them."""
    return {kind: _cross_fit(read_pay(rows, vocabulary, kind), vocabulary, config)[0] for kind in KINDS}


def read_pay(rows: list[PostingRow], vocabulary: Vocabulary, kind: Kind) -> PayData:
    """Return the postings of a kind with a price; made once, whatever the settings.

    Raises
    ------
    DataError
        If there are too few.
    """
    data = priced(rows, vocabulary, kind)
    if len(data.log_pay) < _LEAST_ROWS:
        raise DataError(
            f"{len(data.log_pay)} {kind} postings have a price in US dollars; training needs {_LEAST_ROWS} of each kind"
        )
    return data


def _fit(data: PayData, vocabulary: Vocabulary, config: Config) -> _Model:
    """Fit the heads on all rows, and lines and forests on heads that never saw the row's own group."""
    pay, views = config.pay, views_of(vocabulary)
    said = held_out_heads(data.text, data.log_pay, data.groups, views, pay.head_penalty, config.folds, config.seed + 1)
    target = data.log_pay - _offsets(data, said[:, 0])
    inputs = np.column_stack([data.fields, said])
    start = np.array([_line(said[:, 0], target, level) for level in QUANTILES])
    forests = [
        _forest(inputs, target, line[0] + line[1] * said[:, 0], level, pay, config.seed)
        for line, level in zip(start, QUANTILES, strict=True)
    ]
    return _Model(Heads.fit(data.text, target, views, pay.head_penalty).rounded(), start, forests)


def _offsets(data: PayData, said: Array) -> Array:
    """Return by how much the pay of each row's source lies above what its text says, where the source is small; else 0.

    A scraper that took some dozen postings took those of its own interest. The large ones are the market of their day.
    """
    sizes, offset = Counter(data.sources), np.zeros(len(said))
    for source, size in sizes.items():
        if size < LARGE_SOURCE and len(sizes) > 1:
            here = np.array([name == source for name in data.sources])
            offset[here] = np.median(data.log_pay[here] - said[here])
    return offset


def _line(said: Array, log_pay: Array, level: float) -> tuple[float, float]:
    fitted = QuantileRegressor(quantile=level, alpha=0.0, solver="highs").fit(said[:, None], log_pay)
    return rounded(float(fitted.intercept_), 9), rounded(float(fitted.coef_[0]), 9)


def _forest(inputs: Array, log_pay: Array, start: Array, level: float, pay: PayConfig, seed: int) -> lightgbm.Booster:
    parameters = {
        "objective": "quantile",
        "alpha": level,
        "learning_rate": pay.learning_rate,
        "num_leaves": pay.leaves,
        "min_data_in_leaf": min(pay.min_rows_in_leaf, max(1, len(log_pay) // 5)),
        "extra_trees": True,
        "feature_fraction": pay.feature_share,
        "bagging_fraction": pay.row_share,
        "bagging_freq": 1,
        "lambda_l2": pay.leaf_penalty,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    return lightgbm.train(parameters, lightgbm.Dataset(inputs, log_pay, init_score=start), num_boost_round=pay.trees)


def fit_without(data: PayData, outside: NDArray[np.bool_], vocabulary: Vocabulary, config: Config) -> tuple[Array, Array]:
    """Return what models fitted without some rows say of all rows, before any shift, each of shape (n, 5).

    The first are the quantiles, the second what the straight lines say alone.
    """
    model = _fit(data.take(outside if outside.all() else ~outside), vocabulary, config)
    return model.raw(data.text, data.fields)


def _cross_fit(data: PayData, vocabulary: Vocabulary, config: Config) -> tuple[PayAnswers, Array, float]:
    """Return held-out answers, held-out quantiles before any shift, and the standard error of the 25th percentile."""
    folds = group_folds(data.groups, config.folds, config.seed)
    raw, lines = np.zeros((2, len(data.log_pay), len(QUANTILES)))
    everywhere = []
    for fold in np.unique(folds):
        outside = folds == fold
        predicted, straight = fit_without(data, outside, vocabulary, config)
        raw[outside], lines[outside] = predicted[outside], straight[outside]
        everywhere.append(predicted[:, 1])
    final, by_line = (shifted(data.log_pay, of, eras(data.years), folds) for of in (raw, lines))
    answers = PayAnswers(replace(data, text=csr_matrix((0, 0))), final, by_line, folds)
    return answers, raw, _jackknife_error(np.array(everywhere))


def _jackknife_error(estimates: Array) -> float:
    """Return the standard error of estimates, shape (n_models, n), each model without another group of clients.

    The models share most of their data, so they disagree less than fresh ones would: the delete-a-group jackknife takes
    n_models − 1 times their variance.
    """
    return float(np.sqrt((len(estimates) - 1) * np.var(estimates, axis=0).mean()))


def shifted(log_pay: Array, raw: Array, era: NDArray[np.int64], folds: NDArray[np.int64]) -> Array:
    """Return quantiles corrected by the other folds: no row corrects itself. They never cross."""
    moved = np.zeros_like(raw)
    for fold in np.unique(folds):
        source, here = folds != fold if (folds != fold).any() else folds == fold, folds == fold
        moved[here] = raw[here] + Shift.fit(log_pay[source], raw[source], era[source]).at(era[here])
    return np.sort(moved, axis=1)


@dataclass(frozen=True)
class Shift:
    """What is added to each quantile: ``constant`` of shape (5,), or in some eras an own one."""

    constant: Array
    of_era: dict[int, Array]

    @classmethod
    def fit(cls, log_pay: Array, predicted: Array, era: NDArray[np.int64]) -> Self:
        """Return the constants after which the stated share of rows lies under each quantile.

        The one of an era is drawn towards that of all, as if by so many more rows of the others.
        """
        gap = log_pay[:, None] - predicted
        constant, of_era = _levels(gap), {}
        for number, size in Counter(era.tolist()).items():
            if size >= _LEAST_ERA and number != NO_ERA:
                of_era[number] = (size * _levels(gap[era == number]) + _ERA_PRIOR * constant) / (size + _ERA_PRIOR)
        return cls(constant, dict(sorted(of_era.items())))

    def at(self, era: NDArray[np.int64]) -> Array:
        """Return the shift of rows, shape (n, 5)."""
        return np.array([self.of_era.get(int(number), self.constant) for number in era]).reshape(-1, len(self.constant))


def _levels(gap: Array) -> Array:
    return np.array([np.quantile(gap[:, i], level) for i, level in enumerate(QUANTILES)])


def _nine_digits(values: Array) -> list[float]:
    return [rounded(float(value), 9) for value in values]
