"""Reasons of the pay: where it stands in the market, what it comes to per hour, the marketplace's floor and one's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from features.pay.effort import Effort
from features.pay.found import FoundPay
from features.pay.offer import Offer, is_placeholder
from serving.answer import Reason
from serving.judge.case import Case
from serving.judge.reason import make_reason, quoted
from serving.judge.verdict import under_floor
from serving.models.pay import MarketBand
from serving.texts import percent, usd

__all__ = ["pay_reasons"]

_P50, _P90 = 2, 4
#: Percentiles outside which the pay is worth a word.
_LOW, _HIGH = 35.0, 65.0
#: Share of judged pays that readers called far below a fair price (68 of 435; ``models/default/card.md``).
_JUDGED_FAR_BELOW = 0.16


def pay_reasons(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    """Yield the reasons of a case's pay."""
    market, offer, posting = case.evidence.pay.market, case.evidence.facts.offer, case.evidence.posting
    if market is None:
        return
    if is_placeholder(posting):
        yield make_reason("placeholder", "low_budget", 0.1, texts["placeholder"], "pay", "-")
    if offer is not None:
        yield from _standing(case, market, offer, texts)
        yield from _floors(case, market, offer, texts)
    yield from _fairness(case, texts)
    effort = case.evidence.pay.effort
    if effort is not None and effort.basis != "market":
        yield from _per_hour(case, market, effort, texts)


def _standing(case: Case, market: MarketBand, offer: Offer, texts: dict[str, str]) -> Iterator[Reason]:
    place, unit = market.percentile(offer.middle), _unit(market)
    values = {"pay": _shown(offer, unit), "middle": usd(market.usd(_P50)) + unit}
    weight = math.log(market.usd(_P50) / offer.middle)
    if place < _LOW:
        text = texts["far_under"].format(share=percent(100 - place), **values)
        yield _with_quote(case, make_reason("pay_low", "low_budget", weight, text, offer.field, "-"), offer)
    if place > _HIGH:
        text = texts["above"].format(share=percent(place), **values)
        yield _with_quote(case, make_reason("pay_high", "low_budget", weight, text, offer.field, "+"), offer)
    times = case.assumptions["far_above_times"]
    if case.evidence.posting.tier == "entry" and offer.low > times * market.usd(_P90):
        text = texts["far_above"].format(**values)
        yield _with_quote(
            case, make_reason("pay_far_above", "scam", case.assumptions["far_above"], text, offer.field, "-"), offer
        )


def _fairness(case: Case, texts: dict[str, str]) -> Iterator[Reason]:
    """Yield that readers would probably call the pay far below a fair price, or probably not."""
    chance, offer, least = case.evidence.pay.far_below, case.evidence.facts.offer, case.assumptions["far_below_fair"]
    if chance is None or chance < least:
        return
    weight = math.log(chance / (1 - chance)) - math.log(_JUDGED_FAR_BELOW / (1 - _JUDGED_FAR_BELOW))
    text = texts["far_below_fair"].format(share=percent(100 * chance))
    source = offer or (case.evidence.pay.effort.quote if case.evidence.pay.effort else None)
    made = make_reason("far_below_fair", "low_budget", weight, text, source.field if source else "pay", "-")
    yield made if source is None else _with_quote(case, made, source)


def _floors(case: Case, market: MarketBand, offer: Offer, texts: dict[str, str]) -> Iterator[Reason]:
    shown = _shown(offer, _unit(market))
    least = case.assumptions["platform_least_hourly_usd" if market.kind == "hourly" else "platform_least_fixed_usd"]
    if offer.high < least:
        weight, text = (
            math.log(least / offer.high),
            texts[f"under_platform_{market.kind}"].format(pay=shown, floor=usd(least)),
        )
        yield _with_quote(case, make_reason("under_platform_floor", "low_budget", weight, text, offer.field, "-"), offer)
    if under_floor(case):
        floor = case.profile.hourly_rate_usd if market.kind == "hourly" else case.profile.min_fixed_usd
        text = texts[f"under_floor_{market.kind}"].format(pay=shown, floor=f"{floor:g}")
        yield make_reason("under_own_floor", "low_budget", math.log((floor or 1.0) / offer.high), text, offer.field, "-")


def _per_hour(case: Case, market: MarketBand, effort: Effort, texts: dict[str, str]) -> Iterator[Reason]:
    """Yield what a fixed or flat pay comes to, where the posting itself tells the hours."""
    rate, hours = _range(effort.usd_low, effort.usd_high, usd), _range(effort.hours_low, effort.hours_high, _number)
    speed = _range(case.assumptions["words_per_hour_low"], case.assumptions["words_per_hour_high"], _number)
    values = {"rate": rate, "hours": hours, "speed": speed, "middle": usd(market.hourly_usd)}
    told = "words_per_hour" if effort.basis == "text_words" else "per_hour"
    found = [("per_hour", math.log(market.hourly_usd / effort.usd_high), texts[told].format(**values))]
    least, own = case.assumptions["platform_least_hourly_usd"], case.profile.hourly_rate_usd
    if effort.usd_high < least:
        text = texts[f"{told}_under_platform"].format(floor=usd(least), **values)
        found.append(("per_hour_under_platform", math.log(least / effort.usd_high), text))
    if own is not None and effort.usd_high < own:
        text = texts[f"{told}_under_own"].format(floor=f"{own:g}", **values)
        found.append(("per_hour_under_own", math.log(own / effort.usd_high), text))
    for code, weight, text in found:
        made = make_reason(code, "low_budget", weight, text, effort.quote.field if effort.quote else "description")
        yield made if effort.quote is None else _with_quote(case, made, effort.quote)


def _with_quote(case: Case, made: Reason, source: Offer | FoundPay) -> Reason:
    """Return a reason with the words that the pay was read from, where it was read from words."""
    if source.start is None or source.end is None:
        return made
    return quoted(made, case.evidence.posting.text_of(source.field), source.start, source.end)


def _unit(market: MarketBand) -> str:
    return "/h" if market.kind == "hourly" else ""


def _shown(offer: Offer, unit: str) -> str:
    return usd(offer.low) + (f" to {usd(offer.high)}" if offer.high > offer.low else "") + unit


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _range(low: float, high: float, shown: Callable[[float], str]) -> str:
    ends = (shown(low), shown(high))
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
