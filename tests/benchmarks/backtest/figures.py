"""Figures of runs: what each policy gets as it is, at equal hires met, and for the same Connects; means with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from tests.benchmarks.backtest.deals import Deals
from tests.benchmarks.backtest.play import Run
from tests.benchmarks.backtest.policies import EVERYTHING, ORACLE
from training.metrics import Array

__all__ = ["BUDGET", "SHARES", "Mean", "Played", "curve", "mean_of", "regret", "saved", "saved_against"]

#: Shares of all hires at which policies are compared.
SHARES = (0.25, 0.5, 0.75)
#: Share of the Connects that applying to all takes.
BUDGET = 0.25


@dataclass(frozen=True)
class Played:
    """The runs of all policies on the same deals."""

    deals: Deals
    runs: Mapping[str, Run]

    @property
    def hires(self) -> float:
        """Postings on which somebody was hired."""
        return float(self.deals.hired.sum())

    @property
    def budget(self) -> float:
        """The Connects that policies are compared at."""
        return BUDGET * float(self.deals.connects.sum())


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with the ends of its 95% interval."""

    value: float
    low: float
    high: float

    def text(self, form: str) -> str:
        """Return it in a format, with its interval."""
        if np.isnan(self.value):
            return ""
        return f"{format(self.value, form)} ({format(self.low, form)} to {format(self.high, form)})"


def mean_of(values: Sequence[float]) -> Mean:
    """Return the mean over seeds with its interval by Student's t; NaN where any seed has none."""
    found = np.array(values, dtype=np.float64)
    middle = float(found.mean())
    if len(found) < 2 or np.isnan(middle):
        return Mean(middle, float("nan"), float("nan"))
    half = float(t.ppf(0.975, len(found) - 1) * found.std(ddof=1) / np.sqrt(len(found)))
    return Mean(middle, middle - half, middle + half)


def saved(played: Played, name: str, share: float) -> float:
    """Return by what share the Connects lost fall against applying to all, at so many of all hires met."""
    everything = played.runs[EVERYTHING].wasted_at(share * played.hires)
    return 1 - played.runs[name].wasted_at(share * played.hires) / everything


def saved_against(played: Played, name: str, rival: str, share: float | None = None) -> float:
    """Return by what share the Connects lost fall against a rival's, at its own hires met or at a share of all."""
    other = played.runs[rival]
    hires = float(other.hires[-1]) if share is None else share * played.hires
    lost = other.wasted_at(hires)
    return 1 - played.runs[name].wasted_at(hires) / lost if lost > 0 else float("nan")


def regret(played: Played, name: str) -> float:
    """Return by how many US dollars a policy stays behind who knows what came, for the same Connects."""
    best, own = (played.runs[policy].net_at(played.budget) for policy in (ORACLE, name))
    return best - own


def curve(played: Played, name: str, shares: Array) -> Array:
    """Return the share of all Connects lost at each share of all hires met; NaN where the policy never meets them."""
    whole = played.runs[EVERYTHING].wasted[-1]
    return np.array([played.runs[name].wasted_at(share * played.hires) / whole for share in shares])
