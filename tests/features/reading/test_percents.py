from __future__ import annotations

import math

import pytest

from features.errors import shown
from features.reading.percents import read_percent, read_rating


@pytest.mark.parametrize(
    ("value", "percent"),
    [
        ("37%", 37),
        ("37% hire rate, 1 open job", 37),
        ("37.5 %", 37.5),
        ("37 percent", 37),
        ("37", 37),
        (37, 37),
        ("101%", 101),
        (101, 101),
        (1000, 1000),
        (0, 0),
        ("0%", 0),
        (0.37, 0.37),
        (None, None),
        (math.nan, None),
        ("", None),
        ("n/a", None),
    ],
    ids=shown,
)
def test_percent(value: object, percent: float | None) -> None:
    """A percentage stays as written: 101% is real, 0% is known, and only a missing one is unknown."""
    assert read_percent(value) == percent


@pytest.mark.parametrize(
    "value", [-1, "-1%", 1001, "1001%", True, math.inf, "1 open job", "1e9%", "5K", "high", [37]], ids=shown
)
def test_percent_refused(value: object) -> None:
    """What is outside 0 to 1000, or is no percentage, is refused."""
    with pytest.raises(ValueError, match='write a number or a form such as "37%"'):
        read_percent(value)


@pytest.mark.parametrize(
    ("value", "stars"),
    [
        ("4.9 of 13 reviews", 4.9),
        ("4.9/5", 4.9),
        ("4,9", 4.9),
        (4.9, 4.9),
        ("5 stars", 5),
        ("Rating is 4.8 out of 5.", 4.8),
        (0, 0),
        (5, 5),
        ("0.00 of 0 reviews", None),
        (None, None),
        ("", None),
    ],
    ids=shown,
)
def test_rating(value: object, stars: float | None) -> None:
    """A rating is its stars; no reviews is no rating."""
    assert read_rating(value) == stars


@pytest.mark.parametrize("value", [-1, 5.1, "6 stars", True, "good", math.inf, {}], ids=shown)
def test_rating_refused(value: object) -> None:
    """What is outside 0 to 5 stars is refused."""
    with pytest.raises(ValueError, match="write a number from 0 to 5"):
        read_rating(value)
