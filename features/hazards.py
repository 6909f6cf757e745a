"""Hazards of a posting's first 30 days: the hire, and the withdrawal that gives the Connects back.

In bin *k* of ages, the chance of a hire is the logistic of ``hire[k] - record_weight * (z - level_log_odds) - weights
· x``, had nothing else happened; that of a withdrawal the logistic of ``withdrawal[k]``. Within a bin both rates are
constant, so that an age inside a bin leaves its share of it. z: log odds of no hire by the client's record; x: `INPUTS`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["EDGES_DAYS", "INPUTS", "LAST_DAY", "Hazards", "exposure", "first_of_two", "rate"]

Array = NDArray[np.float64]

#: Ages in days that part the bins: most hires come early, so the first bins are short.
EDGES_DAYS = (0.0, 1.0, 3.0, 7.0, 14.0, 21.0, 30.0)
#: A ghost is a posting without a hire within so many days of publication.
LAST_DAY = EDGES_DAYS[-1]
#: What the hazards look at beside the record; see `features.hazard_inputs`.
INPUTS = ("pay_against_kind", "first_time_client")
_EDGES = np.array(EDGES_DAYS)


def exposure(start: Array, end: Array) -> Array:
    """Return which share of each bin lies between two ages.

    Parameters
    ----------
    start, end : ndarray, shape (n,)
        Ages in days.

    Returns
    -------
    ndarray, shape (n, bins)

    Examples
    --------
    >>> exposure(np.array([2.0]), np.array([7.0])).tolist()
    [[0.0, 0.5, 1.0, 0.0, 0.0, 0.0]]
    """
    low = np.maximum(start[:, None], _EDGES[:-1])
    high = np.minimum(end[:, None], _EDGES[1:])
    share: Array = np.maximum(0.0, high - low) / np.diff(_EDGES)
    return share


def rate(log_odds: Array) -> Array:
    """Return the rate per bin whose chance of an event within the bin has these log odds: -log(1 - chance)."""
    found: Array = np.logaddexp(0.0, log_odds)
    return found


def first_of_two(hire: Array, withdrawal: Array, exposed: Array) -> tuple[Array, Array]:
    """Return the chance that the hire comes first, and that the withdrawal does, while exposed.

    Parameters
    ----------
    hire, withdrawal : ndarray, shape (n, bins)
        Rates per bin.
    exposed : ndarray, shape (n, bins)
        Share of each bin.
    """
    both = hire + withdrawal
    spent = both * exposed
    reached = np.exp(spent - np.cumsum(spent, axis=1))
    # (1 - exp(-u)) / rate, whose limit at rate 0 is the exposure.
    held = np.where(both > 0, -np.expm1(-spent) / np.where(both > 0, both, 1.0), exposed)
    return (reached * hire * held).sum(axis=1), (reached * withdrawal * held).sum(axis=1)


@dataclass(frozen=True, slots=True)
class Hazards:
    """Fitted hazards.

    Parameters
    ----------
    hire : tuple of float, one a bin
        Log odds of a hire within the bin, at the level's record and the middle of pay.
    withdrawal : tuple of float, one a bin, or None
        The same of a withdrawal; None where none was recorded.
    record_weight : float
        How much of the record's log odds reaches the hazard; never negative, so a better record never raises the chance
        of no hire.
    weights : tuple of float, one of each of `INPUTS`
    level_log_odds : float
        Log odds of no hire at which ``hire`` holds.

    Raises
    ------
    ValueError
        If a number is not finite, there are too few or too many, or the weight of the record is negative.
    """

    hire: tuple[float, ...]
    withdrawal: tuple[float, ...] | None
    record_weight: float
    weights: tuple[float, ...]
    level_log_odds: float

    def __post_init__(self) -> None:
        bins = len(EDGES_DAYS) - 1
        numbers = [*self.hire, *(self.withdrawal or ()), self.record_weight, *self.weights, self.level_log_odds]
        if len(self.hire) != bins or (self.withdrawal is not None and len(self.withdrawal) != bins):
            raise ValueError(f"hazards have {len(self.hire)} bins; there are {bins} between {EDGES_DAYS}")
        if len(self.weights) != len(INPUTS):
            raise ValueError(f"hazards have {len(self.weights)} weights; there is one of each of {INPUTS}")
        if not all(map(math.isfinite, numbers)) or self.record_weight < 0:
            raise ValueError(f"hazards hold {numbers}; every number is finite and the weight of the record not negative")

    @staticmethod
    def of(settings: Mapping[str, Any]) -> Hazards:
        """Return the hazards that a bundle holds."""
        if tuple(settings["edges_days"]) != EDGES_DAYS:
            raise ValueError(f"hazards have bins at {settings['edges_days']}; this version reads {list(EDGES_DAYS)}")
        withdrawal = settings["withdrawal"]
        return Hazards(
            _floats(settings["hire"]),
            None if withdrawal is None else _floats(withdrawal),
            float(settings["record_weight"]),
            _floats([settings["weights"][name] for name in INPUTS]),
            float(settings["level_log_odds"]),
        )

    def settings(self) -> dict[str, Any]:
        """Return what `of` reads, as JSON values."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return {"edges_days": list(EDGES_DAYS)} | plain | {"weights": dict(zip(INPUTS, self.weights, strict=True))}

    def rates(self, shift: Array) -> tuple[Array, Array]:
        """Return the rates per bin of hire and withdrawal, shape (n, bins), with the log odds of a hire so much lower."""
        hire = rate(np.array(self.hire)[None, :] - shift[:, None])
        none = np.zeros_like(hire)
        return hire, none if self.withdrawal is None else none + rate(np.array(self.withdrawal))

    def shift(self, z: Array, x: Array) -> Array:
        """Return how much lower than an average posting's the log odds of a hire are, shape (n,)."""
        # Added up one by one: a product of matrices has other last bits for one row than for many.
        found: Array = self.record_weight * (z - self.level_log_odds)
        for column, weight in zip(x.T, self.weights, strict=True):
            found = found + column * weight
        return found

    def outlook(self, z: Array, x: Array, age_days: Array) -> tuple[Array, Array]:
        """Return the chance of a hire, and of a withdrawal before any, until day 30.

        Parameters
        ----------
        z : ndarray, shape (n,)
            Log odds of no hire by the client's record.
        x : ndarray, shape (n, inputs)
            `INPUTS`; 0 where unknown.
        age_days : ndarray, shape (n,)
            Age at which the posting is open and nobody was hired.
        """
        return first_of_two(*self.rates(self.shift(z, x)), exposure(age_days, np.full_like(age_days, LAST_DAY)))


def _floats(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
