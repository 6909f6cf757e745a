"""The bid: chance of a hire × that it is you × no danger × what it brings, less what sending costs; and the doubt of it.

It is computed from the rounded numbers that the answer prints, so that anybody can check the sum.
"""

from __future__ import annotations

from math import exp, hypot, log
from typing import NamedTuple, Self

from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.models.beta import Z90
from serving.models.ghost import GhostView
from serving.worth.chance import Chance
from serving.worth.value import Value

__all__ = ["LEAST", "MOST_DOUBT", "Bid", "Prices", "bid_of", "connects_of", "prices_of"]

#: A gain that is off by more, as a natural log, is simply not known.
MOST_DOUBT = 2.5
LEAST = 1e-12


class Prices(NamedTuple):
    """What sending costs.

    ``connects`` is None where the page does not tell; ``ends`` are then the fewest and the most that are usual. ``price`` is
    that of a Connect in US dollars, and ``refund`` the chance that it comes back; ``net_price`` counts that.
    ``connects_usd`` is what the Connects cost on average, ``least_usd`` and ``most_usd`` the least and the most that sending
    costs, by what is known of the price.
    """

    connects: int | None
    ends: tuple[float, float]
    price: float
    refund: float
    time_usd: float
    net_price: float
    connects_usd: float | None
    least_usd: float
    most_usd: float

    @classmethod
    def of(cls, connects: int | None, ends: tuple[float, float], price: float, refund: float, time_usd: float) -> Self:
        """Return the prices, by what is known."""
        net = price * (1 - refund)
        known = None if connects is None else round(connects * net, 4)
        least, most = (ends[0] * net, ends[1] * net) if known is None else (known, known)
        return cls(connects, ends, price, refund, time_usd, net, known, least + time_usd, most + time_usd)


class Bid(NamedTuple):
    """One proposal.

    Parameters
    ----------
    hire, safe : float
        Chance that somebody is hired, and that the posting is no danger.
    hire_doubt : float
        Standard deviation of the natural log of ``hire``.
    you : Chance
    value : Value or None
        None where not even the kind of pay is known.
    prices : Prices
    p_win : float
        Chance that this proposal becomes a contract.
    value_usd : float or None
        What a hire brings, in US dollars, as the answer prints it.
    gain_usd : float or None
        What the proposal brings on average before costs, in US dollars.
    """

    hire: float
    hire_doubt: float
    safe: float
    you: Chance
    value: Value | None
    prices: Prices
    p_win: float
    value_usd: float | None
    gain_usd: float | None

    @classmethod
    def of(cls, hire: float, hire_doubt: float, safe: float, you: Chance, value: Value | None, prices: Prices) -> Self:
        """Return the bid."""
        p_win = round(hire * you.value, 9)
        if value is None:
            return cls(hire, hire_doubt, safe, you, None, prices, p_win, None, None)
        usd = round(value.usd, 2)
        return cls(hire, hire_doubt, safe, you, value, prices, p_win, usd, p_win * safe * usd)

    @property
    def doubt(self) -> float:
        """Standard deviation of the natural log of the gain."""
        of_value = 0.0 if self.value is None else self.value.doubt
        return min(MOST_DOUBT, hypot(self.hire_doubt, self.you.doubt, of_value))

    @property
    def gain_ends_usd(self) -> tuple[float, float] | None:
        """Ends of the 90% interval of the gain: lognormal about its mean."""
        gain = self.gain_usd
        if gain is None:
            return None
        middle, spread = gain * exp(-(self.doubt**2) / 2), Z90 * self.doubt
        return middle * exp(-spread), middle * exp(spread)


def bid_of(ghost: GhostView, safe: float, you: Chance, value: Value | None, prices: Prices) -> Bid:
    """Return the bid on a posting; ``safe`` is the chance of no danger, as the answer prints that."""
    return Bid.of(1 - round(ghost.probability, 4), _doubt_of_hire(ghost), safe, you, value, prices)


def prices_of(connects: int | None, refund: float, profile: Profile, a: Assumptions) -> Prices:
    """Return what sending costs, at so many Connects and such a chance that they come back."""
    usual = (a["typical_connects_low"], a["typical_connects_high"])
    # Time is 0 unless the profile counts it.
    time = round((profile.minutes_per_proposal or 0.0) / 60 * (profile.hourly_rate_usd or 0.0), 2)
    return Prices.of(connects, usual, profile.connect_price_usd, round(refund, 4), time)


def connects_of(posting: Posting) -> int | None:
    """Return what a proposal costs in Connects: 0 when invited, unknown when the page does not say."""
    return 0 if posting.invited else posting.connects


def _doubt_of_hire(ghost: GhostView) -> float:
    """Return the deviation of the log of the chance of a hire, from the ends of the interval."""
    low, high = max(LEAST, 1 - ghost.high), max(LEAST, 1 - ghost.low)
    return log(high / low) / (2 * Z90)
