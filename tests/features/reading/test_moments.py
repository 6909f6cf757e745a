from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import shown
from features.reading.moments import Moment, age, read_moment

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
INSTANTS = [
    ("2026-11-20T10:00:00Z", datetime(2026, 11, 20, 10, tzinfo=UTC)),
    ("2026-11-20T10:00:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
    ("2026-11-20T12:00:00+02:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
    ("2026-11-20T10:00:00.5+0000", datetime(2026, 11, 20, 10, 0, 0, 500_000, tzinfo=UTC)),
    ("2026-11-20 10:00:00 UTC", datetime(2026, 11, 20, 10, tzinfo=UTC)),
    ("2020-01-05", datetime(2020, 1, 5, tzinfo=UTC)),
    (1_700_000_000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    (1_700_000_000_000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    (1.7e9, datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
    ("Jan 5, 2020", datetime(2020, 1, 5, tzinfo=UTC)),
    ("January 5, 2020", datetime(2020, 1, 5, tzinfo=UTC)),
    ("5 Sept 2020", datetime(2020, 9, 5, tzinfo=UTC)),
    ("Member since Jan 5, 2020", datetime(2020, 1, 5, tzinfo=UTC)),
    ("Posted on Jan 5, 2020", datetime(2020, 1, 5, tzinfo=UTC)),
    ("5 января 2020", datetime(2020, 1, 5, tzinfo=UTC)),
    ("Nov 20, 2026 3:30 PM", datetime(2026, 11, 20, 15, 30, tzinfo=UTC)),
    (date(2020, 1, 5), datetime(2020, 1, 5, tzinfo=UTC)),
    (datetime(2020, 1, 5, 1), datetime(2020, 1, 5, 1, tzinfo=UTC)),
    (datetime(2020, 1, 5, 1, tzinfo=timezone(HOUR)), datetime(2020, 1, 5, tzinfo=UTC)),
]
AGES = [
    ("Posted 2 weeks ago", 14 * DAY),
    ("2 weeks ago", 14 * DAY),
    ("2w ago", 14 * DAY),
    ("3 hours ago", 3 * HOUR),
    ("Last viewed by client: 3 hours ago", 3 * HOUR),
    ("an hour ago", HOUR),
    ("5 min. ago", timedelta(minutes=5)),
    ("5 minutes ago", timedelta(minutes=5)),
    ("30+ days ago", 30 * DAY),
    ("2 months ago", 60 * DAY),
    ("5 mos ago", 150 * DAY),
    ("a year ago", 365 * DAY),
    ("just now", 0 * DAY),
    ("today", 0 * DAY),
    ("Today", 0 * DAY),
    ("yesterday", DAY),
    ("Renewed yesterday", DAY),
    ("last week", 7 * DAY),
    ("last month", 30 * DAY),
    ("hace 2 semanas", 14 * DAY),
    ("vor 3 Tagen", 3 * DAY),
    ("il y a 5 minutes", timedelta(minutes=5)),
]
REFUSED = [
    2,
    "2",
    "2020",
    True,
    -1,
    math.inf,
    10**30,
    "soon",
    "Jan 5",
    "10:00",
    "in 2 weeks",
    "Feb 30, 2020",
    "2020-13-01",
    "1989-12-31",
    "2100-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "Jan 5, 1066",
    "99999 years ago",
    "x" * 10**7,
    "ago " * 40,
    [],
    {},
    date(1900, 1, 1),
]


@pytest.mark.parametrize(("value", "instant"), INSTANTS, ids=shown)
def test_instant(value: object, instant: datetime) -> None:
    """An absolute form is an instant in UTC."""
    assert read_moment(value) == Moment(at=instant, ago=None)
    assert read_moment(value, relative=False) == Moment(at=instant, ago=None)


@pytest.mark.parametrize(("text", "ago"), AGES, ids=shown)
def test_age_form(text: str, ago: timedelta) -> None:
    """The text "2 weeks ago" is fourteen days, not 2; "today" is fresh though it contains "day"."""
    assert read_moment(text) == Moment(at=None, ago=ago)


@pytest.mark.parametrize(("text", "_ago"), AGES, ids=shown)
def test_age_form_where_an_instant_is_needed(text: str, _ago: timedelta) -> None:
    """The time of observation cannot be relative to itself."""
    with pytest.raises(ValueError, match="depends on when it is read; write an instant"):
        read_moment(text, relative=False)


@pytest.mark.parametrize("value", [None, math.nan, "", "unknown", "-"], ids=shown)
def test_unknown(value: object) -> None:
    """An unknown time is not zero days ago."""
    assert read_moment(value) is None


@pytest.mark.parametrize("value", REFUSED, ids=shown)
def test_refused(value: object) -> None:
    """What is no time of 1990 to 2099 is refused in one short sentence."""
    with pytest.raises(ValueError, match='write a form such as "2026-11-20T10:00:00Z"') as caught:
        read_moment(value)
    assert len(str(caught.value)) < 400


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """Any text is a moment that is not in the future of itself, unknown, or a ValueError."""
    try:
        moment = read_moment(text)
    except ValueError:
        return
    if moment is not None and moment.ago is not None:
        assert timedelta(0) <= moment.ago <= timedelta(days=36_500)


def test_foreign_text_reads_the_same_after_another() -> None:
    """The rows before do not change how a date is read."""
    first = read_moment("3.4.2020")
    read_moment("vor 3 Tagen")
    assert read_moment("3.4.2020 ") == first


@pytest.mark.parametrize(
    ("moment", "observed_at", "expected"),
    [
        ("3 hours ago", None, 3 * HOUR),
        ("3 hours ago", "2026-11-20", 3 * HOUR),
        ("2026-11-19", "2026-11-20", DAY),
        ("2026-11-21", "2026-11-20", 0 * DAY),
        ("2026-11-19", None, None),
    ],
    ids=shown,
)
def test_age(moment: str, observed_at: str | None, expected: timedelta | None) -> None:
    """An age is known from the text, or from both instants, and is never negative."""
    read = read_moment(moment)
    assert read is not None
    assert age(read, read_moment(observed_at)) == expected


@pytest.mark.parametrize(("at", "ago"), [(None, None), (datetime(2020, 1, 1, tzinfo=UTC), DAY)], ids=shown)
def test_moment_is_one_of_two(at: datetime | None, ago: timedelta | None) -> None:
    """A moment is an instant or an age, never both or neither."""
    with pytest.raises(ValueError, match="either at or ago"):
        Moment(at=at, ago=ago)
