"""What is carried over from marketplaces whose outcomes are known to one of which nobody has any.

The strength of the record, the distance of clients who never hired and the numbers are pooled over marketplaces. How much of
what these then say holds is learnt where it can be tried: each marketplace in its turn is judged by what the others carry to
it, and the slope is the share of it that its outcomes bear out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from features.client_level import level_of_rate
from features.hiring import HIRING_NUMBERS
from training.fit.ghost_market import MarketFit, share_that_holds
from training.fit.hiring import HiringInputs
from training.fit.pooling import pooled
from training.fit.record import RecordPrior, log_odds, never_hired
from training.metrics import Array
from training.sources.outcomes import Outcomes

__all__ = ["Carried", "Told", "carried_slopes", "carry"]

#: Half width of a 90% normal interval, in deviations: a weight whose interval holds 0 is not carried over.
_Z90 = 1.645
#: With fewer marketplaces telling of a number, nothing is known of how it differs between them.
_LEAST_MARKETS = 2
#: The deviation of the prior around 0 for how far clients who never hired stand from the others (grade D, our own).
_OFFSET_PRIOR = 0.5


@dataclass(frozen=True)
class Told:
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


@dataclass(frozen=True)
class Carried:
    """What is carried over, with the standard errors that it has on another marketplace; numbers of shape (n_numbers,)."""

    log_strength: float
    log_strength_error: float
    offset: float
    offset_error: float
    numbers: Array
    numbers_error: Array


def carry(told: Sequence[Told]) -> Carried:
    """Pool what one or more marketplaces tell."""
    strength = pooled([log(one.fit.prior.strength) for one in told], [one.log_strength_error for one in told])
    offset = pooled([one.fit.prior.new_client_offset for one in told], [one.offset_error for one in told])
    # Nobody is held for worse than others on thin evidence: the offset is drawn to 0 as far as it is uncertain.
    drawn = _OFFSET_PRIOR**2 / (_OFFSET_PRIOR**2 + offset.error**2)
    numbers, errors = np.array([_number(told, number) for number in range(len(HIRING_NUMBERS))]).T
    return Carried(strength.mean, strength.error, drawn * offset.mean, drawn**0.5 * offset.error, numbers, errors)


def carried_slopes(told: Sequence[Told]) -> list[float]:
    """Return for each marketplace the share, from 0 to 1, that holds there of what the others carry to it.

    The marketplace's own hire rate is told, as an anchor tells that of the freelance one. A single marketplace has nobody to
    try it on; its own slope stands in.
    """
    if len(told) < _LEAST_MARKETS:
        return [one.fit.slope for one in told]
    return [_slope_on(one, carry([other for other in told if other is not one])) for one in told]


def _slope_on(one: Told, carried: Carried) -> float:
    market, rate = one.market, one.fit.hire_rate
    never = never_hired(market.prior_posts, market.prior_hires, market.counted)
    level = level_of_rate(rate, float(never.mean()), carried.offset, exp(carried.log_strength))
    prior = RecordPrior(level.mean, level.strength, level.new_mean, market.counted)
    said = log_odds(prior.ghost(market.prior_posts, market.prior_hires)) + one.inputs.numbers @ carried.numbers
    base = np.full(len(said), log((1 - rate) / rate))
    # More than what is carried says is never claimed.
    return min(1.0, max(0.0, share_that_holds([(base, said - base, market.ghost)])))


def _number(told: Sequence[Told], number: int) -> tuple[float, float]:
    """Return the weight of a number on a marketplace without outcomes, and its error; both 0 where little speaks for it."""
    telling = [one for one in told if one.tells[number]]
    if len(telling) < _LEAST_MARKETS:
        return 0.0, 0.0
    weights = [float(one.fit.layer.numbers[number]) for one in telling]
    mean = pooled(weights, [float(one.numbers_error[number]) for one in telling])
    return (mean.mean, mean.error) if mean.mean + _Z90 * mean.mean_error < 0 else (0.0, 0.0)
