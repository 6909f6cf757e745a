"""What a hire would bring: stated pay, or else the market's middle, times the length of the work, less the service fee."""

from __future__ import annotations

from dataclasses import dataclass

from features.fields.facts import Facts
from features.pay.effort import Effort
from features.pay.rates import load_rates
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.judge.standing import Standing
from serving.models.pay import MarketBand

__all__ = ["Value", "value_if_hired"]

_P50 = 2


@dataclass(frozen=True, slots=True)
class Value:
    """US dollars for the whole contract, net of the service fee, with the assumptions in words."""

    usd: float
    assumptions: tuple[str, ...]


def value_if_hired(facts: Facts, pay: Standing, profile: Profile, a: Assumptions) -> Value | None:
    """Return the value of being hired, or ``None`` when not even the kind of pay is known."""
    market, effort = pay.market, pay.effort
    if market is None:
        return None
    notes = [f"service_fee_percent: {profile.service_fee_percent:g}"]
    flat = effort if facts.offer is None and effort is not None and effort.is_rate else None
    if flat is not None:
        total = _one_period(flat, notes)
    else:
        total = _rate(facts, market, profile, notes)
        total *= _hours(facts, a, notes) if market.kind == "hourly" else 1.0
    return Value(total * (1 - profile.service_fee_percent / 100), tuple(notes))


def _one_period(effort: Effort, notes: list[str]) -> float:
    """Return the pay of one period or unit.

    How many there will be is not told, and the market's middle would promise too much.
    """
    pay = effort.usd_low * effort.hours_high
    notes.append(f"pay: {pay:.2f} (what the text pays for one {effort.quote.per if effort.quote else 'period'})")
    return pay


def _rate(facts: Facts, market: MarketBand, profile: Profile, notes: list[str]) -> float:
    offer = facts.offer
    if offer is None:
        notes.append(f"pay: {market.usd(_P50):.2f} (no comparable pay stated; the middle of the market)")
        return market.usd(_P50)
    if offer.currency != "USD":
        rates = load_rates()
        notes.append(
            f"currency: 1 {offer.currency} is {rates.usd_per_unit[offer.currency]:g} US dollars (rates of {rates.date})"
        )
    if offer.field != "pay":
        notes.append(f"pay: from the words of the {offer.field}")
    if offer.low == offer.high:
        return offer.low
    own = profile.hourly_rate_usd if market.kind == "hourly" else None
    if own is not None:
        inside = min(max(own, offer.low), offer.high)
        notes.append(f"pay: {inside:g} (your rate, kept inside the stated range)")
        return inside
    middle = (offer.low + offer.high) / 2
    notes.append(f"pay: {middle:g} (the middle of the stated range)")
    return middle


def _hours(facts: Facts, a: Assumptions, notes: list[str]) -> float:
    per_week = _hours_per_week(facts, a)
    weeks = _weeks(facts, a)
    notes.append(f"hours_per_week: {per_week:g} ({'from weekly_hours' if facts.hours else 'not stated'})")
    notes.append(f"weeks: {weeks:.1f} ({'from duration' if facts.weeks else 'not stated'})")
    return per_week * weeks


def _hours_per_week(facts: Facts, a: Assumptions) -> float:
    if facts.hours is None:
        return a["hours_per_week"]
    low, high = facts.hours
    if high is not None and low == high:
        return low
    if low >= 30:
        return a["hours_per_week_full"]
    return min(a["hours_per_week"], high or a["hours_per_week"])


def _weeks(facts: Facts, a: Assumptions) -> float:
    if facts.weeks is None:
        return a["weeks"]
    low, high = facts.weeks
    return a["longest_weeks"] if high is None else (low + high) / 2
