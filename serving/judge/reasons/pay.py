"""Reasons of the pay: where it stands in the market, what it comes to per hour, the marketplace's floor and one's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from features.pay.effort import Effort
from features.pay.found import FoundPay
from features.pay.offer import Offer, is_placeholder
from serving.judge.case import Case
from serving.judge.reasons.reason import Found, Place, moves, quoted, says
from serving.models.pay import MarketBand
from serving.texts import percent, span, usd
from serving.worth.factor import Factor
from serving.worth.ledger import Ledger
from serving.worth.value import unit_counted

__all__ = ["pay_reasons"]

_P50, _P90 = 2, 4
#: Percentiles outside which the pay is low or high.
_LOW, _HIGH = 35.0, 65.0
#: As a natural log: within a fifth of the middle.
_NEAR = 0.2
#: Share of judged pays that readers called far below a fair price (68 of 435; ``models/default/card.md``).
_JUDGED_FAR_BELOW = 0.16


def pay_reasons(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    """Yield the reasons of a case's pay. What it is against the market moves the value; the others only tell."""
    market, offer, posting = case.evidence.pay.market, case.evidence.facts.offer, case.evidence.posting
    if market is None:
        return
    if is_placeholder(posting):
        yield says(ledger, "placeholder", "low_budget", "-", 0.1, texts["placeholder"], "pay")
    yield from _value(case, ledger, market, texts)
    if offer is not None:
        yield from _far_above(case, ledger, market, offer, texts)
        yield from _floors(case, ledger, market, offer, texts)
    yield from _fairness(case, ledger, texts)
    effort = case.evidence.pay.effort
    if effort is not None and effort.basis != "market":
        yield from _per_hour(case, ledger, market, effort, texts)


def _value(case: Case, ledger: Ledger, market: MarketBand, texts: dict[str, str]) -> Iterator[Found]:
    """Yield what the pay makes of the value, against the middle of the market."""
    factors = {factor.code: factor for factor in (case.bid.value.factors if case.bid.value else ())}
    offer, effort = case.evidence.facts.offer, case.evidence.pay.effort
    if offer is not None and "pay" in factors:
        code = _code(case, factors["pay"], market, offer)
        yield _with_quote(case, _standing(case, ledger, code, factors["pay"], market, offer, texts), offer)
    if effort is not None and effort.quote is not None and "pay_of_one" in factors:
        factor, quote = factors["pay_of_one"], effort.quote
        counted = unit_counted(effort, case.assumptions)
        text = texts["pay_of_one"].format(pay=usd(counted.usd), unit=counted.unit)
        made = moves(ledger, "pay_of_one", "low_budget", ledger.factor(factor.log), text, factor.field)
        yield _with_quote(case, made, quote)


def _code(case: Case, factor: Factor, market: MarketBand, offer: Offer) -> str:
    if market.kind == "hourly" and case.profile.hourly_rate_usd is not None and offer.low < offer.high:
        return "pay_in_range"
    place = market.percentile(offer.middle)
    if place < _LOW and factor.log < 0:
        return "pay_low"
    if place > _HIGH and factor.log > 0:
        return "pay_high"
    return "pay_near" if abs(factor.log) < _NEAR else "pay_under" if factor.log < 0 else "pay_over"


def _standing(
    case: Case, ledger: Ledger, code: str, factor: Factor, market: MarketBand, offer: Offer, texts: dict[str, str]
) -> Found:
    place, unit, own = market.percentile(offer.middle), _unit(market), case.profile.hourly_rate_usd or 0.0
    values = {
        "pay": _shown(offer, unit),
        "middle": usd(market.usd(_P50)) + unit,
        "share": percent(place if code == "pay_high" else 100 - place),
        "counted": usd(min(max(own, offer.low), offer.high)) + unit,
    }
    return moves(ledger, code, "low_budget", ledger.factor(factor.log), texts[code].format(**values), offer.field)


def _far_above(case: Case, ledger: Ledger, market: MarketBand, offer: Offer, texts: dict[str, str]) -> Iterator[Found]:
    times, unit = case.assumptions["far_above_times"], _unit(market)
    if case.evidence.posting.tier == "entry" and offer.low > times * market.usd(_P90):
        text = texts["far_above"].format(pay=_shown(offer, unit), middle=usd(market.usd(_P50)) + unit)
        size = case.assumptions["far_above"]
        yield _with_quote(case, says(ledger, "pay_far_above", "scam", "-", size, text, offer.field), offer)


def _fairness(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    """Yield that readers would probably call the pay far below a fair price."""
    chance, offer, least = case.evidence.pay.far_below, case.evidence.facts.offer, case.assumptions["far_below_fair"]
    if chance is None or chance < least:
        return
    size = math.log(chance / (1 - chance)) - math.log(_JUDGED_FAR_BELOW / (1 - _JUDGED_FAR_BELOW))
    text = texts["far_below_fair"].format(share=percent(100 * chance))
    source = offer or (case.evidence.pay.effort.quote if case.evidence.pay.effort else None)
    made = says(ledger, "far_below_fair", "low_budget", "-", size, text, source.field if source else "pay")
    yield made if source is None else _with_quote(case, made, source)


def _floors(case: Case, ledger: Ledger, market: MarketBand, offer: Offer, texts: dict[str, str]) -> Iterator[Found]:
    shown = _shown(offer, _unit(market))
    least = case.assumptions["platform_least_hourly_usd" if market.kind == "hourly" else "platform_least_fixed_usd"]
    if offer.high < least:
        text = texts[f"under_platform_{market.kind}"].format(pay=shown, floor=usd(least))
        size = math.log(least / offer.high)
        yield _with_quote(case, says(ledger, "under_platform_floor", "low_budget", "-", size, text, offer.field), offer)
    if case.limits.floor:
        floor = case.profile.hourly_rate_usd if market.kind == "hourly" else case.profile.min_fixed_usd
        text = texts[f"under_floor_{market.kind}"].format(pay=usd(offer.high), floor=usd(floor or 0.0))
        size, place = math.log((floor or 1.0) / offer.high), _place(case)
        yield says(ledger, "under_own_floor", "low_budget", "-", size, text, offer.field, place)


def _per_hour(case: Case, ledger: Ledger, market: MarketBand, effort: Effort, texts: dict[str, str]) -> Iterator[Found]:
    """Yield what a fixed or flat pay comes to, where the posting itself tells the hours."""
    rate, hours = _range(effort.usd_low, effort.usd_high, usd), _range(effort.hours_low, effort.hours_high, _number)
    speed = _range(case.assumptions["words_per_hour_low"], case.assumptions["words_per_hour_high"], _number)
    values = {"rate": rate, "hours": hours, "speed": speed, "middle": usd(market.hourly_usd)}
    told = "words_per_hour" if effort.basis == "text_words" else "per_hour"
    found = [("per_hour", math.log(market.hourly_usd / effort.usd_high), texts[told].format(**values), Place.MOVES)]
    least, own = case.assumptions["platform_least_hourly_usd"], case.profile.hourly_rate_usd
    if effort.usd_high < least:
        text = texts[f"{told}_under_platform"].format(floor=usd(least), **values)
        found.append(("per_hour_under_platform", math.log(least / effort.usd_high), text, _place(case)))
    if own is not None and effort.usd_high < own:
        text = texts[f"{told}_under_own"].format(floor=f"{own:g}", **values)
        found.append(("per_hour_under_own", math.log(own / effort.usd_high), text, Place.MOVES))
    for code, size, text, place in found:
        field = effort.quote.field if effort.quote else "description"
        made = says(ledger, code, "low_budget", "-" if size > 0 else "+", size, text, field, place)
        yield made if effort.quote is None else _with_quote(case, made, effort.quote)


def _place(case: Case) -> Place:
    """Return where a floor stands in the list: first where it is why the verdict is a skip."""
    return Place.DECIDES if case.limits.refused_pay else Place.MOVES


def _with_quote(case: Case, made: Found, source: Offer | FoundPay) -> Found:
    """Return a reason with the words that the pay was read from, where it was read from words."""
    if source.start is None or source.end is None:
        return made
    return quoted(made, case.evidence.posting.text_of(source.field), source.start, source.end)


def _unit(market: MarketBand) -> str:
    return "/h" if market.kind == "hourly" else ""


def _shown(offer: Offer, unit: str) -> str:
    return span(usd(offer.low), usd(offer.high)) + unit


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _range(low: float, high: float, shown: Callable[[float], str]) -> str:
    return span(shown(low), shown(high))
