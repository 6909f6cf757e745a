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


@given(SOURCES, TITLES, st.integers(20, 500))
def test_an_unknown_record_lies_between(source: str | None, title: str, posts: int) -> None:
    """Between a long record without a hire and one with a hire on every posting."""
    best = _ghost(source, title, {"jobs_posted": posts + 1, "hires": posts})
    worst = _ghost(source, title, {"jobs_posted": posts + 1, "hires": 0})
    assert best < _ghost(source, title, {}) < worst


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
