"""Boosting: what each place above the others costs, and whether it pays."""

from __future__ import annotations

from serving.answer import Boost
from serving.assumptions import Assumptions
from serving.worth.bid import Bid
from serving.worth.competition import PLACES

__all__ = ["boosts_of"]

_FACTORS = {1: "boost_factor_1", 2: "boost_factor_2", 3: "boost_factor_3", 4: "boost_factor_4"}


def boosts_of(bid: Bid, bids: tuple[int, ...] | None, a: Assumptions) -> tuple[Boost, ...]:
    """Return the boosted places, the cheapest first; none where the bids or the gain are not known.

    A place costs one Connect more than the bid that holds it. It is paid only when the client interacts, and it is worth
    what it raises the gain by.
    """
    gain = bid.gain_usd
    if gain is None or bids is None:
        return ()
    places = []
    # Where fewer bid than there are places, a single Connect takes the highest free one.
    for place in range(min(PLACES, len(bids) + 1), 0, -1):
        connects = (bids[place - 1] if place <= len(bids) else 0) + 1
        cost = connects * bid.prices.price * a["boost_charged_share"]
        more = gain * (a[_FACTORS[place]] - 1)
        places.append(Boost(place, connects, round(cost, 4), round(more - cost, 4)))
    return tuple(places)
