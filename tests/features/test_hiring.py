"""What the learned layer of the ghost model reads."""

from __future__ import annotations

import math

import pytest

from features.client_record import Record
from features.hiring import hiring_labels, hiring_numbers
from features.posting import read_posting


def test_numbers_by_hand() -> None:
    """7 hires are log 8; pay at half the middle is log 0.5."""
    assert hiring_numbers(Record("counted", 9.0, 7.0), math.log(0.5)) == pytest.approx((math.log(8), math.log(0.5)))


@pytest.mark.parametrize("kind", ["rate_only", "new", "hired_before", "unknown"])
def test_only_counted_hires_count(kind: str) -> None:
    """A rate without a count is a reading, not a number of hires."""
    assert hiring_numbers(Record(kind, 5.0, 4.0), None) == (0.0, 0.0)


@pytest.mark.parametrize("pay", [-50.0, 50.0])
def test_absurd_pay_says_no_more_than_extreme_pay(pay: float) -> None:
    """Beyond 20 times the middle, or a 20th of it."""
    assert hiring_numbers(Record("unknown", 0.0, 0.0), pay)[1] == math.copysign(3.0, pay)


def test_labels_of_a_posting() -> None:
    """Category, skills and title words, in small letters; the description is not read."""
    posting = {"title": "Logo, and a Café menu!", "description": "secret", "skills": [" Figma "], "category": "Design"}
    found = hiring_labels(read_posting(posting))
    assert found == {"category:design", "skill:figma", "title:logo", "title:and", "title:caf", "title:menu"}
