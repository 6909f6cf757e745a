"""Ghost: what marketplaces whose outcomes are known tell, each of itself, and what is carried over to another one.

Each marketplace that outcomes come from keeps its own fit (`training.fit.ghost_market`). To the freelance marketplace, of
which nobody has outcomes, four things are carried: how many postings the prior weighs, how far first-time clients stand from
the others, the weight of a number that at least two marketplaces agree on, and the slope, as the mean of theirs. Its level
is a published anchor (``serving/assumptions.toml``). What is carried has a standard error, from a bootstrap over clients and
from how far the marketplaces differ (`training.fit.pooling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from features.errors import DataError
from features.hiring import HIRING_NUMBERS
from training.config import Config
from training.fit.ghost_market import MarketFit, fit_market, fit_unsloped
from training.fit.hiring import HiringInputs
from training.fit.pooling import pooled
from training.fit.result import Fitted, rounded
from training.metrics import Array, group_draws
from training.sources.outcomes import Outcomes

__all__ = ["fit_ghost"]

#: Half width of a 90% normal interval, in deviations: a weight whose interval holds 0 is not carried over.
_Z90 = 1.645
#: With fewer marketplaces telling of a number, nothing is known of how it differs between them.
_LEAST_MARKETS = 2
#: A bootstrap that never moves says nothing of the error; it is not taken for certain.
_LEAST_ERROR = 1e-3
#: Least standard error of the slope of another marketplace, and the deviation of the prior around 0 for how far clients who
#: never hired stand from the others (grade D, our own).
_LEAST_SPREAD, _OFFSET_PRIOR = 0.1, 0.5


@dataclass(frozen=True)
class _Told:
    """What one marketplace tells, with standard errors from a bootstrap over clients.

    ``tells`` marks the numbers that vary there.
    """

    market: Outcomes
    inputs: HiringInputs
    fit: MarketFit
    tells: NDArray[np.bool_]
    numbers_error: Array
    log_strength_error: float
    offset_error: float
    layer_error: float


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
    strength = pooled([log(one.fit.prior.strength) for one in told], [one.log_strength_error for one in told])
    offset = pooled([one.fit.prior.new_client_offset for one in told], [one.offset_error for one in told])
    # Nobody is held for worse than others on thin evidence: the offset is drawn to 0 as far as it is uncertain.
    drawn = _OFFSET_PRIOR**2 / (_OFFSET_PRIOR**2 + offset.error**2)
    slopes = [one.fit.slope for one in told]
    carried, doubt = np.array([_carried(told, number) for number in range(len(HIRING_NUMBERS))]).T
    settings: dict[str, Any] = {
        "strength_posts": rounded(exp(strength.mean)),
        "slope": rounded(float(np.mean(slopes))),
        "new_client_logit_offset": rounded(drawn * offset.mean),
        "doubt": {
            "log_strength": rounded(strength.error),
            "new_client_logit_offset": rounded(drawn**0.5 * offset.error),
            "slope": rounded(_spread(slopes)),
        },
        "layer": {"numbers": _named(carried), "doubt": _named(doubt)},
        "markets": {one.market.market: _plain(one, carried) for one in told},
    }
    return Fitted(settings, {}, [], settings["markets"])


def _told(market: Outcomes, inputs: HiringInputs, config: Config) -> _Told:
    everything = np.arange(len(market.ghost))
    fit = fit_market(market, inputs, everything, config)
    draws = group_draws(market.client.tolist(), seed=config.seed, draws=config.ghost.bootstrap_draws)
    again = [fit_unsloped(market, inputs, rows) for rows in draws if 0 < market.ghost[rows].mean() < 1]
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
    layer = fit_unsloped(market, one.inputs, np.arange(len(market.ghost)), carried).layer
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
    if len(slopes) < _LEAST_MARKETS:
        return _LEAST_SPREAD
    return max(_LEAST_SPREAD, float(np.std(slopes, ddof=1) * np.sqrt(1 + 1 / len(slopes))))


def _named(values: Array) -> dict[str, float]:
    return {name: rounded(value) for name, value in zip(HIRING_NUMBERS, values.tolist(), strict=True)}
