"""The client's record, smoothed: a beta-binomial with two means.

The chance of a hire is ``(strength × mean + hires) / (strength + posts)``. The mean is one for clients who have hired and
another for those who never have, first-time clients among them: of two clients whose rates are as low, the one who has hired
once is likelier to hire again than beta-binomials with one mean say. Means and strength maximise the likelihood of a
marketplace's outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from training.metrics import Array

__all__ = ["RecordPrior", "fit_prior", "log_odds", "never_hired"]


def log_odds(chance: Array) -> Array:
    """Return the natural log of the odds of chances strictly between 0 and 1."""
    odds: Array = np.log(chance / (1 - chance))
    return odds


@dataclass(frozen=True, slots=True)
class RecordPrior:
    """Beta prior of a client's hire rate: its mean, its strength in postings, and the mean for those who never hired.

    Where a marketplace shows rates without counts (``counted`` false), a rate of 0 may be of one posting; then only clients
    without a finished posting have the mean of those who never hired.
    """

    mean: float
    strength: float
    new_client_mean: float
    counted: bool = True

    @property
    def new_client_offset(self) -> float:
        """By how much the log odds of a hire differ for a client who never hired."""
        here, others = (float(np.log(p / (1 - p))) for p in (self.new_client_mean, self.mean))
        return here - others

    def ghost(self, posts: Array, hires: Array) -> Array:
        """Return the chance of no hire, shape (n,)."""
        mean = np.where(never_hired(posts, hires, self.counted), self.new_client_mean, self.mean)
        return 1.0 - (self.strength * mean + hires) / (self.strength + posts)


def never_hired(posts: Array, hires: Array, counted: bool) -> NDArray[np.bool_]:
    """Return which clients have the mean of those who never hired, shape (n,)."""
    never: NDArray[np.bool_] = (hires == 0) if counted else (posts == 0)
    return never


def fit_prior(posts: Array, hires: Array, ghost: Array, *, counted: bool = True) -> RecordPrior:
    """Return the prior under which the outcomes are likeliest."""
    never = never_hired(posts, hires, counted)

    def loss(theta: NDArray[np.float64]) -> float:
        means, strength = 1 / (1 + np.exp(-theta[[0, 2]])), np.exp(theta[1])
        hire = (strength * np.where(never, means[1], means[0]) + hires) / (strength + posts)
        hire = np.clip(hire, 1e-9, 1 - 1e-9)
        likelihood = np.log(np.where(ghost == 1, 1 - hire, hire)).sum()
        # Weak priors keep tiny data from the edge: a strength of about 5 postings, and two means about alike.
        weak = ((theta[1] - np.log(5)) / 1.5) ** 2 + (theta[2] - theta[0]) ** 2
        return float(-likelihood + 0.5 * weak)

    start = np.array([0.0, np.log(5.0), 0.0])
    best = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6, "maxiter": 2_000}).x
    mean, new = (float(1 / (1 + np.exp(-best[place]))) for place in (0, 2))
    return RecordPrior(mean, float(np.exp(best[1])), new, counted)
