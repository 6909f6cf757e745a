"""Every change that an answer promises is true when it is applied, and none smaller would do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.posting import read_posting
from features.profile import Profile
from serving.judge.tried.amounts import amount_at, step_of
from serving.scorer import Scorer
from serving.texts import load_texts
from tests.support.conditions import applied
from tests.support.strategies import postings
from tests.support.verdicts import RANK

PROFILES = [
    Profile(),
    Profile(hourly_rate_usd=45, min_fixed_usd=150, skills=("Python",), proposals_sent=60, hires=2, minutes_per_proposal=20),
    Profile(max_connects=8),
]
#: Cheap and short: there are changes that lift it.
SMALL: dict[str, Any] = {
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2026-11-18T10:00:00Z",
    "title": "Rename forty photo files",
    "description": "Forty files, a table with the new names is ready. Done by Monday.",
    "pay": {"type": "fixed", "min": 60, "max": 60, "currency": "USD"},
    "connects": 16,
    "client": {"payment_verified": False, "jobs_posted": 9, "hire_rate_percent": 40},
    "activity": {"proposals": "10 to 15", "interviewing": 0, "hires": 0, "last_viewed": "1 hour ago"},
}


def _changes(scorer: Scorer, raw: dict[str, Any], who: Profile | None = None) -> dict[str, str]:
    answer = scorer.score(read_posting(raw), who)
    return {change["if"]: change["verdict"] for change in answer.would_change}


def _check(scorer: Scorer, raw: dict[str, Any], who: Profile | None = None) -> int:
    answer = scorer.score(read_posting(raw), who)
    for change in answer.would_change:
        then = scorer.score(read_posting(applied(raw, change["if"])), who).verdict
        assert then == change["verdict"] or RANK[then] > RANK[change["verdict"]], change
        assert RANK[then] > RANK[answer.verdict], change
    return len(answer.would_change)


@pytest.mark.parametrize("who", PROFILES)
def test_every_promise_on_the_samples_holds(scorer: Scorer, sample: list[dict[str, Any]], who: Profile) -> None:
    """Applied by its own words, and scored anew."""
    assert sum(_check(scorer, raw, who) for raw in sample)


@given(raw=postings(), who=st.sampled_from(PROFILES))
@settings(max_examples=150, deadline=None)
def test_every_promise_on_any_posting_holds(scorer: Scorer, raw: dict[str, Any], who: Profile) -> None:
    """Whatever is known of it."""
    _check(scorer, raw, who)


def test_the_promises_of_a_small_job(scorer: Scorer) -> None:
    """A lower price, more pay and an interview each lift it; one condition a field."""
    found = _changes(scorer, SMALL)
    fields = [condition.split()[0] for condition in found]
    assert {"connects", "pay.max"} <= set(fields)
    assert len(fields) == len(set(fields))


def test_no_smaller_change_would_do(scorer: Scorer) -> None:
    """One Connect more, or a pay one step lower, leaves the verdict as it is."""
    before = scorer.score(read_posting(SMALL)).verdict
    found = _changes(scorer, SMALL)
    [connects] = (int(condition.split()[2]) for condition in found if condition.startswith("connects"))
    [top] = (float(condition.split()[2]) for condition in found if condition.startswith("pay.max"))
    dearer = scorer.score(read_posting({**SMALL, "connects": connects + 1})).verdict
    assert RANK[dearer] <= RANK[before]
    less = amount_at(step_of(top) - 1)
    lower = [{**SMALL, "pay": {**SMALL["pay"], **pay}} for pay in ({"max": less}, {"min": less, "max": less})]
    assert any(RANK[scorer.score(read_posting(raw)).verdict] <= RANK[before] for raw in lower)


def test_payment_verified_is_tried_only_where_it_is_not(scorer: Scorer) -> None:
    """Unknown is not unverified."""
    tight = {**SMALL, "connects": 4}
    prices = range(1, 60)
    lifted = [
        price for price in prices if "client.payment_verified == true" in _changes(scorer, {**tight, "connects": price})
    ]
    assert lifted
    for price in lifted:
        client = {**SMALL["client"], "payment_verified": None}
        assert "client.payment_verified == true" not in _changes(scorer, {**SMALL, "connects": price, "client": client})


def test_an_apply_needs_no_change(scorer: Scorer) -> None:
    """And a blocked client, or a danger, is helped by none."""
    good = {**SMALL, "pay": {"type": "fixed", "min": 900, "max": 900, "currency": "USD"}, "connects": 2}
    good["client"] = {"id": "c1", "jobs_posted": 40, "hire_rate_percent": 80}
    assert scorer.score(read_posting(good)).verdict == "apply"
    assert _changes(scorer, good) == {}
    assert _changes(scorer, good, Profile(blocked_clients=("c1",))) == {}


def test_each_change_is_a_sentence(scorer: Scorer) -> None:
    """With its value and the verdict in it."""
    verdicts = load_texts()["verdict"]
    for change in scorer.score(read_posting(SMALL)).would_change:
        assert change["text"].endswith(".")
        assert verdicts[change["verdict"]] in change["text"]
        value = change["if"].split()[2]
        assert value == "true" or value in change["text"]


@given(amount=st.floats(0.01, 1e7))
def test_amounts_of_two_digits(amount: float) -> None:
    """None is left out between two, round ones least of all; up is up, and down is down."""
    above, below = step_of(amount), step_of(amount, down=True)
    assert amount_at(below) <= amount * (1 + 1e-9)
    assert amount * (1 - 1e-9) <= amount_at(above) <= amount * 1.1 + 1e-9
    assert above - below in (0, 1)
    assert step_of(amount_at(above)) == above


def test_round_amounts_are_tried() -> None:
    """99, 100, 110: each is the next of the one before."""
    first = step_of(99.0)
    assert [amount_at(first + more) for more in range(3)] == [99.0, 100.0, 110.0]


@pytest.mark.parametrize(
    ("raw", "who"),
    [
        (
            {
                "title": "Article writer",
                "description": "Looking for a graphic designer to make a logo for my bakery.",
                "pay": {"type": "hourly", "min": 15, "max": 30, "currency": "USD"},
            },
            Profile(hourly_rate_usd=120, minutes_per_proposal=60),
        ),
        (
            {
                "title": "Writer",
                "description": "Write 10 articles of 1000 words each about gardening. $20 per article.",
                "pay": {"type": "fixed", "min": 300, "max": 300, "currency": "EUR"},
                "connects": 200,
                "invited": True,
                "activity": {"proposals": "20 to 50", "unanswered_invites": 20},
            },
            Profile(),
        ),
    ],
)
def test_so_much_or_more_holds_beyond(scorer: Scorer, raw: dict[str, Any], who: Profile) -> None:
    """Where more pay leaves too little to judge by, the condition lies behind that."""
    before = scorer.score(read_posting(raw), who).verdict
    for condition in _changes(scorer, raw, who):
        if condition.startswith("pay.max"):
            top = float(condition.split()[2])
            for times in (1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0):
                more = scorer.score(read_posting(applied(raw, f"pay.max >= {times * top:g}")), who).verdict
                assert RANK[more] > RANK[before], (condition, times)


@pytest.mark.parametrize("price", [256, 257, 5_000, 10**9])
def test_a_price_of_any_size_is_searched(scorer: Scorer, price: int) -> None:
    """The promise is that of a price near it, whether all prices below are tried at once or only those on the way."""
    [near, far] = ([one for one in _changes(scorer, {**SMALL, "connects": of}) if "connects" in one] for of in (60, price))
    assert near == far != []
