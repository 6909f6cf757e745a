"""Where the pay of a posting stands: in which market, at what amount, and what it comes to per hour."""

from __future__ import annotations

import math
from typing import NamedTuple

from features.fields.facts import Facts
from features.pay.effort import Effort, effort_of
from serving.models.fair import FairPrice
from serving.models.pay import MarketBand

__all__ = ["Standing", "standing_of"]


class Standing(NamedTuple):
    """What the models say of a pay.

    ``market`` is None where the kind of pay is not known. ``pay_usd`` is what is compared with it: the stated pay, or what
    a flat pay comes to per hour. Without it ``low_budget``, the chance of lying under the market's 25th percentile, and
    ``far_below``, that of being judged far below a fair price, are None, and so is ``log_to_market``, the natural log of the
    pay over the middle of its market.
    """

    market: MarketBand | None
    pay_usd: float | None
    effort: Effort | None
    low_budget: float | None
    far_below: float | None
    log_to_market: float | None


def standing_of(
    market: MarketBand | None, facts: Facts, fair: FairPrice | None, words_per_hour: tuple[float, float]
) -> Standing:
    """Return where the pay stands.

    Pay per week or month beside stated hours, and pay for so many words, is an hourly pay in other words, whatever the form
    calls it: it is compared with what an hour of such work is paid.

    Parameters
    ----------
    market : MarketBand or None
        For the kind of pay that the form states.
    facts : Facts
    fair : FairPrice or None
    words_per_hour : tuple of float
        Fewest and most words that are written in an hour, an assumption.
    """
    effort = effort_of(facts.posting, facts.offer, None if market is None else market.implied_hours, words_per_hour)
    pay, doubt = facts.pay_usd, 0.0
    if market is not None and pay is None and effort is not None and effort.is_rate:
        market, pay = market.by_the_hour, math.sqrt(effort.usd_low * effort.usd_high)
        doubt = math.log(effort.usd_high / effort.usd_low) / 4  # the ends hold about 95%
    if market is None or pay is None:
        return Standing(market, None, effort, None, None, None)
    judged = None if fair is None else fair.far_below(market, pay, len(facts.posting.description))
    to_market = math.log(pay) - market.log_middle
    return Standing(market, pay, effort, market.low_budget(pay, doubt), judged, to_market)
