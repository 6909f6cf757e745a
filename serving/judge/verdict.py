"""The verdict: blocked clients first, danger second, your own limits third, money last.

The costs of being wrong are settings (``serving/assumptions.toml``): ``apply_margin`` and the bands.
"""

from __future__ import annotations

from serving.answer import Verdict, Worth
from serving.judge.case import Case, band
from serving.judge.worth import connects_of

__all__ = ["decide", "over_limit", "under_floor"]

#: A posting whose best rate is under half of one's own is not worth writing to; up to that it may be talked about.
_FAR_UNDER = 0.5


def decide(case: Case) -> Verdict:
    """Return the verdict of a case."""
    if case.client_id is not None and case.client_id in case.profile.blocked_clients:
        return "skip"
    if case.evidence.danger.probability >= case.assumptions["scam_skip"] or over_limit(case) or _is_refused_pay(case):
        return "skip"
    worth = case.worth
    if worth.value_if_hired_usd is None:
        return "not_enough_evidence"
    ghost = case.evidence.ghost
    verdict = _money(case, ghost.probability, ghost.high)
    trusted = case.client_id is not None and case.client_id in case.profile.trusted_clients
    if ghost.record.kind == "unknown" and not trusted and _could_flip(case):
        return "not_enough_evidence"
    return verdict


def over_limit(case: Case) -> bool:
    """Return whether the posting costs more Connects than the freelancer ever pays."""
    connects, most = connects_of(case.evidence.posting), case.profile.max_connects
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


def _is_refused_pay(case: Case) -> bool:
    """Return whether the pay is far under one's own floor, or by the posting's own hours under the marketplace's least."""
    effort = case.evidence.pay.effort
    # How fast somebody writes is an assumption, as the market's hours are: neither refuses a posting by itself.
    stated = effort is not None and effort.basis in {"text_hours", "flat_pay"}
    under = stated and effort is not None and effort.usd_high < case.assumptions["platform_least_hourly_usd"]
    return under or under_floor(case) == "far"


def _could_flip(case: Case) -> bool:
    """Return whether the client's record, if it were known, could turn an apply into a skip."""
    ghost = case.evidence.ghost
    return {"apply", "skip"} <= {_money(case, ghost.low, ghost.low), _money(case, ghost.high, ghost.high)}


def _money(case: Case, ghost_probability: float, careful_probability: float) -> Verdict:
    """Return the verdict by money alone, at a chance of no hire and at the careful end of its doubt."""
    least, most = _costs(case, case.worth)
    if _gain(case, ghost_probability) <= least:
        return "skip"
    pays = _gain(case, careful_probability) >= case.assumptions["apply_margin"] * most
    return "apply" if pays and not _has_doubt(case) else "consider"


def _gain(case: Case, ghost_probability: float) -> float:
    """Return the expected gain in US dollars before costs, were the chance of no hire another one."""
    worth = case.worth
    scale = (1 - ghost_probability) / max(1e-9, 1 - case.evidence.ghost.probability)
    return worth.p_win * scale * (1 - case.evidence.danger.probability) * (worth.value_if_hired_usd or 0.0)


def _costs(case: Case, worth: Worth) -> tuple[float, float]:
    """Return the least and the most that the proposal can cost in US dollars."""
    if worth.connects_cost_usd is not None:
        return (worth.connects_cost_usd + worth.time_cost_usd,) * 2
    price = case.profile.connect_price_usd * (1 - worth.refund_probability)
    ends = (case.assumptions["typical_connects_low"], case.assumptions["typical_connects_high"])
    return ends[0] * price + worth.time_cost_usd, ends[1] * price + worth.time_cost_usd


def _has_doubt(case: Case) -> bool:
    """Return whether a risk forbids a plain apply, whatever the money says."""
    e, a = case.evidence, case.assumptions
    return (
        band("scam", e.danger.probability, a) != "low"
        or band("ghost", e.ghost.probability, a) == "high"
        or band("low_budget", e.pay.low_budget, a) == "high"
        or under_floor(case) is not None
    )
