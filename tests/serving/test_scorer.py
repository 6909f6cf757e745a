"""The answer keeps its promises on every posting."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.pay.rates import load_rates
from features.posting import read_posting
from features.profile import Profile
from serving.answer import Answer
from serving.schema import score_schema
from serving.scorer import Scorer
from tests.support.promises import check_identity, check_market, check_quotes, check_weights
from tests.support.strategies import postings

PROFILES = [
    Profile(),
    Profile(hourly_rate_usd=45, min_fixed_usd=150, proposals_sent=60, hires=2, minutes_per_proposal=20),
    Profile(connect_price_usd=0, service_fee_percent=0, max_connects=10),
]
VALIDATOR = jsonschema_rs.validator_for(score_schema())


def check_promises(answer: Answer, raw: dict[str, Any], profile: Profile) -> None:
    """Assert what must hold of every answer: schema, identity, bands, quotes."""
    VALIDATOR.validate(json.loads(answer.to_json()))
    check_identity(answer, profile)
    check_quotes(answer, raw)
    check_market(answer)
    check_weights(answer)
    assert 0 <= answer.ghost.low <= answer.ghost.probability <= answer.ghost.high <= 1


@pytest.mark.parametrize("profile", PROFILES)
def test_every_sample_posting_keeps_the_promises(scorer: Scorer, sample: list[dict[str, Any]], profile: Profile) -> None:
    """Schema, identity of worth, intervals and quotes hold on the samples."""
    for raw in sample:
        check_promises(scorer.score(read_posting(raw), profile), raw, profile)


@given(raw=postings(), who=st.sampled_from(PROFILES))
@settings(max_examples=150, deadline=None)
def test_any_posting_keeps_the_promises(scorer: Scorer, raw: dict[str, Any], who: Profile) -> None:
    """Whatever the text and the numbers."""
    check_promises(scorer.score(read_posting(raw), who), raw, who)


def test_the_same_input_gives_the_same_bytes(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """Alone, in a list, and a second time."""
    read = [read_posting(raw) for raw in sample]
    together = [answer.to_json() for answer in scorer.score_many(read)]
    assert together == [scorer.score(posting).to_json() for posting in read]


@pytest.mark.parametrize("currency", ["EUR", "JPY", "INR", None])
def test_the_currency_changes_no_danger(scorer: Scorer, sample: list[dict[str, Any]], currency: str | None) -> None:
    """What the pay is counted in is no mark of a scam; only the market, in dollars, may ask."""
    for raw in (raw for raw in sample if isinstance(raw.get("pay"), dict)):
        moved = {**raw, "pay": {**raw["pay"], "currency": currency}}
        assert scorer.score(read_posting(raw)).scam == scorer.score(read_posting(moved)).scam


@pytest.mark.parametrize("currency", ["EUR", "JPY", "INR"])
def test_the_same_dollars_are_the_same_chance_of_a_hire(scorer: Scorer, currency: str) -> None:
    """Pay moves the ghost model by what it is worth, whatever it is counted in."""
    rate = load_rates().usd_per_unit[currency]

    def ghost(amount: float, of: str) -> float:
        pay = {"type": "fixed", "min": amount, "max": amount, "currency": of}
        return scorer.score({"title": "Five icons", "description": "", "pay": pay}).ghost.probability

    assert ghost(40 / rate, currency) == pytest.approx(ghost(40, "USD"), abs=2e-4)
    assert ghost(4000, "USD") < ghost(40, "USD") - 0.05


def test_pay_in_an_unknown_currency_is_no_pay(scorer: Scorer) -> None:
    """It moves the chance of a hire no more than pay that is not stated."""
    pay = {"type": "fixed", "min": 4, "max": 4, "currency": "ARS"}
    unknown, unstated = (
        scorer.score({"title": "Five icons", "description": "", "pay": {**pay, **more}}).ghost
        for more in ({}, {"min": None, "max": None})
    )
    assert unknown == unstated


@pytest.mark.parametrize("country", ["Germany", "Nigeria", None, "Atlantis"])
def test_the_country_changes_nothing(scorer: Scorer, sample: list[dict[str, Any]], country: str | None) -> None:
    """Not a single byte."""
    for raw in sample:
        moved = {**raw, "client": {**(raw.get("client") or {}), "country": country}}
        assert scorer.score(read_posting(moved)).to_json() == scorer.score(read_posting(raw)).to_json()


@pytest.mark.parametrize("origin", ["Nigeria", "Norway", "India"])
def test_an_origin_in_the_text_is_no_danger(scorer: Scorer, origin: str) -> None:
    """The client's country written into the text raises no chance; it counts as any word that no model knows."""
    text = "Our shop in {} needs forty product photos cut out on white, 60 dollars in two milestones, start on Monday."
    chances = [
        scorer.score(read_posting({"title": "Photo editor", "description": text.format(word)})).scam.probability
        for word in (origin, "Xyzzyland")
    ]
    assert chances[0] == pytest.approx(chances[1], rel=0.02)


def test_no_danger_is_ruled_out(scorer: Scorer) -> None:
    """The kindest text keeps a chance that a thousand labels could show."""
    raw = {
        "title": "Proofread a newsletter",
        "description": "Twelve pages. You never pay us, and nobody asks for a deposit.",
    }
    assert scorer.score(read_posting(raw)).scam.probability >= 0.0005


def test_no_profile_is_said(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """The answer says that the freelancer's side is defaults."""
    assert any("default" in note for note in scorer.score(read_posting(sample[0])).worth.assumptions)


def test_unknown_connects_give_the_most_alone(scorer: Scorer) -> None:
    """No cost and no sum, but how many Connects it would be worth."""
    raw = {
        "title": "Landing page",
        "description": "One page in HTML.",
        "pay": {"type": "fixed", "min": 300, "max": 300},
    }
    answer = scorer.score(read_posting(raw))
    assert (answer.worth.expected_value_usd, answer.worth.connects_cost_usd) == (None, None)
    assert isinstance(answer.worth.max_connects, int)
    assert "connects" in {gap.field for gap in answer.missing}


def test_no_pay_stated_leaves_low_budget_null_and_keeps_the_market(scorer: Scorer) -> None:
    """The band of the market is given whenever the kind of pay is known."""
    answer = scorer.score(read_posting({"title": "Landing page", "description": "", "pay": {"type": "hourly"}}))
    assert (answer.low_budget.probability, answer.low_budget.percentile, answer.low_budget.band) == (
        None,
        None,
        "unknown",
    )
    assert answer.low_budget.market is not None
    assert answer.low_budget.market.unit == "usd_per_hour"


def test_an_unknown_currency_stays_unknown(scorer: Scorer) -> None:
    """Rupees of Pakistan, which no table here has, are not read as dollars."""
    raw = {
        "title": "Landing page",
        "description": "",
        "pay": {"type": "fixed", "min": 300, "max": 300, "currency": "PKR"},
    }
    answer = scorer.score(read_posting(raw))
    assert answer.low_budget.percentile is None
    assert "pay.currency" in {gap.field for gap in answer.missing}


def test_every_would_change_is_true_when_applied(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """Fewer Connects, as stated, give the stated verdict."""
    tried = 0
    for raw in sample:
        for change in scorer.score(read_posting(raw)).would_change:
            if change["if"].startswith("connects <= "):
                tried += 1
                applied = {**raw, "connects": int(change["if"].removeprefix("connects <= "))}
                assert scorer.score(read_posting(applied)).verdict == change["verdict"]
    assert tried


@given(raw=postings(), low=st.integers(0, 60), more=st.integers(1, 60))
@settings(max_examples=80, deadline=None)
def test_more_connects_never_raise_the_value(scorer: Scorer, raw: dict[str, Any], low: int, more: int) -> None:
    """The sum falls with the price."""
    cheap = scorer.score(read_posting({**raw, "connects": low})).worth.expected_value_usd
    dear = scorer.score(read_posting({**raw, "connects": low + more})).worth.expected_value_usd
    assert (cheap is None) == (dear is None)
    assert cheap is None or dear is None or dear <= cheap


@given(raw=postings(), jobs=st.integers(2, 300), rate=st.integers(0, 99), better=st.integers(1, 100))
@settings(max_examples=80, deadline=None)
def test_a_better_record_never_raises_the_risk(
    scorer: Scorer, raw: dict[str, Any], jobs: int, rate: int, better: int
) -> None:
    """More hires out of as many postings: at most the same chance of no hire."""
    client = {**(raw.get("client") or {}), "jobs_posted": jobs}
    worse = scorer.score(read_posting({**raw, "client": {**client, "hire_rate_percent": rate}})).ghost.probability
    fine = scorer.score(
        read_posting({**raw, "client": {**client, "hire_rate_percent": min(100, rate + better)}})
    ).ghost.probability
    assert fine <= worse


@given(raw=postings(), invites=st.integers(0, 40), more=st.integers(1, 20))
@settings(max_examples=80, deadline=None)
def test_more_unanswered_invites_never_lower_the_risk(scorer: Scorer, raw: dict[str, Any], invites: int, more: int) -> None:
    """Silence is no good sign."""
    activity = raw.get("activity") or {}
    few = scorer.score(read_posting({**raw, "activity": {**activity, "unanswered_invites": invites}})).ghost.probability
    many = scorer.score(
        read_posting({**raw, "activity": {**activity, "unanswered_invites": invites + more}})
    ).ghost.probability
    assert many >= few


def test_numbers_are_finite(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """No NaN reaches an answer."""
    for raw in sample:
        answer = scorer.score(read_posting(raw))
        assert all(math.isfinite(v) for v in (answer.worth.p_win, answer.ghost.probability, answer.scam.probability))
