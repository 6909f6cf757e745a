from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import shown
from features.reading.work import duration_weeks, read_tier, weekly_hours

MONTH = 365.25 / 12 / 7


@pytest.mark.parametrize(
    ("value", "tier"),
    [
        ("Entry level", "entry"),
        ("Entry ($)", "entry"),
        ("entry", "entry"),
        ("EntryLevel", "entry"),
        ("ENTRY_LEVEL", "entry"),
        (1, "entry"),
        ("Intermediate", "intermediate"),
        ("Intermediate ($$)", "intermediate"),
        ("INTERMEDIATE", "intermediate"),
        (2.0, "intermediate"),
        ("Expert", "expert"),
        ("Expert ($$$)", "expert"),
        ("3", "expert"),
        (None, None),
        ("not specified", None),
        ("", None),
        (math.nan, None),
    ],
    ids=shown,
)
def test_tier(value: object, tier: str | None) -> None:
    """Each spelling of a tier is that tier."""
    assert read_tier(value) == tier


@pytest.mark.parametrize("value", [0, 4, True, "guru", "entry or expert", [], 10**5000, "x" * 10**6], ids=shown)
def test_tier_refused(value: object) -> None:
    """Another word or code is refused."""
    with pytest.raises(ValueError, match='write "entry", "intermediate" or "expert"'):
        read_tier(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Less than 1 month", 0, MONTH),
        ("Less than a month", 0, MONTH),
        ("< 1 month", 0, MONTH),
        ("less than 1 week", 0, 1),
        ("1 day or less", 0, 1 / 7),
        ("1 to 3 months", MONTH, 3 * MONTH),
        ("1-3 months", MONTH, 3 * MONTH),
        ("3 to 6 months", 3 * MONTH, 6 * MONTH),
        ("More than 6 months", 6 * MONTH, None),
        ("6+ months", 6 * MONTH, None),
        ("Ongoing", 6 * MONTH, None),
        ("2 weeks", 2, 2),
        ("1 to 3 months, Less than 30 hrs/week", MONTH, 3 * MONTH),
        ("Less than 30 hrs/week, 1 to 3 months", MONTH, 3 * MONTH),
    ],
    ids=shown,
)
def test_duration(text: str, low: float, high: float | None) -> None:
    """A duration has its ends in weeks; "or more" has no end."""
    weeks = duration_weeks(text)
    assert weeks is not None
    assert weeks[0] == pytest.approx(low)
    assert weeks[1] == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize(
    "text", ["", "soon", "Less than 30 hrs/week", "3 days per week", "not specified", "x" * 10**7], ids=shown
)
def test_duration_unknown(text: str) -> None:
    """A text without a duration is unknown, not an error."""
    assert duration_weeks(text) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Less than 30 hrs/week", (0, 30)),
        ("Less than 10 hrs/week", (0, 10)),
        ("30+ hrs/week", (30, None)),
        ("More than 30 hrs/week", (30, None)),
        ("10 to 20 hours per week", (10, 20)),
        ("10-20 hrs/week", (10, 20)),
        ("40", (40, 40)),
        ("40 hours", (40, 40)),
        ("partTime", (0, 30)),
        ("PART_TIME", (0, 30)),
        ("fullTime", (30, 40)),
        ("1 to 3 months, Less than 30 hrs/week", (0, 30)),
    ],
    ids=shown,
)
def test_hours(text: str, hours: tuple[float, float | None]) -> None:
    """Stated hours have their ends; "or more" has none."""
    assert weekly_hours(text) == hours


@pytest.mark.parametrize(
    "text", ["", "Hours to be determined", "not_sure", "1 to 3 months", "310 hours", "as needed", "4000"], ids=shown
)
def test_hours_unknown(text: str) -> None:
    """A text without possible hours is unknown, not an error."""
    assert weekly_hours(text) is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Any text has ends in order, or is unknown."""
    for span in (duration_weeks(text), weekly_hours(text)):
        assert span is None or span[1] is None or 0 <= span[0] <= span[1]
