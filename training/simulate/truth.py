"""What holds in the simulated marketplace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import root

from features.hazards import EDGES_DAYS, LAST_DAY, Hazards
from features.log_odds import logit
from training.fit.hazard import average_chance
from training.metrics import Array

__all__ = ["HIRE_RATE", "WITHDRAWN", "Truth", "draw_records", "true_log_odds", "usual_truth"]

#: About 38% of postings end in a hire (2024; grade B, the scorer's ``marketplace_hire_rate``).
HIRE_RATE = 0.38
#: And one in ten gives its Connects back (grade D; the scorer's ``withdrawn_share`` of those without a hire).
WITHDRAWN = 0.10
# Rates a day against the first day's (grade D, our own): clients who hire mostly do so soon, others lose interest slowly.
_HIRE_BY_AGE = np.array([1.0, 0.9, 0.6, 0.4, 0.25, 0.15])
_WITHDRAWAL_BY_AGE = np.array([1.0, 0.8, 0.7, 0.5, 0.5, 0.5])


@dataclass(frozen=True, slots=True)
class Truth:
    """A marketplace.

    Parameters
    ----------
    mean, strength : float
        Of the beta distribution of clients' intent: the share of their postings on which they hire.
    new_share : float
        Share of clients without a finished posting.
    most_posts : int
        Other clients have from 1 to so many, few more often than many.
    pay_spread : float
        Standard deviation of the log of pay against its kind.
    hazards : Hazards
        Rates of the hire and of the withdrawal, by record, pay and age.
    by_intent : bool
        Whether an outcome follows the intent itself. Else it follows what the intent averages to given the record, which is
        all that a fit can see; then the truth lies within the model's class, and its parameters can be recovered.
    redrawn : float
        Share of clients whose intent is no longer the one that their record was made with.
    """

    mean: float
    strength: float
    new_share: float
    most_posts: int
    pay_spread: float
    hazards: Hazards
    by_intent: bool = False
    redrawn: float = 0.0

    def values(self) -> dict[str, float]:
        """Return the true value of everything that the fit estimates, by its name there."""
        hire, withdrawal = np.array(self.hazards.hire), np.array(self.hazards.withdrawal)
        return {
            "mean of clients' hire rates": self.mean,
            "strength of the record, in postings": self.strength,
            "weight of the record": self.hazards.record_weight,
            "weight of pay against its kind": self.hazards.weights[0],
            "weight of being a first-time client": self.hazards.weights[1],
            "hired by day 7": average_chance(hire, withdrawal, 0, 7.0),
            "hired by day 30": average_chance(hire, withdrawal, 0, LAST_DAY),
            "withdrawn before a hire by day 30": average_chance(hire, withdrawal, 1, LAST_DAY),
        }


def draw_records(truth: Truth, clients: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Return finished postings and hires of some clients, drawn from the client's own intent, and the intent."""
    intent = rng.beta(truth.strength * truth.mean, truth.strength * (1 - truth.mean), clients)
    many = np.floor(np.exp(rng.uniform(0, np.log(truth.most_posts + 1), clients)))
    posts = np.where(rng.random(clients) < truth.new_share, 0, many).astype(np.int64)
    return posts.astype(np.float64), rng.binomial(posts, intent).astype(np.float64), intent


def true_log_odds(truth: Truth, posts: Array, hires: Array) -> Array:
    """Return the log odds of no hire by the record: the beta-binomial predictive, which is what the intent averages to."""
    not_hired = truth.strength * (1 - truth.mean) + posts - hires
    return np.log(not_hired / (truth.strength * truth.mean + hires))


@lru_cache
def usual_truth() -> Truth:
    """Return the marketplace of the study, its levels such that 38% of its postings hire and 10% are withdrawn."""
    width = np.log(np.diff(EDGES_DAYS))
    shapes = [np.log(shape) + width for shape in (_HIRE_BY_AGE, _WITHDRAWAL_BY_AGE)]

    def at(levels: Array) -> Truth:
        hire, withdrawal = (tuple((shape + level).tolist()) for shape, level in zip(shapes, levels, strict=True))
        # None of the weights is the prior's mean: the fit must find them in the data.
        return Truth(0.42, 4.0, 0.4, 30, 0.9, Hazards(hire, withdrawal, 0.8, (-0.35, 0.4), logit(1 - HIRE_RATE)))

    # A fixed large draw stands for the marketplace.
    rng = np.random.default_rng(0)
    posts, hires, _ = draw_records(at(np.zeros(2)), 20_000, rng)
    x = np.column_stack([rng.normal(0.0, at(np.zeros(2)).pay_spread, len(posts)), posts == 0])

    def off(levels: Array) -> Array:
        truth = at(levels)
        hired, withdrawn = truth.hazards.outlook(true_log_odds(truth, posts, hires), x, np.zeros(len(posts)))
        return np.array([hired.mean() - HIRE_RATE, withdrawn.mean() - WITHDRAWN])

    return at(root(off, np.array([-3.0, -5.5]), tol=1e-10).x)
