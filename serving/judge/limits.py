"""What decides before money is looked at, as the reasons tell it: your lists, danger, pay under a floor.

`serving.judge.verdict` decides by the same in arrays; a test holds the two together.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from features.fields.facts import Facts
from features.profile import Profile
from serving.answer import Band
from serving.assumptions import Assumptions
from serving.models.risk import Danger
from serving.models.standing import Standing

__all__ = ["FAR_UNDER", "STATED", "Limits", "band", "limits_of"]

#: A posting whose best rate is under half of one's own is not worth writing to; up to that it may be talked about.
FAR_UNDER = 0.5
#: How fast somebody writes is an assumption, as the market's hours are: neither refuses a posting by itself.
STATED = frozenset({"text_hours", "flat_pay"})


class Limits(NamedTuple):
    """What decides whatever the money says, beside the price.

    Parameters
    ----------
    client : str or None
        ``blocked`` or ``trusted``: on the freelancer's list.
    danger : bool
        Too much of it to answer.
    refused_pay : bool
        Whether the pay is far under one's own floor, or by the posting's own hours under the marketplace's least.
    floor : str or None
        ``far`` or ``some`` where the stated pay is under one's own floor.
    """

    client: Literal["blocked", "trusted"] | None
    danger: bool
    refused_pay: bool
    floor: Literal["far", "some"] | None


def limits_of(facts: Facts, danger: Danger, pay: Standing, profile: Profile, a: Assumptions) -> Limits:
    """Return the limits of a posting."""
    floor, effort = _floor(facts, pay, profile), pay.effort
    return Limits(
        _listed(facts.posting.client.id, profile),
        danger.probability >= a["scam_skip"],
        floor == "far"
        or (effort is not None and effort.basis in STATED and effort.usd_high < a["platform_least_hourly_usd"]),
        floor,
    )


def band(name: str, probability: float | None, assumptions: Assumptions) -> Band:
    """Return the band of a chance: ``name`` is ghost, scam or low_budget."""
    if probability is None:
        return "unknown"
    if probability >= assumptions[f"{name}_high"]:
        return "high"
    return "medium" if probability >= assumptions[f"{name}_medium"] else "low"


def _listed(client: str | None, profile: Profile) -> Literal["blocked", "trusted"] | None:
    if client is None:
        return None
    if client in profile.blocked_clients:
        return "blocked"
    return "trusted" if client in profile.trusted_clients else None


def _floor(facts: Facts, pay: Standing, profile: Profile) -> Literal["far", "some"] | None:
    offer, market = facts.offer, pay.market
    if offer is None or market is None:
        return None
    if market.kind == "fixed":
        return "far" if profile.min_fixed_usd is not None and offer.high < profile.min_fixed_usd else None
    if profile.hourly_rate_usd is None or offer.high >= profile.hourly_rate_usd:
        return None
    return "far" if offer.high < FAR_UNDER * profile.hourly_rate_usd else "some"
