"""What a policy gets: along its order, up to a number of hires met or of Connects spent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.backtest.deals import Deals
from tests.benchmarks.backtest.policies import Policy
from training.metrics import Array

__all__ = ["Run", "play"]


@dataclass(frozen=True)
class Run:
    """What a policy has met and spent after each proposal; arrays of shape (n + 1,), beginning at nothing.

    ``spent`` are Connects paid when sending, ``wasted`` those lost where nobody was hired, ``hires`` postings on which
    somebody was, ``contracts`` the expected number of own ones, ``net_usd`` what they bring less what the proposals cost.
    """

    spent: Array
    wasted: Array
    hires: Array
    contracts: Array
    net_usd: Array

    def wasted_at(self, hires: float) -> float:
        """Return the Connects lost by the time so many hires were met; NaN where it never meets them."""
        if hires > self.hires[-1] + 1e-9:
            return float("nan")
        # The first step that reaches them: what is lost after the last hire is lost for no more hires.
        step = int(np.searchsorted(self.hires, hires - 1e-9))
        if step == 0:
            return 0.0
        part = (hires - self.hires[step - 1]) / (self.hires[step] - self.hires[step - 1])
        return float(self.wasted[step - 1] + part * (self.wasted[step] - self.wasted[step - 1]))

    def net_at(self, connects: float) -> float:
        """Return what a budget of so many Connects brings; a policy that has no more to answer keeps the rest."""
        return float(np.interp(connects, self.spent, self.net_usd))


def play(deals: Deals, policy: Policy) -> Run:
    """Return the run of a policy. Without an order, and among equals, it gets what a random order gets on average."""
    chosen = np.flatnonzero(policy.chosen)
    rank = np.zeros(len(chosen)) if policy.order is None else -policy.order[chosen]
    _, group = np.unique(rank, return_inverse=True)
    parts = (
        deals.connects,
        deals.wasted,
        deals.hired.astype(np.float64),
        deals.hired * deals.you,
        deals.net_usd,
    )
    # Equals are one step: between its ends lies what a random order of them gets.
    steps = [np.bincount(group, weights=part[chosen], minlength=1) if len(chosen) else np.zeros(1) for part in parts]
    return Run(*(np.concatenate([[0.0], np.cumsum(step)]) for step in steps))
