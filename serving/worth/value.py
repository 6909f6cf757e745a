"""What a hire would bring: stated pay, or else the market's middle, times the length of the work, less the service fee."""

from __future__ import annotations

from math import hypot, log
from typing import NamedTuple

from features.fields.facts import Facts
from features.pay.effort import Effort
from features.pay.rates import load_rates
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.models.pay import MarketBand
from serving.models.standing import Standing
from serving.texts import phrase
from serving.worth.factor import Factor

__all__ = [
    "ENDS_APART",
    "QUARTILES_APART",
    "Counted",
    "Length",
    "Part",
    "Value",
    "length_of",
    "unit_counted",
    "value_if_hired",
]

_P25, _P50, _P75 = 1, 2, 3
#: The quartiles of a normal distribution lie so many deviations apart.
QUARTILES_APART = 1.349
#: Stated ends hold about 95% of what is paid: four deviations apart.
ENDS_APART = 4.0
_LEAST = 1e-12
#: Hours of a full week, as the marketplace asks for them.
_FULL = 30.0


class Part(NamedTuple):
    """One factor of a value: its amount, the usual amount, its doubt, and a line for the assumptions with what it says."""

    amount: float
    usual: float
    doubt: float
    code: str
    field: str
    note: str | None = None
    said: tuple[float | str, ...] = ()

    def factor(self) -> Factor:
        """Return how far the amount is from the usual one."""
        # "0 hours a week" is worth nothing, and nothing has no logarithm.
        return Factor(self.code, log(max(_LEAST, self.amount) / self.usual), self.field, self.code)


class Value(NamedTuple):
    """US dollars for the whole contract, net of the service fee.

    ``usual_usd`` is what such work usually brings: the market's middle over the usual length. The parts lead from there to
    ``usd``. ``doubt`` is the standard deviation of the natural log; ``notes`` are the assumptions beside those of the parts.
    """

    usd: float
    usual_usd: float
    doubt: float
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def factors(self) -> tuple[Factor, ...]:
        """How far each part is from the usual one."""
        return tuple(part.factor() for part in self.parts)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was assumed, a line each."""
        return (*self.notes, *(part.note.format(*part.said) for part in self.parts if part.note))


def value_if_hired(facts: Facts, pay: Standing, profile: Profile, a: Assumptions) -> Value | None:
    """Return the value of being hired, or ``None`` when not even the kind of pay is known."""
    market = pay.market
    if market is None:
        return None
    flat = pay.effort if facts.offer is None and pay.effort is not None and pay.effort.is_rate else None
    hourly = market.kind == "hourly"
    if flat is not None:
        usual = market.usd(_P50) * (a["hours_per_week"] * a["weeks"] if hourly else 1.0)
        parts = [_one_unit(flat, usual, a)]
    else:
        parts = [_pay(facts, market, profile)]
        parts += _lengths(facts, a) if hourly else []
    if facts.posting.client.payment_verified is False:
        kept = a["unverified_share"]
        note = "unverified_share: {:g} (payment is not verified)"
        parts.append(Part(kept, 1.0, 0.0, "unverified", "client.payment_verified", note, (kept,)))
    net = 1 - profile.service_fee_percent / 100
    usd = usual_usd = net
    for part in parts:
        usd *= part.amount
        usual_usd *= part.usual
    doubt = hypot(a["contract_doubt"], *[part.doubt for part in parts])
    notes = (f"service_fee_percent: {profile.service_fee_percent:g}", *_currency(facts, flat))
    return Value(usd, usual_usd, doubt, tuple(parts), notes)


def _one_unit(effort: Effort, usual: float, a: Assumptions) -> Part:
    """Return the pay of one period or unit, or of the words of a usual text.

    How many there will be is not told, and the market's middle would promise too much.
    """
    counted = unit_counted(effort, a)
    note, field = "pay: {:.2f} (what the text pays for {})", effort.quote.field if effort.quote else "description"
    return Part(counted.usd, usual, 0.0, "pay_of_one", field, note, counted)


class Counted(NamedTuple):
    """What is counted of a pay for a period, a unit or words: US dollars, and what for."""

    usd: float
    unit: str


def unit_counted(effort: Effort, a: Assumptions) -> Counted:
    """Return what is counted of a pay in the text whose number of periods, units or words is not told."""
    pay, quote = effort.usd_low * effort.hours_high, effort.quote
    per = (quote.per if quote else None) or "unit"
    if per != "word":
        return Counted(pay, phrase("one_unit", unit=per))
    words = (quote.words if quote else None) or 1.0
    count = max(words, a["words_of_a_text"])
    return Counted(pay * count / words, phrase("words", number=f"{count:,.0f}"))


def _currency(facts: Facts, flat: Effort | None) -> list[str]:
    offer = facts.offer
    if flat is not None or offer is None:
        return []
    notes = []
    if offer.currency != "USD":
        rates = load_rates()
        notes.append(
            f"currency: 1 {offer.currency} is {rates.usd_per_unit[offer.currency]:g} US dollars (rates of {rates.date})"
        )
    if offer.field != "pay":
        notes.append(f"pay: from the words of the {offer.field}")
    return notes


def _pay(facts: Facts, market: MarketBand, profile: Profile) -> Part:
    offer, usual = facts.offer, market.usd(_P50)
    if offer is None:
        doubt = log(market.usd(_P75) / market.usd(_P25)) / QUARTILES_APART
        note = "pay: {:.2f} (no comparable pay stated; the middle of the market)"
        return Part(usual, usual, doubt, "pay", "pay", note, (usual,))
    if offer.low == offer.high:
        return Part(offer.low, usual, 0.0, "pay", offer.field)
    own = profile.hourly_rate_usd if market.kind == "hourly" else None
    if own is not None:
        inside = min(max(own, offer.low), offer.high)
        note = "pay: {:g} (your rate, kept inside the stated range)"
        return Part(inside, usual, 0.0, "pay", offer.field, note, (inside,))
    middle = (offer.low + offer.high) / 2
    doubt = log(offer.high / offer.low) / ENDS_APART
    note = "pay: {:g} (the middle of the stated range)"
    return Part(middle, usual, doubt, "pay", offer.field, note, (middle,))


class Length(NamedTuple):
    """How long hourly work goes on: hours a week and weeks, each with its doubt."""

    per_week: float
    per_week_doubt: float
    weeks: float
    weeks_doubt: float


def length_of(facts: Facts, a: Assumptions) -> Length:
    """Return how long hourly work goes on, by what the posting says of it."""
    hours, weeks = facts.hours, facts.weeks
    doubts = _doubt(hours, a["hours_doubt"]), _doubt(weeks, a["weeks_doubt"])
    return Length(_hours_per_week(hours, a), doubts[0], _number_of_weeks(weeks, a), doubts[1])


def _lengths(facts: Facts, a: Assumptions) -> list[Part]:
    per_week, per_week_doubt, weeks, weeks_doubt = length_of(facts, a)
    said = (per_week, "not stated" if facts.hours is None else "from weekly_hours")
    stated = (weeks, "not stated" if facts.weeks is None else "from duration")
    return [
        Part(per_week, a["hours_per_week"], per_week_doubt, "hours", "weekly_hours", "hours_per_week: {:g} ({})", said),
        Part(weeks, a["weeks"], weeks_doubt, "weeks", "duration", "weeks: {:.1f} ({})", stated),
    ]


def _doubt(stated: tuple[float, float | None] | None, unknown: float) -> float:
    """Return the doubt of a stated range: that of its ends, or half of what is unknown where one is open."""
    if stated is None:
        return unknown
    low, high = stated
    return unknown / 2 if high is None or low <= 0 else min(unknown, log(high / low) / ENDS_APART)


def _hours_per_week(hours: tuple[float, float | None] | None, a: Assumptions) -> float:
    if hours is None:
        return a["hours_per_week"]
    low, high = hours
    if high is None:
        return max(low, a["hours_per_week_full"] if low >= _FULL else a["hours_per_week"])
    if low > 0:
        return (low + high) / 2 if low < _FULL else min(high, max(low, a["hours_per_week_full"]))
    return min(a["hours_per_week"], high)


def _number_of_weeks(weeks: tuple[float, float | None] | None, a: Assumptions) -> float:
    if weeks is None:
        return a["weeks"]
    low, high = weeks
    # "Two weeks or more" is no half year: an open end counts as twice its beginning.
    return min(a["longest_weeks"], 2 * low) if high is None else (low + high) / 2
