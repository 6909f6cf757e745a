"""Ghost: the client's record of each marketplace, the learned layer above it, and what of both is carried over.

Each marketplace that outcomes come from keeps its own record prior (`training.fit.record`) and its own layer
(`training.fit.hiring`). To the freelance marketplace, of which nobody has outcomes, only three things are carried: how many
postings the prior weighs, how far first-time clients stand from the others, and the weight of a number that at least two
marketplaces agree on. Its level is a published anchor (``serving/assumptions.toml``). What is carried has a standard error,
from a bootstrap over clients and from how far the marketplaces differ (`training.fit.pooling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from features.errors import DataError
from features.hiring import HIRING_NUMBERS
from training.config import Config
from training.fit.hiring import HiringInputs, Layer, fit_layer
from training.fit.pooling import pooled
from training.fit.record import RecordPrior, fit_prior, log_odds
from training.fit.result import Fitted, rounded
from training.metrics import Array, group_draws
from training.sources.outcomes import Outcomes
from training.splits import group_folds

__all__ = ["GhostFit", "fit_ghost", "fit_market"]

#: Half width of a 90% normal interval, in deviations: a weight whose interval holds 0 is not carried over.
_Z90 = 1.645
#: With fewer marketplaces telling of a number, nothing is known of how it differs between them.
_LEAST_MARKETS = 2
#: A bootstrap that never moves says nothing of the error; it is not taken for certain.
_LEAST_ERROR = 1e-3
#: Times that clients are dealt into folds for the slope, and the deviation of its prior around 1.
_SLOPE_ROUNDS, _SLOPE_PRIOR = 3, 0.5


@dataclass(frozen=True)
class GhostFit:
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


@dataclass(frozen=True)
class _Told:
    """What one marketplace tells, with standard errors from a bootstrap over clients.

    ``tells`` marks the numbers that vary there.
    """

    market: Outcomes
    inputs: HiringInputs
    fit: GhostFit
    tells: NDArray[np.bool_]
    numbers_error: Array
    log_strength_error: float
    offset_error: float
    layer_error: float


def fit_market(
    market: Outcomes, inputs: HiringInputs, rows: NDArray[np.int64], config: Config, towards: Array | None = None
) -> GhostFit:
    """Return the fit to some rows of a marketplace, given by number.

    Parameters
    ----------
    market : Outcomes
    inputs : HiringInputs
    rows : ndarray of int64
    config : Config
    towards : ndarray, optional
        As for `training.fit.hiring.fit_layer`.
    """
    return replace(_sloped(market, inputs, rows, towards), slope=_slope(market, inputs, rows, config))


def _sloped(market: Outcomes, inputs: HiringInputs, rows: NDArray[np.int64], towards: Array | None = None) -> GhostFit:
    posts, hires, ghost = market.prior_posts[rows], market.prior_hires[rows], market.ghost[rows]
    prior = fit_prior(posts, hires, ghost)
    layer = fit_layer(log_odds(prior.ghost(posts, hires)), ghost, inputs.take(rows), market.client[rows], towards)
    return GhostFit(prior, layer, 1 - float(ghost.mean()))


def _slope(market: Outcomes, inputs: HiringInputs, rows: NDArray[np.int64], config: Config) -> float:
    """Return how much of the distance from the level holds for clients that were not seen, from 0 to 1.

    A model that was fitted to some clients says too much of others. Logistic regression of the outcomes on what models of
    the other folds say gives the share that is true; a prior around 1 keeps it there where little is known.
    """
    log_level, said, truth = [], [], []
    for fold_seed in range(_SLOPE_ROUNDS):
        folds = group_folds(market.client[rows].tolist(), config.folds, config.seed + fold_seed)
        for fold in np.unique(folds):
            inside, outside = rows[folds != fold], rows[folds == fold]
            if not len(inside) or not 0 < market.ghost[inside].mean() < 1:
                continue
            fit = _sloped(market, inputs, inside)
            chance = fit.ghost(market.prior_posts[outside], market.prior_hires[outside], inputs.take(outside))
            level = np.full(len(outside), np.log((1 - fit.hire_rate) / fit.hire_rate))
            log_level.append(level)
            said.append(log_odds(chance) - level)
            truth.append(market.ghost[outside])
    if not truth:
        return 1.0
    level, distance, ghost = (np.concatenate(part) for part in (log_level, said, truth))

    def loss(theta: Array) -> float:
        odds = level + theta[0] + theta[1] * distance
        likelihood = float((ghost * odds - np.logaddexp(0, odds)).sum()) / _SLOPE_ROUNDS
        return -likelihood + 0.5 * ((float(theta[1]) - 1) / _SLOPE_PRIOR) ** 2

    best = minimize(loss, np.array([0.0, 1.0]), method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-8}).x
    return min(1.0, max(0.0, float(best[1])))


def fit_ghost(markets: Sequence[Outcomes], inputs: Mapping[str, HiringInputs], config: Config) -> Fitted:
    """Fit each marketplace, and pool what is carried over.

    Parameters
    ----------
    markets : sequence of Outcomes
    inputs : mapping of str to HiringInputs
        By name of the marketplace.
    config : Config

    Raises
    ------
    DataError
        If no marketplace has outcomes of both kinds.
    """
    usable = [market for market in markets if 0 < market.ghost.mean() < 1]
    if not usable:
        raise DataError("no marketplace in the outcomes has both hires and no-hires; the ghost model needs both")
    # Thousands of small sums: threads would wait for each other, six times as long on a busy machine.
    with threadpool_limits(1):
        told = [_told(market, inputs[market.market], config) for market in usable]
    # How far a record carries is counted in postings, which only marketplaces that count them can tell.
    counted = [one for one in told if one.market.counted] or told
    strength = pooled([log(one.fit.prior.strength) for one in counted], [one.log_strength_error for one in counted])
    offset = pooled([one.fit.prior.new_client_offset for one in counted], [one.offset_error for one in counted])
    carried, doubt = np.array([_carried(told, number) for number in range(len(HIRING_NUMBERS))]).T
    settings: dict[str, Any] = {
        "strength_posts": rounded(exp(strength.mean)),
        "slope": rounded(float(np.mean([one.fit.slope for one in told]))),
        "new_client_logit_offset": rounded(offset.mean),
        "doubt": {
            "log_strength": rounded(strength.error),
            "new_client_logit_offset": rounded(offset.error),
            "slope": rounded(float(np.std([one.fit.slope for one in told]))),
        },
        "layer": {"numbers": _named(carried), "doubt": _named(doubt)},
        "markets": {one.market.market: _plain(one, carried) for one in told},
    }
    return Fitted(settings, {}, [], settings["markets"])


def _told(market: Outcomes, inputs: HiringInputs, config: Config) -> _Told:
    everything = np.arange(len(market.ghost))
    fit = fit_market(market, inputs, everything, config)
    draws = group_draws(market.client.tolist(), seed=config.seed, draws=config.ghost.bootstrap_draws)
    again = [_sloped(market, inputs, rows) for rows in draws if 0 < market.ghost[rows].mean() < 1]
    moved = np.array([other.layer.log_odds(inputs) for other in again])
    return _Told(
        market,
        inputs,
        fit,
        inputs.numbers.std(axis=0) > 0,
        np.maximum(np.std([other.layer.numbers for other in again], axis=0), _LEAST_ERROR),
        _error([log(other.prior.strength) for other in again]),
        _error([other.prior.new_client_offset for other in again]),
        float(np.sqrt(moved.var(axis=0).mean())),
    )


def _error(values: Sequence[float]) -> float:
    return max(float(np.std(values)), _LEAST_ERROR)


def _carried(told: Sequence[_Told], number: int) -> tuple[float, float]:
    """Return the weight of a number on a marketplace without outcomes, and its error; both 0 where little speaks for it."""
    telling = [one for one in told if one.tells[number]]
    if len(telling) < _LEAST_MARKETS:
        return 0.0, 0.0
    weights = [float(one.fit.layer.numbers[number]) for one in telling]
    mean = pooled(weights, [float(one.numbers_error[number]) for one in telling])
    return (mean.mean, mean.error) if mean.mean + _Z90 * mean.mean_error < 0 else (0.0, 0.0)


def _plain(one: _Told, carried: Array) -> dict[str, Any]:
    """Return a marketplace as JSON values, its layer fitted again with its weights drawn towards those of all."""
    market, prior = one.market, one.fit.prior
    layer = _sloped(market, one.inputs, np.arange(len(market.ghost)), carried).layer
    return {
        "hire_rate": rounded(one.fit.hire_rate),
        "slope": rounded(one.fit.slope),
        "mean": rounded(prior.mean),
        "strength_posts": rounded(prior.strength),
        "new_client_mean": rounded(prior.new_client_mean),
        "layer": layer.settings() | {"doubt": rounded(one.layer_error)},
    }


def _named(values: Array) -> dict[str, float]:
    return {name: rounded(value) for name, value in zip(HIRING_NUMBERS, values.tolist(), strict=True)}
