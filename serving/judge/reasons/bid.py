"""Reasons of the bid itself: your lists and limits, you and the others, the length of the work, and boosting."""

from __future__ import annotations

from collections.abc import Iterator

from serving.answer import Boost
from serving.judge.case import Case
from serving.judge.reasons.hire import TAKEN
from serving.judge.reasons.reason import Found, Place, moves, says
from serving.texts import counted, percent, phrase, plain_number, span, usd
from serving.worth.ledger import Ledger

__all__ = ["worth_reasons"]

#: Told by the reasons of the pay.
_OF_PAY = {"pay", "pay_of_one"}
#: Of weeks: fewer are told with a digit, for two days are 0.3 weeks.
_FEW = 2.0
#: Two natural logs: above most of what moves, for what the freelancer said themself.
_WEIGHTY = 2.0


def worth_reasons(case: Case, ledger: Ledger, boosts: tuple[Boost, ...], texts: dict[str, str]) -> Iterator[Found]:
    """Yield the reasons that are neither danger, ghost nor pay."""
    yield from _lists(case, ledger, texts)
    for factor in case.bid.you.factors:
        if factor.code != TAKEN:
            text = texts[factor.code].format(**factor.values)
            yield moves(ledger, factor.code, "worth", ledger.factor(factor.log), text, factor.field)
    for factor in () if case.bid.value is None else case.bid.value.factors:
        if factor.code not in _OF_PAY:
            yield _of_value(case, ledger, factor.code, factor.log, factor.field, texts)
    yield from _boost(case, ledger, boosts, texts)


def _lists(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    profile = case.profile
    if case.limits.client == "blocked":
        yield says(ledger, "blocked", "worth", "-", _WEIGHTY, texts["blocked"], "client.id", Place.DECIDES)
    elif case.limits.client == "trusted":
        yield says(ledger, "trusted", "worth", "+", _WEIGHTY, texts["trusted"], "client.id", Place.DECIDES)
    if case.over_limit:
        connects = counted(case.bid.prices.connects or 0)
        text = texts["over_limit"].format(connects=connects, limit=profile.max_connects)
        yield says(ledger, "over_limit", "worth", "-", _WEIGHTY, text, "connects", Place.DECIDES)


def _of_value(case: Case, ledger: Ledger, code: str, log: float, field: str, texts: dict[str, str]) -> Found:
    facts, a = case.evidence.facts, case.assumptions
    stated = {"hours": facts.hours, "weeks": facts.weeks}.get(code)
    told = "" if code == "unverified" else "_more" if log > 0 else "_less"
    text = texts[code + told].format(
        stated="" if stated is None else _span(*stated),
        usual=f"{a['hours_per_week' if code == 'hours' else 'weeks']:g}",
        share=percent(100 * a["unverified_share"]),
    )
    return moves(ledger, code + told, "worth", ledger.factor(log), text, field)


def _span(low: float, high: float | None) -> str:
    ends = [plain_number(end) if end < _FEW else f"{end:.0f}" for end in (low, high) if end is not None]
    if low == 0 and high:
        return phrase("up_to", high=ends[1])
    return span(ends[0], None if high is None else ends[1])


def _boost(case: Case, ledger: Ledger, boosts: tuple[Boost, ...], texts: dict[str, str]) -> Iterator[Found]:
    """Yield the place that brings most, where boosting pays, or else what the next place up would lose."""
    gain, cost, most = case.bid.gain_usd or 0.0, case.bid.prices.most_usd, case.profile.max_connects
    if most is not None:
        boosts = tuple(boost for boost in boosts if (case.bid.prices.connects or 0) + boost.connects <= most)
    # What is not worth sending is not worth boosting.
    if not boosts or gain <= cost:
        return
    best = max(boosts, key=lambda boost: boost.gain_usd)
    pays = best.gain_usd > 0
    shown = best if pays else boosts[0]
    code = "boost_pays" if pays else "boost_does_not_pay"
    text = texts[code].format(
        place=shown.place, connects=counted(shown.connects), cost=usd(shown.cost_usd), left=usd(abs(shown.gain_usd))
    )
    yield says(ledger, code, "worth", "+" if pays else "-", 0.1, text, "boost_bids")
