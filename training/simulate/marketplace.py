"""Clients and postings of the simulated marketplace, and what really became of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from features.hazards import EDGES_DAYS, LAST_DAY
from training.metrics import Array
from training.simulate.truth import Truth, draw_records, true_log_odds

__all__ = ["Marketplace", "draw_marketplace"]

#: Postings a client has in the time that is looked at, on average.
_POSTINGS_A_CLIENT = 1.5
_WIDTH = np.diff(EDGES_DAYS)


@dataclass(frozen=True)
class Marketplace:
    """Postings with their truth; arrays of shape (n,).

    Parameters
    ----------
    client : ndarray of int
        Number of the client; a client's record is the same on all its postings of this time.
    posts, hires : ndarray
        The client's finished postings, and those that ended in a hire.
    intent : ndarray
        The share of its postings on which the client hires.
    x : ndarray, shape (n, inputs)
        `features.hazards.INPUTS`.
    hired_days, withdrawn_days : ndarray
        Age at which it came to pass; infinite where the other came first, or neither did within 30 days.
    """

    client: NDArray[np.int64]
    posts: Array
    hires: Array
    intent: Array
    x: Array
    hired_days: Array
    withdrawn_days: Array

    @property
    def ghost(self) -> Array:
        """1 where nobody was hired within 30 days of publication, else 0."""
        return np.isinf(self.hired_days).astype(np.float64)


def draw_marketplace(truth: Truth, postings: int, rng: np.random.Generator) -> Marketplace:
    """Return so many postings of so many clients as fit to them."""
    clients = max(1, round(postings / _POSTINGS_A_CLIENT))
    posts, hires, intent = draw_records(truth, clients, rng)
    if truth.redrawn:
        # They swap intents among themselves: the spread over clients stays what it was.
        moved = np.flatnonzero(rng.random(clients) < truth.redrawn)
        intent[moved] = intent[rng.permutation(moved)]
    # Nobody's intent is quite certain: 2 in 100 of the least and the most willing do otherwise.
    z = -logit(np.clip(intent, 0.02, 0.98)) if truth.by_intent else true_log_odds(truth, posts, hires)
    client = rng.integers(0, clients, postings)
    x = np.column_stack([rng.normal(0.0, truth.pay_spread, postings), posts[client] == 0])
    hired, withdrawn = _times(truth, z[client], x, rng)
    return Marketplace(
        client,
        posts[client],
        hires[client],
        intent[client],
        x,
        np.where(hired < withdrawn, hired, np.inf),
        np.where(withdrawn < hired, withdrawn, np.inf),
    )


def _times(truth: Truth, z: Array, x: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    hire, withdrawal = truth.hazards.rates(truth.hazards.shift(z, x))
    return _first(hire, rng), _first(withdrawal, rng)


def _first(rates: Array, rng: np.random.Generator) -> Array:
    """Return ages at which an event with these rates per bin comes; infinite after day 30."""
    spent = np.concatenate([np.zeros((len(rates), 1)), np.cumsum(rates, axis=1)], axis=1)
    until = rng.exponential(1.0, len(rates))
    bin_ = np.minimum((spent[:, 1:] < until[:, None]).sum(axis=1), rates.shape[1] - 1)
    row = np.arange(len(rates))
    left = np.divide(until - spent[row, bin_], rates[row, bin_], out=np.full(len(rates), np.inf), where=rates[row, bin_] > 0)
    age = np.array(EDGES_DAYS)[bin_] + _WIDTH[bin_] * left
    return np.where(age <= LAST_DAY, age, np.inf)
