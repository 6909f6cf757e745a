"""The verdict, of many postings at once: your own lists first, danger second, your own limits third, money last.

Money is judged by the expected value and its doubt. The gain is lognormal about its mean, so what a proposal may bring
beyond its cost, and what it may lose, have closed forms; "apply" needs the first to outweigh the second by the cost of being
wrong (``wasted_dollar`` in ``serving/assumptions.toml``; there the bands of the risks are settings, too).
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.profile import Profile
from serving.answer import Verdict
from serving.assumptions import Assumptions
from serving.judge.limits import FAR_UNDER
from serving.models.columns import KIND_NUMBERS, Array, Columns, Flags
from serving.models.ghost import GhostModel
from serving.models.standing import Standings, standings_of
from serving.worth.many import Bidder, Costs

__all__ = ["RANKS", "VERDICTS", "Decider", "Outcomes"]

#: Verdicts by the number that stands for them, and how good each is.
VERDICTS: tuple[Verdict, ...] = ("skip", "not_enough_evidence", "consider", "apply")
_SKIP, _NO_EVIDENCE, _CONSIDER, _APPLY = range(4)
RANKS = np.array([0, 0, 1, 2])


class Outcomes(NamedTuple):
    """What is decided; shape (n,) each.

    ``verdict`` is its number, ``by_money`` whether neither lists nor danger nor limits decide. ``gain`` is in US dollars,
    ``nan`` where it is not known, and ``doubt`` the deviation of its natural log.
    """

    verdict: NDArray[np.intp]
    by_money: Flags
    gain: Array
    doubt: Array
    costs: Costs


class Decider:
    """Decides for one freelancer.

    Parameters
    ----------
    ghost : GhostModel
    profile : Profile
    a : Assumptions
    """

    def __init__(self, ghost: GhostModel, profile: Profile, a: Assumptions) -> None:
        self._ghost, self._profile, self._a, self._bidder = ghost, profile, a, Bidder(profile, a)
        self._low_enough = _inverse_erfc(2 * a["low_budget_high"])

    def decide(self, c: Columns) -> Outcomes:
        """Return what is decided of each row."""
        a, pay = self._a, standings_of(c)
        ghost = self._ghost.many.judge(c, pay.pay - pay.p50, np.sqrt(c["low"]) * np.sqrt(c["high"]))
        bids = self._bidder.bids(c, pay, ghost, self._bidder.values(c, pay))
        costs = self._bidder.costs(c["connects"], ghost.refund)
        floor_far, floor_some = self._floors(c)
        over = c["connects"] > (np.inf if self._profile.max_connects is None else self._profile.max_connects)
        refused = (c["danger"] > 0) | floor_far | self._under_least(c, pay) | over
        listed = (c["blocked"] > 0) | (c["trusted"] > 0)
        by_money = ~(listed | refused | np.isnan(bids.gain))
        doubtful = (c["doubtful"] > 0) | floor_far | floor_some | (c["hires"] > 0) | (pay.above_p25 <= self._low_enough)
        verdict = np.full(len(over), _CONSIDER)
        plain = by_money & ~doubtful & (ghost.probability < a["ghost_high"]) & (bids.gain > costs.least)
        verdict[plain] = np.where(self._outweighs(bids.gain[plain], bids.doubt[plain], costs.most[plain]), _APPLY, _CONSIDER)
        verdict[by_money & (bids.gain <= costs.least)] = _SKIP
        verdict[~by_money & ~refused & ~listed] = _NO_EVIDENCE
        verdict[refused & (c["trusted"] == 0)] = _SKIP
        verdict[(c["trusted"] > 0) & ~over] = _APPLY
        verdict[c["blocked"] > 0] = _SKIP
        return Outcomes(verdict, by_money, bids.gain, bids.doubt, costs)

    def _floors(self, c: Columns) -> tuple[Flags, Flags]:
        """Return whether the stated pay is far under one's own floor, and whether somewhat."""
        fixed, hourly = c["kind"] == KIND_NUMBERS["fixed"], c["kind"] == KIND_NUMBERS["hourly"]
        least, rate = self._profile.min_fixed_usd or 0.0, self._profile.hourly_rate_usd or 0.0
        under = hourly & (c["high"] < rate)
        far = under & (c["high"] < FAR_UNDER * rate)
        return far | (fixed & (c["high"] < least)), under & ~far

    def _under_least(self, c: Columns, pay: Standings) -> Flags:
        """Return whether the pay comes to less than the marketplace's least, by the posting's own hours."""
        fixed = c["kind"] == KIND_NUMBERS["fixed"]
        # Of hourly work, what the text pays by time stands in the place of a rate and not beside one.
        by_time = (c["said_hours"] > 0) & (fixed | ~pay.stated)
        per_hour = np.where(by_time, c["said_high"], np.where(fixed & pay.stated, c["high"] / c["work_hours"], np.nan))
        found: Flags = per_hour < self._a["platform_least_hourly_usd"]
        return found

    def _outweighs(self, gain: Array, doubt: Array, cost: Array) -> Flags:
        """Return whether what a proposal may bring beyond its cost outweighs what it may lose."""
        lost = _expected_loss(gain, doubt, cost)
        found: Flags = gain - cost + lost >= self._a["wasted_dollar"] * lost
        return found


def _expected_loss(gain: Array, doubt: Array, cost: Array) -> Array:
    """Return by how much the gain falls short of the cost on average, counting 0 where it does not; shape (n,).

    The gain, above zero, is lognormal with this mean, ``doubt`` being the deviation of its log.
    """
    free, sure = cost <= 0, doubt <= 0
    spread = np.where(sure, 1.0, doubt)
    above = np.log(gain / np.where(free, 1.0, cost)) / spread + spread / 2
    lost = np.where(sure, np.maximum(0.0, cost - gain), cost * _normal(spread - above) - gain * _normal(-above))
    return np.where(free, 0.0, lost)


def _normal(deviations: Array) -> Array:
    return 0.5 * np.fromiter(map(math.erfc, (-deviations / math.sqrt(2.0)).tolist()), np.float64, len(deviations))


@cache
def _inverse_erfc(chance: float) -> float:
    """Return where the complementary error function has a value between 0 and 2."""
    low, high = -6.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(middle) > chance else (low, middle)
    return (low + high) / 2
