"""The offer: the field first, the text where the field says nothing, dollars by the table, unknown kept unknown."""

from __future__ import annotations

from typing import Any

import pytest

from features.pay.effort import Effort, effort_of
from features.pay.offer import Offer, is_placeholder, offer_of
from features.pay.rates import load_rates
from features.posting import Posting, read_posting

BRIEF = "We run a small museum shop and want every product page written anew. " * 8


def _posting(pay: dict[str, Any] | None, description: str = "Tidy a sheet.", **more: Any) -> Posting:
    return read_posting({"title": "Helper", "description": description, "pay": pay} | more)


def _offer(*arguments: Any, **more: Any) -> tuple[float, float, str, str] | None:
    offer = offer_of(_posting(*arguments, **more))
    return None if offer is None else (offer.low, offer.high, offer.currency, offer.field)


@pytest.mark.parametrize(
    ("pay", "description", "expected"),
    [
        (
            {"type": "fixed", "min": 300, "max": 300},
            "The budget is $80 for the whole project.",
            (300.0, 300.0, "USD", "pay"),
        ),
        ({"type": "fixed"}, "The budget is $80 for the whole project.", (80.0, 80.0, "USD", "description")),
        ({"type": "fixed", "min": 0}, "The budget is $80 for the whole project.", (80.0, 80.0, "USD", "description")),
        ({"type": "fixed", "min": 5, "max": 5}, BRIEF + "Budget: $400 fixed price.", (400.0, 400.0, "USD", "description")),
        ({"type": "fixed", "min": 5, "max": 5}, BRIEF, None),
        ({"type": "fixed", "min": 5, "max": 5}, "Rename one file.", (5.0, 5.0, "USD", "pay")),
        ({"type": "hourly"}, "We pay $12 per hour.", (12.0, 12.0, "USD", "description")),
        ({"type": "hourly"}, "We pay $300 for the whole project.", None),
        ({"type": "hourly"}, "We pay $12 per hour. Seniors: we pay $20 per hour.", None),
        ({"type": "fixed", "min": 90, "currency": "PKR"}, "The budget is $80 for the whole project.", None),
        (None, "We pay $12 per hour.", None),
    ],
)
def test_where_the_pay_comes_from(
    pay: dict[str, Any] | None, description: str, expected: tuple[float, float, str, str] | None
) -> None:
    """A stated field wins; a placeholder, a zero and a gap give way to the text; two pays in the text are none."""
    assert _offer(pay, description) == expected


def test_other_currencies_become_dollars_and_unknown_ones_stay_unknown() -> None:
    """By the dated table; a currency left out is the dollar only where the marketplace shows dollars."""
    rate = load_rates().usd_per_unit["EUR"]
    assert _offer({"type": "hourly", "min": 10, "max": 20, "currency": "EUR"}) == (10 * rate, 20 * rate, "EUR", "pay")
    assert _offer({"type": "hourly", "min": 10, "max": 20}, source="elsewhere") is None
    assert _offer({"type": "hourly"}, "We pay 12 per hour.", source="elsewhere") is None


def test_the_quote_of_a_text_is_a_slice_of_it() -> None:
    """The offsets count in the original text."""
    posting = _posting({"type": "fixed"}, "Ünïcode first 🙂. The budget is $80 for the whole project.")
    offer = offer_of(posting)
    assert offer is not None
    assert "$80" in posting.description[offer.start : offer.end]


def test_a_placeholder_is_the_least_price_above_a_long_brief() -> None:
    """Neither a short task at that price nor a long brief at another one."""
    assert is_placeholder(_posting({"type": "fixed", "min": 5, "max": 5}, BRIEF))
    assert not is_placeholder(_posting({"type": "fixed", "min": 5, "max": 5}))
    assert not is_placeholder(_posting({"type": "fixed", "min": 50, "max": 50}, BRIEF))
    assert not is_placeholder(_posting({"type": "hourly", "min": 5, "max": 5}, BRIEF))


def _effort(posting: Posting, implied: tuple[float, float] | None = None) -> Effort | None:
    return effort_of(posting, offer_of(posting), implied)


def test_a_flat_pay_with_hours_comes_to_an_hour() -> None:
    """$130 a month for 10 hours a week are 43.3 hours a month: $3 an hour, whatever the field says."""
    effort = _effort(_posting({"type": "fixed", "min": 130}, "We pay $130 per month for 10 hours a week."), (1.0, 2.0))
    assert effort is not None
    assert (effort.basis, round(effort.usd_low, 2), round(effort.usd_high, 2)) == ("flat_pay", 3.0, 3.0)
    hours_of_the_field = _posting({"type": "fixed", "min": 60}, "We pay $60 per week.", weekly_hours="20")
    found = _effort(hours_of_the_field)
    assert found is not None
    assert (found.basis, found.usd_low) == ("flat_pay", 3.0)


def test_stated_hours_come_before_those_of_the_market() -> None:
    """And without either nothing is said; nor is it for hourly work."""
    stated = _effort(_posting({"type": "fixed", "min": 60}, "This should take 2-3 hours of work."), (1.0, 2.0))
    assert stated is not None
    assert (stated.basis, stated.usd_low, stated.usd_high) == ("text_hours", 20.0, 30.0)
    implied = _effort(_posting({"type": "fixed", "min": 60}), (2.0, 6.0))
    assert implied is not None
    assert implied.basis == "market"
    assert [implied.usd_low, implied.usd_high] == pytest.approx([10.0, 30.0])
    assert _effort(_posting({"type": "fixed", "min": 60})) is None
    assert _effort(_posting({"type": "hourly", "min": 60}, "We pay $60 per week.", weekly_hours="20"), (1.0, 2.0)) is None


def test_the_middle_of_a_range_is_geometric() -> None:
    """Pay is compared on a log scale."""
    assert Offer(10.0, 40.0, "USD").middle == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("We pay $5 per article of 1,500 words.", 1.0, 2.0),
        ("Pay is $0.01 per word.", 3.0, 6.0),
        ("You get $3 per 500 words.", 1.8, 3.6),
    ],
)
def test_pay_for_words_comes_to_an_hour(text: str, low: float, high: float) -> None:
    """At 300 to 600 words an hour; without a speed nothing is said, and hours that the text states come first."""
    posting = _posting({"type": "fixed", "min": 5, "max": 5}, text)
    effort = effort_of(posting, offer_of(posting), None, (300.0, 600.0))
    assert effort is not None
    assert (effort.basis, round(effort.usd_low, 6), round(effort.usd_high, 6)) == ("text_words", low, high)
    assert effort_of(posting, offer_of(posting), None) != effort
    hourly = _posting({"type": "hourly"}, text)
    assert effort_of(hourly, offer_of(hourly), None, (300.0, 600.0)) is None
