"""One marketplace: its record prior, the learned layer above it, and the slope that draws both to what holds elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from training.config import Config
from training.fit.hiring import HiringInputs, Layer, fit_layer
from training.fit.record import RecordPrior, fit_prior, log_odds
from training.metrics import Array
from training.sources.outcomes import Outcomes
from training.splits import group_folds

__all__ = ["MarketFit", "fit_market", "fit_unsloped", "share_that_holds"]

#: Times that clients are dealt into folds for the slope, and the deviation of its prior around 1.
_SLOPE_ROUNDS, _SLOPE_PRIOR = 3, 0.5


@dataclass(frozen=True)
class MarketFit:
    """The record prior of one marketplace, the layer above it, and how much of both holds for clients that were not seen.

    ``hire_rate`` is that of its postings. ``slope``, 0 to 1, draws the log odds towards it.
    """

    prior: RecordPrior
    layer: Layer
    hire_rate: float
    slope: float = 1.0

    def ghost(self, posts: Array, hires: Array, inputs: HiringInputs) -> Array:
        """Return the chance of no hire, shape (n,)."""
        level = float(np.log((1 - self.hire_rate) / self.hire_rate))
        odds = log_odds(self.prior.ghost(posts, hires)) + self.layer.log_odds(inputs)
        chance: Array = 1 / (1 + np.exp(-level - self.slope * (odds - level)))
        return chance


def fit_market(market: Outcomes, inputs: HiringInputs, rows: NDArray[np.int64], config: Config) -> MarketFit:
    """Return the fit to some rows of a marketplace, given by number.

    Parameters
    ----------
    market : Outcomes
    inputs : HiringInputs
    rows : ndarray of int64
    config : Config
    """
    return replace(fit_unsloped(market, inputs, rows, config), slope=_slope(market, inputs, rows, config))


def fit_unsloped(
    market: Outcomes, inputs: HiringInputs, rows: NDArray[np.int64], config: Config, towards: Array | None = None
) -> MarketFit:
    """Return the same with a slope of 1, in a fifteenth of the time; ``towards`` as for `training.fit.hiring.fit_layer`."""
    posts, hires, ghost = market.prior_posts[rows], market.prior_hires[rows], market.ghost[rows]
    prior = fit_prior(posts, hires, ghost, counted=market.counted)
    said, clients = log_odds(prior.ghost(posts, hires)), market.client[rows]
    layer = fit_layer(said, ghost, inputs.take(rows), clients, config.ghost, towards)
    return MarketFit(prior, layer, 1 - float(ghost.mean()))


def _slope(market: Outcomes, inputs: HiringInputs, rows: NDArray[np.int64], config: Config) -> float:
    """Return how much of the distance from the level surely holds for clients that were not seen, from 0 to 1.

    A model that was fitted to some clients says too much of others. Logistic regression of the outcomes on what models of
    the other folds say gives the share that is true; a prior around 1 keeps it there where little is known. One standard
    error, from how the folds differ, is taken off: too sure costs more than too unsure.
    """
    parts = []
    for fold_seed in range(_SLOPE_ROUNDS):
        folds = group_folds(market.client[rows].tolist(), config.folds, config.seed + fold_seed)
        for fold in np.unique(folds):
            inside, outside = rows[folds != fold], rows[folds == fold]
            if not len(inside) or not 0 < market.ghost[inside].mean() < 1:
                continue
            fit = fit_unsloped(market, inputs, inside, config)
            chance = fit.ghost(market.prior_posts[outside], market.prior_hires[outside], inputs.take(outside))
            level = np.full(len(outside), np.log((1 - fit.hire_rate) / fit.hire_rate))
            parts.append((level, log_odds(chance) - level, market.ghost[outside]))
    if not parts:
        return 1.0
    every = share_that_holds(parts, _SLOPE_ROUNDS)
    without = [share_that_holds(parts[:number] + parts[number + 1 :], _SLOPE_ROUNDS) for number in range(len(parts))]
    # The jackknife over parts: each client is in one part of a round, so parts of one round are the sample.
    n = len(parts)
    error = float(np.sqrt((n - 1) / n * ((np.array(without) - every) ** 2).sum() * _SLOPE_ROUNDS))
    return min(1.0, max(0.0, every - error))


def share_that_holds(parts: Sequence[tuple[Array, Array, Array]], rounds: int = 1) -> float:
    """Return by what to multiply the distances of log odds from a level so that they fit the outcomes best.

    Parameters
    ----------
    parts : sequence of (level, distance, ghost)
        Each of shape (n,): log odds of no hire, how far a model says they lie from it, and 1 where nobody was hired.
    rounds : int, optional
        How often each outcome is among them.
    """
    level, distance, ghost = (np.concatenate(part) for part in zip(*parts, strict=True))

    def loss(theta: Array) -> float:
        odds = level + theta[0] + theta[1] * distance
        likelihood = float((ghost * odds - np.logaddexp(0, odds)).sum()) / rounds
        return -likelihood + 0.5 * ((float(theta[1]) - 1) / _SLOPE_PRIOR) ** 2

    best = minimize(loss, np.array([0.0, 1.0]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-7}).x
    return float(best[1])
