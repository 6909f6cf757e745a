"""What the answer says of the pay: where it stands, what it comes to per hour, floors, placeholders and currencies."""

from __future__ import annotations

from typing import Any

import pytest

from features.pay.rates import load_rates
from features.profile import Profile
from serving.answer import Answer, Reason
from serving.scorer import Scorer

BRIEF = "We need forty product pages of our online shop written anew, each with a headline and three short points. " * 6
APP = "Build our whole mobile app for two platforms: accounts, chat, payments, maps, push messages, an admin panel. " * 3
FIXED = {"type": "fixed", "min": 5, "max": 5, "currency": "USD"}


def _posting(**fields: Any) -> dict[str, Any]:
    return {"title": "Write product pages", "description": "Write product pages.", "tier": "intermediate"} | fields


def _reasons(answer: Answer) -> dict[str, Reason]:
    return {reason.code: reason for reason in answer.reasons}


def test_a_placeholder_is_not_a_pay(scorer: Scorer) -> None:
    """$5 above a long brief: no percentile, no chance, said in words; the market is given all the same."""
    answer = scorer.score(_posting(description=BRIEF, pay=FIXED))
    assert (answer.low_budget.probability, answer.low_budget.percentile, answer.low_budget.stated) == (None, None, None)
    assert answer.low_budget.band == "unknown"
    assert answer.low_budget.market is not None
    assert "placeholder" in _reasons(answer)
    assert "pay" in {missing.field for missing in answer.missing}


def test_pay_in_the_text_is_used_and_quoted(scorer: Scorer) -> None:
    """Over a placeholder; the reason quotes the words, and the value says where the pay is from."""
    description = BRIEF + "Budget: $20 fixed price for everything."
    answer = scorer.score(_posting(description=description, pay=FIXED))
    stated = answer.low_budget.stated
    assert stated is not None
    assert (stated.usd_low, stated.usd_high, stated.currency, stated.field) == (20.0, 20.0, "USD", "description")
    reason = _reasons(answer)["pay_low"]
    assert reason.quote is not None
    assert "$20" in reason.quote
    assert description[reason.start : reason.end] == reason.quote
    assert "pay: from the words of the description" in answer.worth.assumptions


def test_a_flat_pay_is_told_per_hour(scorer: Scorer) -> None:
    """$50 a month for 20 hours a week: cents an hour, under the marketplace's floor and one's own rate, each for itself."""
    description = "Answer our customers. We pay $50 per month for 20 hours a week."
    posting = _posting(description=description, pay={"type": "fixed", "min": 50, "max": 50})
    answer = scorer.score(posting, Profile(hourly_rate_usd=30))
    per_hour = answer.low_budget.per_hour
    assert per_hour is not None
    assert per_hour.basis == "flat_pay"
    assert per_hour.usd_high == pytest.approx(0.58, abs=0.01)
    found = _reasons(answer)
    assert {"per_hour", "per_hour_under_platform", "per_hour_under_own"} <= found.keys()
    assert all(found[code].direction == "-" and found[code].quote for code in ("per_hour", "per_hour_under_own"))
    assert "per_hour_under_own" not in _reasons(scorer.score(posting))


def test_a_flat_pay_under_the_marketplaces_least_is_skipped(scorer: Scorer) -> None:
    """Also above a placeholder, where the market's middle must not stand in for what the text says."""
    good = {"connects": 12, "client": {"jobs_posted": 14, "hire_rate_percent": 71}, "activity": {"interviewing": 1}}
    answers = [
        scorer.score(_posting(description=f"{BRIEF} We pay ${pay} per month for 20 hours a week.", pay=FIXED, **good))
        for pay in (50, 2_000)
    ]
    assert [answer.verdict for answer in answers] == ["skip", "apply"]
    assert [answer.worth.value_if_hired_usd for answer in answers] == [45.0, 1_800.0]


def test_ones_own_floor_leaves_the_market_alone(scorer: Scorer) -> None:
    """The profile adds reasons and moves neither chance nor percentile."""
    posting = _posting(pay={"type": "hourly", "min": 10, "max": 12})
    plain, own = scorer.score(posting), scorer.score(posting, Profile(hourly_rate_usd=40))
    assert plain.low_budget == own.low_budget
    assert "under_own_floor" in _reasons(own)
    assert "under_own_floor" not in _reasons(plain)


@pytest.mark.parametrize(
    ("pay", "floor"), [({"type": "hourly", "max": 2}, "$3"), ({"type": "fixed", "min": 2, "max": 2}, "$5")]
)
def test_pay_under_the_marketplaces_floor_is_told(scorer: Scorer, pay: dict[str, Any], floor: str) -> None:
    """Hourly and fixed price have each their own."""
    assert floor in _reasons(scorer.score(_posting(pay=pay)))["under_platform_floor"].text


def test_other_money_becomes_dollars_with_rate_and_date(scorer: Scorer) -> None:
    """The same pay in euros stands where its dollars stand; what is in no table stays unknown."""
    rates = load_rates()
    euros = scorer.score(_posting(pay={"type": "hourly", "min": 20, "max": 20, "currency": "EUR"}))
    dollars = scorer.score(_posting(pay={"type": "hourly", "min": 20 * rates.usd_per_unit["EUR"], "currency": "USD"}))
    assert euros.low_budget.percentile == dollars.low_budget.percentile
    assert euros.low_budget.stated is not None
    assert euros.low_budget.stated.currency == "EUR"
    assert any(str(rates.date) in line for line in euros.worth.assumptions)
    unknown = scorer.score(_posting(pay={"type": "hourly", "min": 20, "max": 20, "currency": "PKR"}))
    assert (unknown.low_budget.stated, unknown.low_budget.probability) == (None, None)
    assert "pay.currency" in {missing.field for missing in unknown.missing}


def test_pay_far_above_entry_work_is_a_mark_that_moves_no_chance(scorer: Scorer) -> None:
    """It stands among the reasons of danger; the chance of danger is that of any other pay."""
    work = {"title": "Data entry", "description": "Copy rows from a list into a sheet.", "tier": "entry"}
    high = scorer.score(work | {"pay": {"type": "hourly", "min": 300, "max": 300}})
    usual = scorer.score(work | {"pay": {"type": "hourly", "min": 8, "max": 8}})
    assert _reasons(high)["pay_far_above"].group == "scam"
    assert "pay_far_above" not in _reasons(usual)
    assert high.scam == usual.scam


def test_a_flat_pay_is_judged_by_what_an_hour_is_paid(scorer: Scorer) -> None:
    """The market is the hourly one, and the chance is as that of the same pay stated per hour."""
    flat = {"type": "fixed", "min": 5, "max": 5}
    text = BRIEF + "We pay $400 per month for 20 hours a week."
    answer = scorer.score(_posting(description=text, pay=flat)).low_budget
    rate = answer.per_hour.usd_low if answer.per_hour else 0.0
    assert rate == pytest.approx(400 / (20 * 52 / 12), abs=0.01)
    same = scorer.score(_posting(description=text, pay={"type": "hourly", "min": rate, "max": rate})).low_budget
    assert answer.market == same.market
    assert answer.market is not None
    assert answer.market.unit == "usd_per_hour"
    assert (answer.percentile, answer.stated) == (same.percentile, None)
    assert answer.probability == pytest.approx(same.probability, abs=0.01)


def test_pay_for_words_is_told_with_its_assumption(scorer: Scorer) -> None:
    """$2 for an article of 2,000 words is under a dollar an hour however fast one writes; the chance says how sure it is."""
    text = BRIEF + "We pay $2 per article of 2,000 words."
    answer = scorer.score(_posting(description=text, pay=FIXED))
    assert answer.low_budget.per_hour is not None
    assert answer.low_budget.per_hour.basis == "text_words"
    assert answer.low_budget.probability is not None
    assert answer.low_budget.probability > 0.9
    found = _reasons(answer)
    assert found["per_hour_under_platform"].text.startswith("Written at 300 to 800 words an hour (an assumption) this")
    for code in ("per_hour_under_platform", "far_below_fair"):
        assert (found[code].field, found[code].quote) == ("description", "pay $2 per article of 2,000 words")


def test_readers_judgement_falls_with_the_pay(scorer: Scorer) -> None:
    """More pay never makes it likelier to be judged far below; without pay nothing is said."""
    chances = []
    for amount in (6, 25, 100, 400, 1_600, 6_400):
        pay = {"type": "fixed", "min": amount, "max": amount}
        found = scorer.score(_posting(title="Build a mobile app", description=APP, pay=pay))
        assert found.low_budget.far_below_fair is not None
        chances.append(found.low_budget.far_below_fair)
        assert ("far_below_fair" in _reasons(found)) == (chances[-1] >= scorer.assumptions["far_below_fair"])
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.4 > chances[-1]
    assert scorer.score(_posting(pay={"type": "fixed"})).low_budget.far_below_fair is None
