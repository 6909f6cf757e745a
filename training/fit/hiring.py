"""The learned layer of the ghost model: what beside the record goes with nobody being hired, on one marketplace.

A ridge-penalised logistic regression on top of the record: the record's log odds are an offset that is not weighed again.
Boosted trees with the same monotone constraints rank no better on any split, and their Brier is better on one of five
(``tests/benchmarks/ghost.py``), so the simplest ships.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from features.hiring import HIRING_NUMBERS, MOST_LOG_ODDS
from training.config import GhostConfig
from training.fit.result import rounded
from training.metrics import Array

__all__ = ["HiringInputs", "Layer", "fit_layer"]


@dataclass(frozen=True)
class HiringInputs:
    """What the layer reads of some postings: ``numbers`` of shape (n, n_numbers), and the labels of each."""

    numbers: Array
    labels: list[frozenset[str]]

    def take(self, rows: NDArray[np.int64]) -> HiringInputs:
        """Return some of the rows, by number."""
        return HiringInputs(self.numbers[rows], [self.labels[row] for row in rows.tolist()])


@dataclass(frozen=True)
class Layer:
    """A fitted layer."""

    intercept: float
    numbers: Array
    labels: dict[str, float]

    def log_odds(self, inputs: HiringInputs) -> Array:
        """Return by how much the log odds of no hire move, shape (n,), bounded."""
        words = np.array([sum(self.labels.get(label, 0.0) for label in labels) for labels in inputs.labels])
        moved: Array = np.clip(self.intercept + inputs.numbers @ self.numbers + words, -MOST_LOG_ODDS, MOST_LOG_ODDS)
        return moved

    def settings(self) -> dict[str, Any]:
        """Return the layer as JSON values."""
        return {
            "intercept": rounded(self.intercept),
            "numbers": {name: rounded(w) for name, w in zip(HIRING_NUMBERS, self.numbers.tolist(), strict=True)},
            "labels": {name: rounded(weight) for name, weight in sorted(self.labels.items())},
        }


def fit_layer(
    record_log_odds: Array,
    ghost: Array,
    inputs: HiringInputs,
    clients: NDArray[np.str_],
    config: GhostConfig,
    towards: Array | None = None,
) -> Layer:
    """Return the layer under which the outcomes are likeliest, its weights drawn towards others.

    Parameters
    ----------
    record_log_odds : ndarray, shape (n,)
        Of no hire, by the record.
    ghost : ndarray, shape (n,)
        1 where nobody was hired.
    inputs : HiringInputs
    clients : ndarray of str, shape (n,)
    config : GhostConfig
        The ridge penalties, and of how many clients a label must be told.
    towards : ndarray, shape (n_numbers,), optional
        What the weights of the numbers are drawn towards: what other marketplaces say. Zero when left out.
    """
    names = _told_by_many(inputs.labels, clients, config.least_clients)
    column = {name: number for number, name in enumerate(names)}
    rows = [(row, column[label]) for row, labels in enumerate(inputs.labels) for label in labels if label in column]
    at, of = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    flags = csr_matrix((np.ones(len(rows)), (at, of)), shape=(len(ghost), len(names)))
    design = csr_matrix(hstack([csr_matrix(np.ones((len(ghost), 1))), csr_matrix(inputs.numbers), flags]))
    k = len(HIRING_NUMBERS)
    of_number = {"log_hires": config.hires_penalty, "log_pay_to_market": config.pay_penalty}
    of_label = {"category": config.category_penalty, "skill": config.word_penalty, "title": config.word_penalty}
    of_labels = [of_label[name.partition(":")[0]] for name in names]
    penalty = np.array([0.0, *(of_number[name] for name in HIRING_NUMBERS), *of_labels])
    centre = np.zeros(len(penalty))
    centre[1 : 1 + k] = 0.0 if towards is None else towards
    bounds = [(None, None)] + [(None, 0.0)] * k + [(None, None)] * len(names)

    def loss(weights: Array) -> tuple[float, Array]:
        odds = record_log_odds + design @ weights
        away = weights - centre
        value = float((np.logaddexp(0, odds) - ghost * odds).sum() + (penalty * away**2).sum() / 2)
        slope: Array = design.T @ (1 / (1 + np.exp(-odds)) - ghost) + penalty * away
        return value, slope

    best = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12, "gtol": 1e-7}).x
    return Layer(float(best[0]), best[1 : 1 + k], dict(zip(names, best[1 + k :].tolist(), strict=True)))


def _told_by_many(labels: Sequence[frozenset[str]], clients: NDArray[np.str_], least: int) -> list[str]:
    """Return the labels that occur with enough clients, and not on every posting, in order."""
    seen: dict[str, set[str]] = {}
    postings = Counter(label for own in labels for label in own)
    for own, client in zip(labels, clients.tolist(), strict=True):
        for label in own:
            seen.setdefault(label, set()).add(client)
    # What every posting has tells nothing, and would take its share of the intercept away from one that lacks it.
    return sorted(name for name, who in seen.items() if len(who) >= least and postings[name] < len(labels))
