"""The figures of a bid as the answer prints them.

``expected_value_usd = p_win × (1 − scam.probability) × value_if_hired_usd − connects_cost_usd − time_cost_usd``;
``break_even_p_win`` and ``max_connects`` are where that is zero.
"""

from __future__ import annotations

import math

from features.profile import Profile
from serving.answer import Boost, Worth
from serving.worth.bid import Bid

__all__ = ["expected_value", "max_connects", "worth_of"]

#: No posting costs more; a hopeful answer should not print an absurd number.
_MOST_CONNECTS = 100_000


def expected_value(bid: Bid, gain: float | None) -> float | None:
    """Return what is left of a gain after costs, in US dollars; None where either is not known."""
    cost = bid.prices.connects_usd
    return None if gain is None or cost is None else round(gain - cost - bid.prices.time_usd, 4)


def worth_of(bid: Bid, boosts: tuple[Boost, ...], profile: Profile) -> Worth:
    """Return the printed figures."""
    ends = bid.gain_ends_usd or (None, None)
    return Worth(
        expected_value_usd=expected_value(bid, bid.gain_usd),
        connects_cost_usd=bid.prices.connects_usd,
        time_cost_usd=bid.prices.time_usd,
        value_if_hired_usd=bid.value_usd,
        p_win=bid.p_win,
        break_even_p_win=_break_even(bid),
        max_connects=max_connects(bid),
        refund_probability=bid.prices.refund,
        assumptions=_assumptions(bid, profile),
        expected_value_low_usd=expected_value(bid, ends[0]),
        expected_value_high_usd=expected_value(bid, ends[1]),
        boosts=boosts,
    )


def _break_even(bid: Bid) -> float | None:
    cost, value = bid.prices.connects_usd, bid.value_usd
    if cost is None or not value or bid.safe <= 0:
        return None
    # Above 1 no chance of winning pays for the proposal.
    return round((cost + bid.prices.time_usd) / (bid.safe * value), 12)


def max_connects(bid: Bid) -> int | None:
    """Return the most Connects at which the bid does not lose on average; None where its value is not known."""
    gain, price = bid.gain_usd, bid.prices.net_price
    if gain is None:
        return None
    left = gain - bid.prices.time_usd
    if left <= 0:
        return 0
    # Compared before dividing: a price next to zero would overflow.
    if left >= _MOST_CONNECTS * price:
        return _MOST_CONNECTS
    return math.floor(left / price + 1e-9)


def _assumptions(bid: Bid, profile: Profile) -> tuple[str, ...]:
    """Return every assumption of the sum, as a name, a value and where it comes from."""
    notes = list(bid.value.assumptions) if bid.value else ["value_if_hired: unknown (the kind of pay is not stated)"]
    average = "" if any(factor.name == "own_record" for factor in bid.you.factors) else " (the average freelancer)"
    notes.append(f"win_given_hire: {bid.you.own.usual:g}{average}")
    notes += [factor.note for factor in bid.you.factors]
    if not any(factor.name.startswith("competition") for factor in bid.you.factors):
        notes.append("competition: unknown, taken as average")
    default = " (default)" if "connect_price_usd" not in profile.model_fields_set else ""
    notes += [f"refund_probability: {bid.prices.refund:g}", f"connect_price_usd: {bid.prices.price:g}{default}"]
    if bid.prices.connects is None:
        notes.append("connects: unknown, so only the most that is worth paying is given")
    if not profile.model_fields_set:
        notes.append("profile: none given, every value of yours is a default")
    return tuple(notes)
