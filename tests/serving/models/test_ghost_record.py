"""What must be monotone in the client's record and the pay, for any client, on any marketplace."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from serving.bundle import load_bundle
from serving.scorer import Scorer

SCORER = Scorer(load_bundle())
SOURCES = st.sampled_from([None, "upwork", *SCORER.bundle.ghost["markets"]])
TITLES = st.sampled_from(["Logo", "Discovery phase for a service", "Fix a bug in the wallet", ""])


def _ghost(source: str | None, title: str, client: dict[str, Any], usd: float | None = None) -> float:
    pay = None if usd is None else {"type": "fixed", "min": usd, "max": usd, "currency": "USD"}
    posting = {"title": title, "description": "As agreed.", "source": source, "client": client, "pay": pay}
    return SCORER.score(posting).ghost.probability


@given(SOURCES, TITLES, st.integers(1, 500), st.data())
def test_more_hires_of_as_many_postings_never_raise_it(
    source: str | None, title: str, posts: int, data: st.DataObject
) -> None:
    """Whatever else the client shows."""
    fewer = data.draw(st.integers(0, posts))
    more = data.draw(st.integers(fewer, posts))
    rest = {"jobs_posted": posts + 1, "total_spent_usd": data.draw(st.sampled_from([None, 0, 4_000]))}
    assert _ghost(source, title, {**rest, "hires": more}) <= _ghost(source, title, {**rest, "hires": fewer})


@given(SOURCES, TITLES, st.integers(0, 100), st.integers(0, 100))
def test_a_higher_hire_rate_never_raises_it(source: str | None, title: str, one: int, other: int) -> None:
    """Also where the number of postings is not shown."""
    low, high = sorted((one, other))
    for rest in ({}, {"jobs_posted": 40}):
        assert _ghost(source, title, {**rest, "hire_rate_percent": high}) <= _ghost(
            source, title, {**rest, "hire_rate_percent": low}
        )


@given(SOURCES, TITLES, st.integers(3, 500))
def test_an_unknown_record_lies_between(source: str | None, title: str, posts: int) -> None:
    """Between a record without a hire and one with a hire on every posting."""
    best = _ghost(source, title, {"jobs_posted": posts + 1, "hires": posts})
    worst = _ghost(source, title, {"jobs_posted": posts + 1, "hires": 0})
    assert best < _ghost(source, title, {}) < worst


@given(SOURCES, TITLES, st.integers(1, 60))
def test_postings_without_a_hire_are_no_recommendation(source: str | None, title: str, posts: int) -> None:
    """A client with finished postings and no hire never stands better than a first-time one, nor is praised."""
    client = {"jobs_posted": posts + 1, "hires": 0}
    assert _ghost(source, title, client) >= _ghost(source, title, {"jobs_posted": 1, "hires": 0})
    answer = SCORER.score({"title": title, "description": "As agreed.", "source": source, "client": client})
    assert not {reason.code for reason in answer.reasons} & {"record_counted_good"}


def test_a_first_time_client_is_not_in_the_highest_band() -> None:
    """On the freelance marketplace, by that alone."""
    assert (
        SCORER.score({"title": "Logo", "description": "x", "client": {"jobs_posted": 1, "hires": 0}}).ghost.band == "medium"
    )


def test_a_low_rate_is_not_called_more_than_most() -> None:
    """3 of 10 is under the marketplace's rate, wherever a short record is drawn to."""
    for client in (
        {"jobs_posted": 10, "hires": 3},
        {"hire_rate_percent": 30},
        {"jobs_posted": 50, "open_jobs": 49, "hires": 1},
    ):
        answer = SCORER.score({"title": "Logo", "description": "x", "client": client})
        assert not {"record_counted_good", "record_rate_only_good"} & {reason.code for reason in answer.reasons}


def test_what_speaks_for_a_taken_posting_still_does() -> None:
    """Only that somebody was hired already speaks against it."""
    pay = {"type": "hourly", "min": 300, "max": 300, "currency": "USD"}
    posting = {"title": "Logo", "description": "x", "pay": pay, "activity": {"hires": 1}}
    ways = {reason.code: reason.direction for reason in SCORER.score(posting).reasons if reason.group == "ghost"}
    assert ways == {"hired_already": "-", "pays_more": "+"}


@given(SOURCES, TITLES, st.floats(1, 1e7), st.floats(1, 1e7))
def test_more_pay_never_raises_it(source: str | None, title: str, one: float, other: float) -> None:
    """And unstated pay lies between the lowest and the highest."""
    low, high = sorted((one, other))
    assert _ghost(source, title, {}, high) <= _ghost(source, title, {}, low)
    assert _ghost(source, title, {}, 1e7) <= _ghost(source, title, {}) <= _ghost(source, title, {}, 1)


@given(TITLES, st.integers(40, 500), st.floats(1, 1e7), SOURCES)
def test_nothing_outvotes_a_long_record(title: str, posts: int, usd: float, source: str | None) -> None:
    """A client who always hired stays under the marketplace's level whatever the layer says, one who never did above it."""
    bundle, assumed = SCORER.bundle.ghost["markets"], SCORER.assumptions["marketplace_hire_rate"]
    level = 1 - (bundle[source]["hire_rate"] if source in bundle else assumed)
    assert _ghost(source, title, {"jobs_posted": posts + 1, "hires": posts}, usd) < level
    assert _ghost(source, title, {"jobs_posted": posts + 1, "hires": 0}, usd) > level


@given(SOURCES, TITLES, st.integers(0, 3), st.integers(0, 3))
def test_the_chance_stands_inside_its_doubt(source: str | None, title: str, jobs: int, hires: int) -> None:
    """And the doubt is never nothing."""
    answer = SCORER.score(
        {"title": title, "description": "x", "source": source, "client": {"jobs_posted": jobs, "hires": hires}}
    )
    assert 0 < answer.ghost.low < answer.ghost.probability < answer.ghost.high < 1
    assert math.isfinite(answer.ghost.probability)


@given(SOURCES, st.sampled_from([0, 1_000_000_000]), st.sampled_from([None, 0, 1_000_000_000]))
def test_absurd_counters_make_nobody_certain(source: str | None, hires: int, interviewing: int | None) -> None:
    """A billion postings are a mistake of the page."""
    client = {"jobs_posted": 1_000_000_000, "hires": hires}
    posting = {"title": "Logo", "description": "x", "source": source, "client": client}
    ghost = SCORER.score({**posting, "activity": {"interviewing": interviewing, "unanswered_invites": 50}}).ghost
    assert 0.001 <= ghost.low <= ghost.probability <= ghost.high <= 0.999
