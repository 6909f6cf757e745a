"""Where the pay of a posting stands: in which market, at what amount, and what it comes to per hour."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from features.fields.facts import Facts
from features.pay.effort import Effort, effort_of
from serving.models.columns import KIND_NUMBERS, Array, Columns, Flags
from serving.models.fair import FairPrice
from serving.models.pay import MarketBand

__all__ = ["Standing", "Standings", "standing_of", "standings_of"]


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


class Standings(NamedTuple):
    """The same of many postings at once, as far as a decision looks at it; shape (n,) each.

    ``stated`` is whether an offer is known, ``by_time`` whether pay by time or words stands in its place, ``hourly`` whether
    it is compared with what an hour is paid. ``p25``, ``p50`` and ``p75`` are the market's, ``pay`` is the pay, all as
    natural logs of US dollars, and ``above_p25`` by how many deviations, over the root of two, the pay lies above the
    25th percentile. ``nan`` where it is not known.
    """

    stated: Flags
    by_time: Flags
    hourly: Flags
    p25: Array
    p50: Array
    p75: Array
    pay: Array
    above_p25: Array


def standings_of(c: Columns) -> Standings:
    """Return where the pay of many postings stands: the arithmetic of `standing_of` in arrays."""
    low, high, said_low, said_high = c["low"], c["high"], c["said_low"], c["said_high"]
    stated = ~np.isnan(low)
    by_time = ~stated & ~np.isnan(said_low)
    p25, p50, p75 = (np.where(by_time, c[f"hourly_{level}"], c[level]) for level in ("p25", "p50", "p75"))
    deviation = np.where(by_time, c["hourly_p25_deviation"], c["p25_deviation"])
    doubt = np.where(by_time, np.log(said_high / said_low) / 4, 0.0)
    # Not the log of a product, which for the least amounts is 0.
    by_field, by_text = (np.log(low) + np.log(high)) / 2, (np.log(said_low) + np.log(said_high)) / 2
    pay = np.where(stated, by_field, np.where(by_time, by_text, np.nan))
    above = (pay - p25) / (np.hypot(deviation, doubt) * math.sqrt(2.0))
    return Standings(stated, by_time, (c["kind"] == KIND_NUMBERS["hourly"]) | by_time, p25, p50, p75, pay, above)
