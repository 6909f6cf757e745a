"""When a posting was made, and by how much its date was renewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.fields.facts import Facts
from features.posting import read_posting
from tests.support.ids import id_made

SEEN = datetime(2026, 11, 20, 10, tzinfo=UTC)


def facts(posted: object, *, days: float | None, seen: datetime | None = SEEN) -> Facts:
    """Return the facts of a posting made so many days before it was seen (``None``: its id does not tell)."""
    made = None if days is None else id_made(SEEN - timedelta(days=days))
    observed = None if seen is None else seen.isoformat()
    return Facts(read_posting({"id": made, "title": "x", "description": "", "posted_at": posted, "observed_at": observed}))


def at(days: float) -> str:
    """Return the instant so many days before the posting was seen."""
    return (SEEN - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("posted", "made", "expected"),
    [
        (at(2), 12.0, 10.0),
        (at(2), 2.0, 0.0),
        (at(1.875), 2.0, 0.0),  # the marketplace's hold of three hours
        (at(2), 2.9, 0.0),
        (at(2), 3.1, 1.1),
        (at(12), 2.0, 0.0),  # older than its id: absurd, and no renewal
        ("3 hours ago", 12.0, 10.875),
        ("today", 1.9, 0.0),
        ("yesterday", 2.9, 0.0),
        ("2 weeks ago", 20.9, 0.0),  # rounded down by the page
        ("2 weeks ago", 23.0, 2.0),
        ("last month", 60.0, 0.0),
        ("11 months ago", 365.0, 0.0),
        ("4 months ago", 160.0, 4.0),
        ("2 months ago", 92.0, 0.0),
        ("2 months ago", 96.0, 4.0),
        ("last quarter", 180.0, 0.0),
        ("last year", 720.0, 0.0),
        ("last year", 740.0, 9.0),
        (None, 12.0, None),
        (at(2), None, None),
        ("2 days ago", None, None),
    ],
)
def test_days_by_which_it_was_renewed(posted: object, made: float | None, expected: float | None) -> None:
    """What a hold or a page's rounding explains is no renewal; unknown without an id or a date."""
    found = facts(posted, days=made)
    assert found.renewed_days == (expected if expected is None else pytest.approx(expected, abs=1e-4))
    assert found.renewed is (None if expected is None else expected > 0)


def test_two_instants_need_no_time_of_reading() -> None:
    """How old it is cannot be told, that it was renewed can; of "3 hours ago" neither."""
    known = facts(at(2), days=12, seen=None)
    assert known.age_days is None
    assert known.renewed_days == pytest.approx(10.0, abs=1e-4)
    assert facts("3 hours ago", days=12, seen=None).renewed_days is None


@given(made=st.floats(0, 800), posted=st.floats(0, 800))
def test_the_id_tells_the_age(made: float, posted: float) -> None:
    """Whatever date the posting carries."""
    assert facts(at(posted), days=made).age_days == pytest.approx(made, abs=1e-4)


@given(days=st.floats(0, 3_000), unit=st.sampled_from(["hour", "day", "week", "month", "year"]))
def test_a_page_that_rounds_down_renews_nothing(days: float, unit: str) -> None:
    """A posting shown as so many whole units old, at its true age: never renewed."""
    length = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}[unit]
    whole = int(days // length)
    most = {"hour": 23, "day": 6, "week": 4, "month": 11, "year": 8}[unit]
    if 1 <= whole <= most:
        assert facts(f"{whole} {unit}s ago", days=days).renewed is False
