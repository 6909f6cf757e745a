"""Discrete-time hazards with right-censoring, fitted as the most likely under weak priors, with intervals.

Young open postings count only for the days on which they were seen: they are neither ghosts nor left out. The 90% intervals
are normal ones from the observed information (the curvature of the log posterior at its top), of chances on the scale of log
odds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from features.hazards import EDGES_DAYS, LAST_DAY, Hazards, exposure, first_of_two, rate
from training.fit.hazard_rows import Rows, log_likelihood
from training.metrics import Array

__all__ = ["Z90", "Estimate", "HazardFit", "fit_hazard"]

#: The inputs beside the record, in the order of their columns.
FIRST_TIME = "being a first-time client"
INPUT_NAMES = ("pay against its kind", FIRST_TIME)
_BINS = len(EDGES_DAYS) - 1
_LOG_WIDTH = np.log(np.diff(EDGES_DAYS))
#: Half width of a 90% normal interval, in deviations.
Z90 = 1.6449
# Weak priors (grade D, our own): mean and deviation. The record counts as it stands, other inputs for nothing.
_RECORD_WEIGHT = (1.0, 1.0)
_INPUT_WEIGHT = (0.0, 1.0)
# Log rates a day: the first bin near that of 38% hires (10% withdrawals) spread evenly, and each bin near the one before:
# looks on day 0, 7 and 30 cannot tell the bins between two looks apart, and this shares them out.
_FIRST_HIRE = (float(np.log(0.48 / LAST_DAY)), 2.0)
_FIRST_WITHDRAWAL = (float(np.log(0.1 / LAST_DAY)), 2.0)
_FROM_BIN_TO_BIN = 1.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its 90% interval."""

    name: str
    value: float
    low: float
    high: float

    def holds(self, truth: float) -> bool:
        """Return whether the interval holds a value."""
        return self.low <= truth <= self.high


@dataclass(frozen=True)
class HazardFit:
    """Fitted hazards.

    Parameters
    ----------
    theta : ndarray, shape (2 * bins + 1 + k,)
        Log odds of the hire by bin, of the withdrawal by bin (absent where none was seen), weights of the record and the
        inputs.
    covariance : ndarray, shape (len(theta), len(theta))
    centre : float
        Log odds of no hire that the bins refer to.
    """

    theta: Array
    covariance: Array
    centre: float
    withdrawals: bool

    def hazards(self) -> Hazards:
        """Return what a bundle holds."""
        hire, withdrawal, weights = _parts(self.theta, self.withdrawals)
        return Hazards(
            tuple(hire.tolist()),
            tuple(withdrawal.tolist()) if self.withdrawals else None,
            float(weights[0]),
            tuple(weights[1:].tolist()),
            self.centre,
        )

    def estimates(self) -> list[Estimate]:
        """Return what looks on day 0, 7 and 30 identify: the weights, and chances of an average posting by day 7 and 30."""
        names = ["weight of the record", *(f"weight of {name}" for name in INPUT_NAMES)]
        first = 2 * _BINS if self.withdrawals else _BINS
        found = [self._weight(name, first + i) for i, name in enumerate(names[: len(self.theta) - first])]
        chances = {"hired by day 7": (0, 7.0), "hired by day 30": (0, LAST_DAY)}
        if self.withdrawals:
            chances |= {"withdrawn before a hire by day 30": (1, LAST_DAY)}
        return found + [self._chance(name, kind, day) for name, (kind, day) in chances.items()]

    def _weight(self, name: str, place: int) -> Estimate:
        value, half = float(self.theta[place]), Z90 * float(np.sqrt(self.covariance[place, place]))
        low = max(0.0, value - half) if "record" in name else value - half
        return Estimate(name, value, low, value + half)

    def _chance(self, name: str, kind: int, day: float) -> Estimate:
        def log_odds(theta: Array) -> float:
            p = average_chance(*_parts(theta, self.withdrawals)[:2], kind, day)
            return float(np.log(p / (1 - p)))

        slope = _slope(log_odds, self.theta)
        middle, half = log_odds(self.theta), Z90 * float(np.sqrt(slope @ self.covariance @ slope))
        return Estimate(name, *(float(1 / (1 + np.exp(-at))) for at in (middle, middle - half, middle + half)))


def average_chance(hire: Array, withdrawal: Array, kind: int, day: float) -> float:
    """Return the chance that the hire (kind 0) or the withdrawal (1) of an average posting comes first and by a day."""
    exposed = exposure(np.zeros(1), np.array([day]))
    return float(first_of_two(rate(hire)[None, :], rate(withdrawal)[None, :], exposed)[kind][0])


def fit_hazard(rows: Rows, centre: float) -> HazardFit:
    """Return the most likely hazards under the priors.

    Parameters
    ----------
    rows : Rows
        From `training.fit.hazard_rows.rows_of`. Where none was withdrawn, withdrawals are left out.
    centre : float
        Log odds of no hire that the hazards of the bins refer to.
    """
    withdrawals = bool(rows.withdrawn.any())
    k = rows.x.shape[1]

    def loss(theta: Array) -> tuple[float, Array]:
        hire, withdrawal, weights = _parts(theta, withdrawals)
        value, slopes = log_likelihood(hire, withdrawal, weights, centre, rows)
        prior, prior_slope = _prior(theta, withdrawals)
        likelihood_slope = np.concatenate([slopes[0], *([slopes[1]] if withdrawals else []), slopes[2]])
        return -value - prior, -likelihood_slope - prior_slope

    starts = [_FIRST_HIRE[0] + _LOG_WIDTH, *([_FIRST_WITHDRAWAL[0] + _LOG_WIDTH] if withdrawals else [])]
    start = np.concatenate([*starts, [_RECORD_WEIGHT[0]], np.zeros(k)])
    # A better record never lowers the hazard, nor does having one at all: a first-time client stands no better.
    one_sided = [(0.0, None) if name == FIRST_TIME else (None, None) for name in INPUT_NAMES[:k]]
    bounds = [(None, None)] * (len(start) - 1 - k) + [(0.0, None), *one_sided]
    options = {"maxiter": 2_000, "ftol": 1e-13, "gtol": 1e-6}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    theta: Array = np.asarray(best.x, dtype=np.float64)
    information = _jacobian(lambda at: loss(at)[1], theta)
    covariance = np.linalg.inv((information + information.T) / 2)
    return HazardFit(theta, np.asarray(covariance, dtype=np.float64), centre, withdrawals)


def _parts(theta: Array, withdrawals: bool) -> tuple[Array, Array, Array]:
    if withdrawals:
        return theta[:_BINS], theta[_BINS : 2 * _BINS], theta[2 * _BINS :]
    return theta[:_BINS], np.full(_BINS, -np.inf), theta[_BINS:]


def _prior(theta: Array, withdrawals: bool) -> tuple[float, Array]:
    """Return the log density of the priors, up to a constant, and its slope."""
    hire, withdrawal, weights = _parts(theta, withdrawals)
    value, slopes = 0.0, []
    for bins, first in ((hire, _FIRST_HIRE), *([(withdrawal, _FIRST_WITHDRAWAL)] if withdrawals else [])):
        daily = bins - _LOG_WIDTH
        off = np.concatenate([[(daily[0] - first[0]) / first[1]], np.diff(daily) / _FROM_BIN_TO_BIN])
        value -= 0.5 * float(off @ off)
        slope = -off / np.array([first[1], *[_FROM_BIN_TO_BIN] * (_BINS - 1)])
        slope[:-1] -= slope[1:]
        slopes.append(slope)
    means, deviations = np.array([_RECORD_WEIGHT] + [_INPUT_WEIGHT] * (len(weights) - 1)).T
    off = (weights - means) / deviations
    return value - 0.5 * float(off @ off), np.concatenate([*slopes, -off / deviations])


def _jacobian(slope: Callable[[Array], Array], at: Array, step: float = 1e-4) -> Array:
    steps = np.eye(len(at)) * step
    return np.array([(slope(at + one) - slope(at - one)) / (2 * step) for one in steps])


def _slope(function: Callable[[Array], float], at: Array, step: float = 1e-5) -> Array:
    return np.array([(function(at + one) - function(at - one)) / (2 * step) for one in np.eye(len(at)) * step])
