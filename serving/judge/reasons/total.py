"""The last lines of the sum, so that all weights add up to the expected value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from features.log_odds import sigmoid
from serving.judge.case import Case
from serving.judge.reasons.reason import Found, Place, moves, says
from serving.texts import counted, percent, plain_number, usd
from serving.worth.figures import expected_value, max_connects
from serving.worth.ledger import Ledger

__all__ = ["SUM_CODES", "sum_lines"]

#: Codes of these lines.
SUM_CODES = frozenset({"usual", "no_price", "not_for_free", "connects", "time", "rest"})


def sum_lines(case: Case, ledger: Ledger, found: Sequence[Found], texts: dict[str, str]) -> Iterator[Found]:
    """Yield the last lines of the sum: the usual gain, the costs, and a rest, so that all weights add up to it.

    The weights of all reasons, with their signs, add up to the expected value; where the Connects are not known, to what
    is left of the gain after the price of the time. Where the kind of pay is not known there are no dollars to add.
    """
    bid, prices = case.bid, case.bid.prices
    if not ledger.known or bid.gain_usd is None or bid.value is None:
        return
    lines = [_usual(case, ledger, texts)]
    if prices.connects_usd is None:
        most = max_connects(bid) or 0
        code: str = "no_price" if most else "not_for_free"
        text = texts[code].format(connects=counted(most))
        yield says(ledger, code, "worth", "+" if most else "-", 0.1, text, "connects", Place.SUM)
    elif prices.connects and prices.connects_usd:
        text = texts["connects" if prices.refund else "connects_kept"].format(
            connects=counted(prices.connects), price=usd(prices.connects * prices.price), net=usd(prices.connects_usd)
        )
        lines.append(moves(ledger, "connects", "worth", -prices.connects_usd, text, "connects", Place.SUM))
    if prices.time_usd:
        text = texts["time"].format(
            minutes=plain_number(case.profile.minutes_per_proposal or 0.0), rate=usd(case.profile.hourly_rate_usd or 0)
        )
        lines.append(moves(ledger, "time", "worth", -prices.time_usd, text, "profile.minutes_per_proposal", Place.SUM))
    yield from lines
    told = sum(line.reason.usd for line in (*found, *lines))
    whole = expected_value(bid, bid.gain_usd)
    if whole is None:
        whole = bid.gain_usd - prices.time_usd
    rest = round(round(whole, 2) - told, 2)
    if rest:
        yield moves(ledger, "rest", "worth", rest, texts["rest"], "posting", Place.SUM)


def _usual(case: Case, ledger: Ledger, texts: dict[str, str]) -> Found:
    level = case.evidence.ghost.level_log_odds
    text = texts["usual"].format(
        gain=usd(ledger.usual_usd),
        hire=percent(100 * sigmoid(-level)),
        you=percent(100 * case.bid.you.own.usual, 1),
        value=usd(case.bid.value.usual_usd if case.bid.value else 0.0),
        danger=percent(100 * case.assumptions["usual_danger"]),
    )
    return moves(ledger, "usual", "worth", ledger.usual_usd, text, "pay.type", Place.SUM)
