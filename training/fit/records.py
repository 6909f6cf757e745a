"""How much clients differ: the beta distribution of their hire rates, from their records alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln

from features.client_level import Level
from features.client_record import record_of
from training.fit.hazard import Z90, Estimate
from training.metrics import Array
from training.snapshots.read import Snapshot

__all__ = ["LEAST_CLIENTS", "RecordFit", "fit_clients", "fit_records"]

#: Fewer clients with a counted record say too little of how clients differ; the bundle's own strength then stays.
LEAST_CLIENTS = 100


@dataclass(frozen=True, slots=True)
class RecordFit:
    """Mean of clients' hire rates, and the strength: how many postings the mean weighs."""

    mean: Estimate
    strength: Estimate

    def level(self) -> Level:
        """Return the level of a marketplace whose first-time clients are like the others."""
        return Level(self.mean.value, self.mean.value, self.mean.value, self.strength.value)


def fit_clients(snapshots: Iterable[Snapshot]) -> RecordFit | None:
    """Fit the records of all clients that were seen, each once; None where fewer than 100 have a counted one.

    Not those of the spells alone: clients who hire at once are seldom seen open, and leaving them out makes clients look
    worse than they are.
    """
    clients = {look.posting.client.id: look.posting.client for look in snapshots if look.posting.client.id is not None}
    records = [record for client in clients.values() if (record := record_of(client, 0.0)).kind == "counted"]
    if len(records) < LEAST_CLIENTS:
        return None
    posts, hires = (np.array([getattr(record, name) for record in records]) for name in ("posts", "hires"))
    return fit_records(posts, hires)


def fit_records(posts: Array, hires: Array) -> RecordFit:
    """Return the beta distribution under which the records are likeliest: a beta-binomial, one record a client.

    Parameters
    ----------
    posts, hires : ndarray, shape (clients,)
        Finished postings and how many of them ended in a hire; clients without any teach nothing.
    """

    def loss(theta: Array) -> float:
        mean, strength = 1 / (1 + np.exp(-theta[0])), np.exp(theta[1])
        a, b = strength * mean, strength * (1 - mean)
        likelihood = (betaln(a + hires, b + posts - hires) - betaln(a, b)).sum()
        # Weak priors (a mean about a half, a strength about 5, as in `training.fit.ghost`) keep tiny data from the edge.
        return float(-likelihood + 0.5 * (theta[0] / 2) ** 2 + 0.5 * ((theta[1] - np.log(5)) / 1.5) ** 2)

    best = minimize(loss, np.array([0.0, np.log(5.0)]), method="L-BFGS-B", bounds=[(-8, 8), (-4, 8)])
    deviation = np.sqrt(np.diag(np.linalg.inv(_curvature(loss, best.x))))
    ends = [best.x - Z90 * deviation, best.x, best.x + Z90 * deviation]
    low, middle, high = ([float(1 / (1 + np.exp(-at[0]))), float(np.exp(at[1]))] for at in ends)
    return RecordFit(
        Estimate("mean of clients' hire rates", middle[0], low[0], high[0]),
        Estimate("strength of the record, in postings", middle[1], low[1], high[1]),
    )


def _curvature(loss: Callable[[Array], float], at: Array, step: float = 1e-3) -> Array:
    steps = np.eye(len(at)) * step
    return np.array(
        [
            [(loss(at + i + j) - loss(at + i - j) - loss(at - i + j) + loss(at - i - j)) / (4 * step * step) for j in steps]
            for i in steps
        ]
    )
