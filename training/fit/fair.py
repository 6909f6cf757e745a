"""Fair price: the chance that a careful reader calls a pay far below a fair price, learnt from readers' judgements.

A logistic regression over few numbers, because few postings have a judged pay: kind of pay, pay, the market's middle and
spread, and how long the brief is. The market's figures are held out, as they are for a new posting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from features.pay.fair import FAIR_INPUTS, fair_inputs
from features.pay.standing import percentile
from training.config import Config
from training.fit.pay_figures import PayAnswers
from training.fit.result import Figure, rounded
from training.metrics import Array, brier, group_interval, roc_auc
from training.sources.labels import PAY_LABELS
from training.splits import group_folds

__all__ = ["JudgedPay", "fair_figures", "far_below_auc", "fit_fair", "judged_pay"]

_FAR_BELOW, _BELOW = PAY_LABELS.index("far_below"), PAY_LABELS.index("below")
#: With fewer judged postings of either sort in each fold there is nothing to learn.
_LEAST = 10


@dataclass(frozen=True)
class JudgedPay:
    """Postings whose pay readers judged, with what the held-out market says of it.

    Parameters
    ----------
    labels : ndarray of int64, shape (n,)
        Position in `PAY_LABELS`.
    percentile : ndarray, shape (n,)
    inputs : ndarray, shape (n, n_inputs)
        In the order of `FAIR_INPUTS`.
    groups : list of str, length n
    """

    labels: NDArray[np.int64]
    percentile: Array
    inputs: Array
    groups: list[str]

    def far_below(self, folds: int, seed: int) -> Array | None:
        """Return held-out chances that a pay is judged far below, shape (n,); None where too few are judged."""
        if not self.is_enough:
            return None
        of = group_folds(self.groups, folds, seed)
        chance = np.zeros(len(self.labels))
        for fold in np.unique(of):
            inside, outside = of != fold, of == fold
            if len(set((self.labels[inside] == _FAR_BELOW).tolist())) < 2:
                return None
            weights, intercept = _fit(self.inputs[inside], self.labels[inside])
            chance[outside] = 1 / (1 + np.exp(-(self.inputs[outside] @ weights + intercept)))
        return chance

    def take(self, rows: NDArray[np.bool_]) -> JudgedPay:
        """Return some of the postings."""
        groups = [group for group, kept in zip(self.groups, rows.tolist(), strict=True) if kept]
        return replace(
            self, labels=self.labels[rows], percentile=self.percentile[rows], inputs=self.inputs[rows], groups=groups
        )

    @property
    def is_enough(self) -> bool:
        """Whether there is anything to learn."""
        far = int((self.labels == _FAR_BELOW).sum())
        return min(far, len(self.labels) - far) >= _LEAST


def judged_pay(answers: Sequence[PayAnswers], labels: Mapping[str, str]) -> JudgedPay:
    """Return the judged postings of some held-out answers."""
    found = []
    for of in answers:
        data = of.data
        for key, group, length, log_pay, quantiles in zip(
            data.keys, data.groups, data.lengths, data.log_pay, of.log_quantiles.tolist(), strict=True
        ):
            if key in labels:
                place = percentile(quantiles, float(np.exp(log_pay)))
                inputs = fair_inputs(data.kind == "fixed", float(log_pay), quantiles, length)
                found.append((PAY_LABELS.index(labels[key]), place, inputs, group))
    label, places, rows, groups = zip(*found, strict=True) if found else ((), (), (), ())
    return JudgedPay(
        np.array(label, dtype=np.int64),
        np.array(places, dtype=np.float64),
        np.array(rows, dtype=np.float64).reshape(-1, len(FAIR_INPUTS)),
        list(groups),
    )


def far_below_auc(labels: NDArray[np.int64], score: Array) -> float:
    """Return the chance that a pay judged far below has a higher score than one judged fair or above."""
    kept = labels != _BELOW
    return roc_auc((labels[kept] == _FAR_BELOW).astype(np.float64), score[kept])


def fair_figures(judged: JudgedPay, config: Config) -> list[Figure]:
    """Return how well readers' judgement is foretold, held out by client; nothing where too few are judged."""
    chance = judged.far_below(config.folds, config.seed)
    if chance is None:
        return []
    truth, n = (judged.labels == _FAR_BELOW).astype(np.float64), len(judged.labels)
    rate = float(truth.mean())

    def interval(figure: Callable[[NDArray[np.int64]], float]) -> tuple[float, float]:
        return group_interval(figure, judged.groups, seed=config.seed)

    auc = interval(lambda i: far_below_auc(judged.labels[i], chance[i]))
    error = interval(lambda i: brier(truth[i], chance[i]))
    by_percentile = far_below_auc(judged.labels, -judged.percentile)
    what = "pay judged far below a fair price"
    return [
        Figure(
            "pay", f"ROC-AUC, {what} against fair or above", n, rate, far_below_auc(judged.labels, chance),
            by_percentile, "percentile of the pay", "higher", *auc,
        ),
        Figure("pay", f"Brier, {what}", n, rate, brier(truth, chance), rate * (1 - rate), "constant", "lower", *error),
    ]  # fmt: skip


def fit_fair(judged: JudgedPay) -> dict[str, Any] | None:
    """Return the model as plain settings: log odds = intercept + weights · inputs. None where too few are judged."""
    if not judged.is_enough:
        return None
    weights, intercept = _fit(judged.inputs, judged.labels)
    return {"inputs": list(FAIR_INPUTS), "weights": [rounded(w) for w in weights.tolist()], "intercept": rounded(intercept)}


def _fit(inputs: Array, labels: NDArray[np.int64]) -> tuple[Array, float]:
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0)
    scale = np.where(deviation > 0, 1 / np.where(deviation > 0, deviation, 1.0), 0.0)
    regression = LogisticRegression(C=1.0, tol=1e-8, max_iter=1_000).fit((inputs - mean) * scale, labels == _FAR_BELOW)
    weights = regression.coef_[0] * scale
    return weights, float(regression.intercept_[0] - mean @ weights)
