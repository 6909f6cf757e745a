"""Ghost: what marketplaces whose outcomes are known tell, each of itself, and what is carried over to another one.

Each marketplace that outcomes come from keeps its own fit (`training.fit.ghost_market`). To the freelance marketplace, of
which nobody has outcomes, four things are carried (`training.fit.ghost_carried`): how many postings the prior weighs, how
far first-time clients stand from the others, the weight of a number that at least two marketplaces agree on, and the slope.
Its level is a published anchor (``serving/assumptions.toml``). What is carried has a standard error, from a bootstrap over
clients and from how far the marketplaces differ (`training.fit.pooling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from features.errors import DataError
from features.hiring import HIRING_NUMBERS
from training.config import Config
from training.fit.ghost_carried import Told, carried_slopes, carry
from training.fit.ghost_market import fit_market, fit_unsloped
from training.fit.hiring import HiringInputs
from training.fit.result import Fitted, rounded
from training.metrics import Array, group_draws
from training.sources.outcomes import Outcomes

__all__ = ["fit_ghost"]

#: A bootstrap that never moves says nothing of the error; it is not taken for certain.
_LEAST_ERROR = 1e-3
#: Least standard error of the slope of another marketplace (grade D, our own).
_LEAST_SPREAD = 0.1


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
    carried = carry(told)
    slopes = carried_slopes(told)
    settings: dict[str, Any] = {
        "strength_posts": rounded(exp(carried.log_strength)),
        "slope": rounded(float(np.mean(slopes))),
        "new_client_logit_offset": rounded(carried.offset),
        "doubt": {
            "log_strength": rounded(carried.log_strength_error),
            "new_client_logit_offset": rounded(carried.offset_error),
            "slope": rounded(_spread(slopes)),
        },
        "layer": {"numbers": _named(carried.numbers), "doubt": _named(carried.numbers_error)},
        "markets": {one.market.market: _plain(one, carried.numbers, config) for one in told},
    }
    return Fitted(settings, {}, [], settings["markets"])


def _told(market: Outcomes, inputs: HiringInputs, config: Config) -> Told:
    everything = np.arange(len(market.ghost))
    fit = fit_market(market, inputs, everything, config)
    draws = group_draws(market.client.tolist(), seed=config.seed, draws=config.ghost.bootstrap_draws)
    again = [fit_unsloped(market, inputs, rows, config) for rows in draws if 0 < market.ghost[rows].mean() < 1]
    moved = np.array([other.layer.log_odds(inputs) for other in again])
    return Told(
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


def _plain(one: Told, carried: Array, config: Config) -> dict[str, Any]:
    """Return a marketplace as JSON values, its layer fitted again with its weights drawn towards those of all."""
    market, prior = one.market, one.fit.prior
    layer = fit_unsloped(market, one.inputs, np.arange(len(market.ghost)), config, carried).layer
    return {
        "hire_rate": rounded(one.fit.hire_rate),
        "slope": rounded(one.fit.slope),
        "mean": rounded(prior.mean),
        "strength_posts": rounded(prior.strength),
        "new_client_mean": rounded(prior.new_client_mean),
        "layer": layer.settings() | {"doubt": rounded(one.layer_error)},
    }


def _spread(slopes: Sequence[float]) -> float:
    """Return the standard error of the slope of another marketplace; one alone does not tell how they differ."""
    if len(slopes) < 2:
        return _LEAST_SPREAD
    return max(_LEAST_SPREAD, float(np.std(slopes, ddof=1) * np.sqrt(1 + 1 / len(slopes))))


def _named(values: Array) -> dict[str, float]:
    return {name: rounded(value) for name, value in zip(HIRING_NUMBERS, values.tolist(), strict=True)}
