from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import shown
from features.reading.counts import CountRange, read_count, read_count_range, read_counts


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("179 jobs posted", 179),
        ("1,234", 1234),
        ("1.234", 1234),
        ("76 hires, 8 active", 76),
        ("50+", 50),
        ("1.2K", 1200),
        ("12 Connects", 12),
        ("179.0", 179),
        (0, 0),
        (7, 7),
        (2.0, 2),
        (math.nan, None),
        (None, None),
        ("", None),
        ("unknown", None),
    ],
    ids=shown,
)
def test_count(value: object, count: int | None) -> None:
    """A count is the first number of its text."""
    assert read_count(value) == count


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (-1, "is negative"),
        ("-3", "is negative"),
        (1.5, "is not a whole number"),
        ("2.5", "is not a whole number"),
        (True, "is not a count"),
        (10**9 + 1, "is over 1,000,000,000"),
        (10**5000, "is far too large"),
        (math.inf, "is not finite"),
        ("Less than 5", "is not a count"),
        ("many", "is not a count"),
        ([1], "is not a count"),
        ("1" * 201, "is longer than 200"),
    ],
    ids=shown,
)
def test_count_refused(value: object, problem: str) -> None:
    """A broken, negative or huge number is refused, and so is a bucket."""
    with pytest.raises(ValueError, match="; write a whole number") as caught:
        read_count(value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("Less than 5", 0, 4),
        ("LessThan5", 0, 4),
        ("5 to 10", 5, 10),
        ("10 to 15", 10, 15),
        ("15 to 20", 15, 20),
        ("20 to 50", 20, 50),
        ("5-10", 5, 10),
        ("5–10", 5, 10),
        ("Proposals: 20 to 50", 20, 50),
        ("up to 4", 0, 4),
        (7, 7, 7),
        ("7", 7, 7),
        (0, 0, 0),
        (7.0, 7, 7),
        ("1,234", 1234, 1234),
    ],
    ids=shown,
)
def test_bucket(value: object, low: int, high: int) -> None:
    """A bucket has both ends, included."""
    assert read_count_range(value) == CountRange(low, high)


@pytest.mark.parametrize(
    ("value", "low"),
    [("50+", 50), ("50Plus", 50), ("50 plus", 50), ("50 or more", 50), ("at least 50", 50), ("More than 50", 51)],
    ids=shown,
)
def test_open_bucket(value: str, low: int) -> None:
    """The text "50+" has no upper end: it is not the number 50."""
    assert read_count_range(value) == CountRange(low, None)


@pytest.mark.parametrize("value", [None, math.nan, "", "hidden"], ids=shown)
def test_bucket_unknown(value: object) -> None:
    """An unknown bucket is not an empty one."""
    assert read_count_range(value) is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("10 to 5", "goes down, from 10 to 5"),
        (-1, "is negative"),
        (True, "is not a count"),
        ("few", "is not a count"),
        ([5, 10], "a list of 2"),
    ],
    ids=shown,
)
def test_bucket_refused(value: object, problem: str) -> None:
    """Crossed ends and what is no count are refused."""
    with pytest.raises(ValueError, match="Less than 5") as caught:
        read_count_range(value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("value", "counts"),
    [
        ([40, 35, "30", 12.0], (40, 35, 30, 12)),
        ([], ()),
        ("40, 35", (40, 35)),
        ("[40, 35]", (40, 35)),
        (None, None),
        ("", None),
    ],
    ids=shown,
)
def test_counts(value: object, counts: tuple[int, ...] | None) -> None:
    """A list of counts keeps its order."""
    assert read_counts(value) == counts


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ([1] * 10**6, "has 1,000,000 items"),
        ([1, -2], "item 2: -2 is negative"),
        ([None], "item 1 is unknown"),
        (5, "is not a list"),
        ({}, "dict"),
    ],
    ids=shown,
)
def test_counts_refused(value: object, problem: str) -> None:
    """A bad item is named by its place; a long list is refused by its length."""
    with pytest.raises(ValueError, match=problem):
        read_counts(value)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Any text is a range with its ends in order, unknown, or a ValueError."""
    try:
        found = read_count_range(text)
    except ValueError:
        return
    assert found is None or (found.low >= 0 and (found.high is None or found.low <= found.high))
