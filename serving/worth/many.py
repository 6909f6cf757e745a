"""The bid on many postings at once: the arithmetic of this package in arrays, without its sentences.

A test holds that its figures are those that `serving.worth.bid.bid_of` gives one by one.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np

from features.profile import Profile
from serving.assumptions import Assumptions
from serving.models.beta import Z90
from serving.models.columns import KIND_NUMBERS, Array, Columns, known_or, rounded
from serving.models.ghost.many import Chances
from serving.models.ramp import ramps
from serving.models.standing import Standings
from serving.worth.bid import LEAST, MOST_DOUBT, prices_of
from serving.worth.chance import MOST, record_group
from serving.worth.competition import (
    AUCTION_DAYS,
    BUCKETS,
    EARLY_FROM,
    EARLY_TO,
    FEWEST,
    LATE_FROM,
    LATE_TO,
    MANY_INTERVIEWS,
    PLACES,
    WHEN_UNKNOWN,
)
from serving.worth.fit import TWICE
from serving.worth.own_record import own_record
from serving.worth.value import ENDS_APART, QUARTILES_APART

__all__ = ["Bidder", "Bids", "Costs", "Values"]


class Values(NamedTuple):
    """What a hire brings in US dollars, ``nan`` where not even the kind of pay is known, and its doubt; shape (n,)."""

    usd: Array
    doubt: Array


class Costs(NamedTuple):
    """The least and the most that sending costs in US dollars, by what is known of the price; shape (n,)."""

    least: Array
    most: Array


class Bids(NamedTuple):
    """What a proposal brings on average before costs in US dollars, and the deviation of its natural log; shape (n,)."""

    gain: Array
    doubt: Array


_LEAST_PROPOSALS = np.array([least for least, _ in reversed(BUCKETS)], dtype=np.float64)
#: Natural logs of factors, and the squares of those that are assumptions.
_Logs = tuple[Array, Array]


class Bidder:
    """One freelancer's side of many bids.

    Parameters
    ----------
    profile : Profile
    a : Assumptions
    """

    def __init__(self, profile: Profile, a: Assumptions) -> None:
        self._profile, self._a = profile, a
        self._own = own_record(profile, a)
        self._own_log = record_group(self._own, profile, a).log
        self._prices = prices_of(None, 0.0, profile, a)
        self._crowds = np.array([log(a[name]) for name in (FEWEST, *(name for _, name in reversed(BUCKETS)))])

    def values(self, c: Columns, pay: Standings) -> Values:
        """Return what a hire brings: the arithmetic of `serving.worth.value`."""
        a, low, high = self._a, c["low"], c["high"]
        own = self._profile.hourly_rate_usd
        hourly = c["kind"] == KIND_NUMBERS["hourly"]
        middle = (low + high) / 2 if own is None else np.where(hourly, np.clip(own, low, high), (low + high) / 2)
        by_ends = np.where(hourly & (own is not None), 0.0, np.log(high / low) / ENDS_APART)
        amount = np.where(pay.stated, middle, np.exp(pay.p50))
        doubt = np.where(pay.stated, by_ends, (pay.p75 - pay.p25) / QUARTILES_APART)
        months = hourly & ~pay.by_time
        amount = np.where(pay.by_time, c["said_usd"], amount) * np.where(months, c["per_week"] * c["weeks"], 1.0)
        doubts = np.where(pay.by_time, 0.0, doubt) ** 2
        doubts = doubts + np.where(months, c["per_week_doubt"] ** 2 + c["weeks_doubt"] ** 2, 0.0)
        kept = (1 - self._profile.service_fee_percent / 100) * np.where(c["unverified"] > 0, a["unverified_share"], 1.0)
        usd = np.where(c["kind"] > 0, kept * amount, np.nan)
        return Values(usd, np.sqrt(a["contract_doubt"] ** 2 + doubts))

    def costs(self, connects: Array, refund: Array) -> Costs:
        """Return what sending costs.

        Parameters
        ----------
        connects : ndarray, shape (n,)
        refund : ndarray, shape (n,)
            Chance that the Connects come back.
        """
        net = self._prices.price * (1 - rounded(refund, 4))
        known, (fewest, most) = rounded(connects * net, 4), self._prices.ends
        time = self._prices.time_usd
        return Costs(known_or(known, fewest * net) + time, known_or(known, most * net) + time)

    def bids(self, c: Columns, pay: Standings, ghost: Chances, value: Values) -> Bids:
        """Return the bids: chance of a hire × that it is you × no danger × what it brings."""
        hire = 1 - rounded(ghost.probability, 4)
        low, high = np.maximum(LEAST, 1 - ghost.high), np.maximum(LEAST, 1 - ghost.low)
        of_hire = np.log(high / low) / (2 * Z90)
        you, of_you = self._you(c, pay, ghost, hire)
        gain = rounded(hire * you, 9) * c["safe"] * rounded(value.usd, 2)
        return Bids(gain, np.minimum(MOST_DOUBT, np.sqrt(of_hire**2 + of_you**2 + known_or(value.doubt, 0.0) ** 2)))

    def _you(self, c: Columns, pay: Standings, ghost: Chances, hire: Array) -> tuple[Array, Array]:
        a, own = self._a, self._own
        groups = [self._others(c), (c["asked_log"], c["asked_squares"]), self._rate(c, pay), self._standing(c, ghost, hire)]
        logs = self._own_log + sum(group[0] for group in groups)
        squares = sum((group[1] for group in groups), np.zeros_like(logs))
        raw = own.usual * np.exp(logs)
        surest = np.log(MOST / np.maximum(MOST, raw))
        moved = np.sqrt(squares + surest**2)
        return np.minimum(raw, MOST), np.hypot(own.doubt, a["win_factors_doubt"] * moved)

    def _others(self, c: Columns) -> _Logs:
        """Return the factors of `serving.worth.competition`."""
        a, age, proposals = self._a, c["age"], c["proposals"]
        crowd = self._crowds[np.searchsorted(_LEAST_PROPOSALS, proposals, side="right")]
        later = known_or(ramps(24 * age, 0.0, EARLY_TO), WHEN_UNKNOWN)
        crowd = np.where(np.isnan(proposals), 0.0, np.where(crowd > 0, crowd * later, crowd))
        early = known_or(log(a["early_factor"]) * (1 - ramps(24 * age, EARLY_FROM, EARLY_TO)), 0.0)
        late = known_or(log(a["late_factor"]) * ramps(age, LATE_FROM, LATE_TO), 0.0)
        many = np.where(c["interviewing"] >= MANY_INTERVIEWS, log(a["many_interviews_factor"]), 0.0)
        open_auction = (c["invited"] == 0) & ~(c["hires"] > 0) & (known_or(age, 0.0) <= AUCTION_DAYS)
        boosted = np.where(open_auction, log(a["boosted_above_factor"]) * c["places"] / PLACES, 0.0)
        every = (crowd, early, late, many, boosted)
        return sum(every, np.zeros_like(age)), sum((one**2 for one in every), np.zeros_like(age))

    def _rate(self, c: Columns, pay: Standings) -> _Logs:
        """Return the factor of `serving.worth.fit.rate_factors`."""
        a, own = self._a, self._profile.hourly_rate_usd
        nothing = np.zeros(len(pay.hourly))
        if not own:
            return nothing, nothing
        top, usual = known_or(np.log(c["high"]), pay.p75), np.log(c["average"])
        penalties = []
        for theirs, name in ((top, "rate_over_factor"), (usual, "rate_over_average_factor")):
            over = known_or(ramps(log(own) - theirs, 0.0, log(TWICE)), 0.0)
            penalties.append(np.where(over > 0, over * log(a[name]), np.inf))
        stronger = np.minimum(*penalties)
        found = np.where(pay.hourly & np.isfinite(stronger), stronger, 0.0)
        return found, found**2

    def _standing(self, c: Columns, ghost: Chances, hire: Array) -> _Logs:
        """Return the factors of an invitation, and of somebody who was hired already."""
        a = self._a
        invited = np.where(c["invited"] > 0, log(a["invited_factor"]), 0.0)
        left = a["taken_factor"] * np.minimum(1.0, ghost.open_hire / hire)
        taken = np.where(c["hires"] > 0, np.log(np.maximum(LEAST, left)), 0.0)
        return invited + taken, invited**2 + taken**2
