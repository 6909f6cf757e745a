"""The slope of stated log odds: 1 where chances are right, under 1 where they are overconfident."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from training.drift.matured import Matured
from training.metrics import Array, group_draws

__all__ = ["of_clients", "p_value", "slope_of"]

#: Chances are cut here, so that their log odds are numbers.
_EDGE = 1e-4


def slope_of(matured: Matured, seed: int, draws: int) -> tuple[float | None, float | None, float | None, float | None]:
    """Return the slope, its 95% bootstrap interval over clients, and the p-value of its being 1."""
    x = np.column_stack([np.ones(len(matured.ghost)), _odds(matured.stated)])
    if np.ptp(x[:, 1]) < 1e-6:
        return None, None, None, None
    found = _fit(x, matured.ghost)
    drawn = np.array([_fit(x[rows], matured.ghost[rows])[1] for rows in group_draws(matured.client, seed=seed, draws=draws)])
    low, high = np.quantile(drawn, [0.025, 0.975])
    chance = expit(x @ found)
    inverse = np.linalg.pinv((x * (chance * (1 - chance))[:, None]).T @ x)
    by_client = of_clients(x * (matured.ghost - chance)[:, None], matured.client)
    robust = inverse @ (by_client.T @ by_client) @ inverse
    p = p_value(float(found[1]) - 1, max(float(robust[1, 1]), float(inverse[1, 1])), len(by_client))
    return float(found[1]), float(low), float(high), p


def _fit(x: Array, truth: Array) -> Array:
    """Return the coefficients of a logistic regression, by Newton's steps with a trace of a ridge."""
    at = np.zeros(x.shape[1])
    ridge = 1e-6 * np.eye(x.shape[1])
    for _ in range(25):
        chance = expit(x @ at)
        step = np.linalg.solve((x * (chance * (1 - chance))[:, None]).T @ x + ridge, x.T @ (truth - chance) - ridge @ at)
        # A bootstrap sample that can be parted has no finite slope; a bounded step ends somewhere large.
        at = at + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return at


def _odds(stated: Array) -> Array:
    cut = np.clip(stated, _EDGE, 1 - _EDGE)
    odds: Array = np.log(cut / (1 - cut))
    return odds


def of_clients(values: Array, clients: Sequence[str]) -> Array:
    """Return the sums over clients, shape (n_clients, ...)."""
    names, number = np.unique(np.asarray(clients), return_inverse=True)
    sums = np.zeros((len(names), *values.shape[1:]))
    np.add.at(sums, number, values)
    return sums


def p_value(off: float, variance: float, clients: int) -> float:
    """Return the two-sided p-value of a deviation, by Student's distribution with a degree of freedom less than clients."""
    return float(2 * student.sf(abs(off) / np.sqrt(max(variance, 1e-12)), clients - 1))
