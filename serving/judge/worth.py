"""The arithmetic of the bid, in US dollars, so that anybody can check it.

``expected_value_usd = p_win × (1 − scam.probability) × value_if_hired_usd − connects_cost_usd − time_cost_usd``, computed
from the rounded numbers that the answer prints. ``break_even_p_win`` and ``max_connects`` are where that is zero.
"""

from __future__ import annotations

import math

from features.posting import Posting
from features.profile import Profile
from serving.answer import Worth
from serving.assumptions import Assumptions
from serving.judge.value import Value
from serving.judge.winning import chance_of_being_hired
from serving.models.ghost import GhostView

__all__ = ["connects_of", "worth_of"]

#: No posting costs more; a hopeful answer should not print an absurd number.
_MOST_CONNECTS = 100_000


def connects_of(posting: Posting) -> int | None:
    """Return what a proposal costs in Connects: 0 when invited, unknown when the page does not say."""
    return 0 if posting.connects is None and posting.invited else posting.connects


def worth_of(
    ghost: GhostView, scam_probability: float, posting: Posting, value: Value | None, profile: Profile, a: Assumptions
) -> Worth:
    """Return the sum.

    Parameters
    ----------
    scam_probability : float
        As the answer prints it.
    value : Value or None
        From `serving.judge.value`.
    """
    you, notes = chance_of_being_hired(posting, profile, a, taken=ghost.taken)
    p_win = round((1 - round(ghost.probability, 4)) * you, 6)
    refund = round(ghost.refund_probability, 4)
    price = profile.connect_price_usd * (1 - refund)
    time_cost = round(_time_cost(profile), 2)
    worth = None if value is None else round(value.usd, 2)
    gain = None if worth is None else p_win * (1 - scam_probability) * worth
    connects = connects_of(posting)
    cost = None if connects is None else round(connects * price, 4)
    return Worth(
        expected_value_usd=None if gain is None or cost is None else round(gain - cost - time_cost, 4),
        connects_cost_usd=cost,
        time_cost_usd=time_cost,
        value_if_hired_usd=worth,
        p_win=p_win,
        break_even_p_win=_break_even(cost, time_cost, scam_probability, worth),
        max_connects=_max_connects(gain, time_cost, price),
        refund_probability=refund,
        assumptions=(
            *(value.assumptions if value else ("value_if_hired: unknown (the kind of pay is not stated)",)),
            *notes,
            *_profile_notes(profile, refund, connects),
        ),
    )


def _time_cost(profile: Profile) -> float:
    """Return the price of writing the proposal: 0 unless the profile counts time."""
    return (profile.minutes_per_proposal or 0.0) / 60 * (profile.hourly_rate_usd or 0.0)


def _break_even(cost: float | None, time_cost: float, scam: float, value: float | None) -> float | None:
    if cost is None or not value or scam >= 1:
        return None
    # Above 1 no chance of winning pays for the proposal.
    return round((cost + time_cost) / ((1 - scam) * value), 6)


def _max_connects(gain: float | None, time_cost: float, price: float) -> int | None:
    if gain is None:
        return None
    left = gain - time_cost
    if left <= 0:
        return 0
    # Compared before dividing: a price next to zero would overflow.
    if left >= _MOST_CONNECTS * price:
        return _MOST_CONNECTS
    return math.floor(left / price + 1e-9)


def _profile_notes(profile: Profile, refund: float, connects: int | None) -> tuple[str, ...]:
    default = " (default)" if "connect_price_usd" not in profile.model_fields_set else ""
    notes = [f"refund_probability: {refund:g}", f"connect_price_usd: {profile.connect_price_usd:g}{default}"]
    if connects is None:
        notes.append("connects: unknown, so only the most that is worth paying is given")
    if not profile.model_fields_set:
        notes.append("profile: none given, every value of yours is a default")
    return tuple(notes)
