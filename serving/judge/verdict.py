"""The verdict: your own lists first, danger second, your own limits third, money last.

Money is judged by the expected value and its doubt. The gain is lognormal about its mean, so what a proposal may bring
beyond its cost, and what it may lose, have closed forms; "apply" needs the first to outweigh the second by the cost of being
wrong (``wasted_dollar`` in ``serving/assumptions.toml``; there the bands of the risks are settings, too).
"""

from __future__ import annotations

from math import erfc, log, sqrt

from serving.answer import Verdict
from serving.judge.case import Case, band

__all__ = ["decide", "is_about_money", "over_limit", "refused_pay", "under_floor"]

#: A posting whose best rate is under half of one's own is not worth writing to; up to that it may be talked about.
_FAR_UNDER = 0.5


def decide(case: Case) -> Verdict:
    """Return the verdict of a case by what is known; `serving.judge.missing` tells whether the unknown could turn it."""
    return _first(case) or _money(case)


def is_about_money(case: Case) -> bool:
    """Return whether neither the freelancer's lists nor danger nor their limits decide: only then can money turn it."""
    return _first(case) is None


def over_limit(case: Case) -> bool:
    """Return whether the posting costs more Connects than the freelancer ever pays."""
    connects, most = case.bid.prices.connects, case.profile.max_connects
    return connects is not None and most is not None and connects > most


def under_floor(case: Case) -> str | None:
    """Return ``far`` or ``some`` when the stated pay is under the freelancer's own floor, else ``None``."""
    offer, market, profile = case.evidence.facts.offer, case.evidence.pay.market, case.profile
    if offer is None or market is None:
        return None
    if market.kind == "fixed":
        return "far" if profile.min_fixed_usd is not None and offer.high < profile.min_fixed_usd else None
    if profile.hourly_rate_usd is None or offer.high >= profile.hourly_rate_usd:
        return None
    return "far" if offer.high < _FAR_UNDER * profile.hourly_rate_usd else "some"


def refused_pay(case: Case) -> bool:
    """Return whether the pay is far under one's own floor, or by the posting's own hours under the marketplace's least."""
    effort = case.evidence.pay.effort
    # How fast somebody writes is an assumption, as the market's hours are: neither refuses a posting by itself.
    stated = effort is not None and effort.basis in {"text_hours", "flat_pay"}
    under = stated and effort is not None and effort.usd_high < case.assumptions["platform_least_hourly_usd"]
    return under or under_floor(case) == "far"


def _first(case: Case) -> Verdict | None:
    """Return what is decided before money is looked at; None where nothing is."""
    if case.client_id is not None and case.client_id in case.profile.blocked_clients:
        return "skip"
    if case.client_id is not None and case.client_id in case.profile.trusted_clients:
        # What somebody said of a price goes on holding for a client whom they trust.
        return "consider" if over_limit(case) else "apply"
    if case.evidence.danger.probability >= case.assumptions["scam_skip"] or over_limit(case) or refused_pay(case):
        return "skip"
    return "not_enough_evidence" if case.bid.value is None else None


def _money(case: Case) -> Verdict:
    gain, prices = case.bid.gain_usd or 0.0, case.bid.prices
    if gain <= prices.least_usd:
        return "skip"
    loss = _expected_loss(gain, case.bid.doubt, prices.most_usd)
    surplus = gain - prices.most_usd + loss
    pays = surplus >= case.assumptions["wasted_dollar"] * loss
    return "apply" if pays and not _has_doubt(case) else "consider"


def _expected_loss(gain: float, doubt: float, cost: float) -> float:
    """Return by how much the gain falls short of the cost on average, counting 0 where it does not.

    The gain is lognormal with this mean, ``doubt`` being the deviation of its log.
    """
    if cost <= 0:
        return 0.0
    if doubt <= 0:
        return max(0.0, cost - gain)
    above = log(gain / cost) / doubt + doubt / 2
    return cost * _normal(doubt - above) - gain * _normal(-above)


def _normal(deviations: float) -> float:
    return 0.5 * erfc(-deviations / sqrt(2.0))


def _has_doubt(case: Case) -> bool:
    """Return whether a risk forbids a plain apply, whatever the money says."""
    e, a = case.evidence, case.assumptions
    return (
        band("scam", e.danger.probability, a) != "low"
        or band("ghost", e.ghost.probability, a) == "high"
        or band("low_budget", e.pay.low_budget, a) == "high"
        or under_floor(case) is not None
        or e.ghost.taken
    )
