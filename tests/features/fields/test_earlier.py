"""A posting seen before: at least so old, and renewed where its date moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.fields.earlier import Earlier
from features.fields.facts import Facts
from features.posting import Activity, read_posting
from tests.support.ids import id_made

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def ago(days: float) -> datetime:
    """Return the instant so many days before."""
    return NOW - timedelta(days=days)


def facts(
    posted: str | None, *, first: float, posted_then: float | None = None, made: float | None = None, observed: bool = True
) -> Facts:
    """Return the facts of a posting first seen so many days ago, and published, by its page of then, so many days ago."""
    raw = {"id": "p-1" if made is None else id_made(ago(made)), "title": "x", "description": "", "posted_at": posted}
    posting = read_posting(raw | ({"observed_at": NOW.isoformat()} if observed else {}))
    return Facts(posting, Earlier(ago(first), None if posted_then is None else ago(posted_then), Activity()))


@pytest.mark.parametrize(
    ("posted", "first", "posted_then", "age", "renewed"),
    [
        (None, 9.0, None, 9.0, None),  # no date: as old as the first look, at least
        (None, 9.0, 11.0, 11.0, None),
        (None, 0.5, None, None, None),  # half a day is no age: it would look fresh
        ("2 hours ago", 9.0, None, 9.0, 7.9167),  # published after it was seen, a page's rounding left out
        ("2 hours ago", 9.0, 11.0, 11.0, 9.9167),
        ("8 days ago", 9.0, 9.0, 9.0, 0.0),  # what a page rounds away
        ("12 days ago", 9.0, 9.0, 12.0, 0.0),
        ("3 hours ago", 0.0, 0.125, 0.125, 0.0),  # the same look again
    ],
)
def test_what_an_earlier_look_tells(
    posted: str | None, first: float, posted_then: float | None, age: float | None, renewed: float | None
) -> None:
    """Age and renewal, where the id tells neither."""
    found = facts(posted, first=first, posted_then=posted_then)
    assert found.age_days == (age if age is None else pytest.approx(age, abs=1e-3))
    assert found.renewed_days == (renewed if renewed is None else pytest.approx(renewed, abs=1e-3))


def test_the_id_goes_first() -> None:
    """It tells when the posting was made, to the second; no look can be older."""
    found = facts("2 hours ago", first=3.0, made=12.0)
    assert found.age_days == pytest.approx(12.0, abs=1e-3)
    assert found.renewed_days == pytest.approx(12 - 2 / 24 - 1, abs=1e-3)


def test_without_a_time_of_reading_there_is_no_age() -> None:
    """No clock is read."""
    assert facts(None, first=9.0, observed=False).age_days is None


@given(st.floats(0, 400), st.none() | st.floats(0, 400), st.none() | st.integers(0, 400))
def test_a_look_never_makes_a_posting_younger(first: float, posted_then: float | None, posted: int | None) -> None:
    """Whatever it says."""
    stated = None if posted is None else f"{posted} days ago"
    plain = Facts(facts(stated, first=first).posting).age_days
    found = facts(stated, first=first, posted_then=posted_then).age_days
    assert plain is None or (found is not None and found >= plain)
