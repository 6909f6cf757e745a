"""The client's record, smoothed: a beta-binomial.

The chance of a hire is ``(strength × mean + hires) / (strength + posts)`` for a client with a record, and a mean of its
own for first-time clients. Mean and strength maximise the likelihood of a marketplace's outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from training.metrics import Array

__all__ = ["RecordPrior", "fit_prior", "log_odds"]


def log_odds(chance: Array) -> Array:
    """Return the natural log of the odds of chances strictly between 0 and 1."""
    odds: Array = np.log(chance / (1 - chance))
    return odds


@dataclass(frozen=True, slots=True)
class RecordPrior:
    """Beta prior of a client's hire rate: mean, strength in postings, and the mean for first-time clients."""

    mean: float
    strength: float
    new_client_mean: float

    @property
    def new_client_offset(self) -> float:
        """By how much the log odds of a hire differ for a first-time client."""
        here, others = (float(np.log(p / (1 - p))) for p in (self.new_client_mean, self.mean))
        return here - others

    def ghost(self, posts: Array, hires: Array) -> Array:
        """Return the chance of no hire, shape (n,)."""
        hire = (self.strength * self.mean + hires) / (self.strength + posts)
        return 1.0 - np.where(posts > 0, hire, self.new_client_mean)


def fit_prior(posts: Array, hires: Array, ghost: Array) -> RecordPrior:
    """Return the prior under which the outcomes are likeliest."""
    known, new = posts > 0, posts == 0

    def loss(theta: NDArray[np.float64]) -> float:
        mean, strength = 1 / (1 + np.exp(-theta[0])), np.exp(theta[1])
        hire = np.clip((strength * mean + hires[known]) / (strength + posts[known]), 1e-9, 1 - 1e-9)
        likelihood = np.log(np.where(ghost[known] == 1, 1 - hire, hire)).sum()
        # A weak prior on log strength (around 5 postings) keeps tiny data from running to the edge.
        return float(-likelihood + 0.5 * ((theta[1] - np.log(5)) / 1.5) ** 2)

    best = minimize(loss, np.array([0.0, np.log(5.0)]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6})
    hired_new, n_new = float((1 - ghost[new]).sum()), int(new.sum())
    mean = float(1 / (1 + np.exp(-best.x[0])))
    # First-time clients are shrunk towards the others by five postings.
    return RecordPrior(mean, float(np.exp(best.x[1])), (hired_new + 5 * mean) / (n_new + 5))
