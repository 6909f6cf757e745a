"""`serving.rank.draws`: shares and intervals that follow from the doubt that is given, and from nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest

from serving.rank.draws import draw
from serving.rank.entry import Entry
from tests.serving.rank.conftest import Make

ONE = np.array([0])


def test_no_doubt_known_is_no_certainty(make: Make) -> None:
    """Without any interval there are no shares, rather than shares of 0 and 1."""
    assert draw([make(1, 5.0, 6), make(2, 4.0, 6)], ONE, 6, 0.5) is None
    assert draw([], ONE[:0], 6, 0.5) is None


def test_the_same_file_gives_the_same_shares(make: Make) -> None:
    """The scenarios are the same in every run."""
    entries = [make(1, 5.0, 6, deviation=0.5), make(2, 4.0, 6, deviation=0.5)]
    assert draw(entries, ONE, 6, 0.5) == draw(entries, ONE, 6, 0.5)


def test_a_close_race_is_told_as_one(make: Make) -> None:
    """Equals win as often as each other, and exactly one of them each time; far behind wins never."""
    entries = [make(row, value, 6, deviation=0.5) for row, value in ((1, 5.0), (2, 5.0), (3, 0.1))]
    draws = draw(entries, ONE, 6, 0.0)
    assert draws is not None
    assert draws.shares[0] == pytest.approx(0.5, abs=0.1)
    assert sum(draws.shares) == pytest.approx(1.0)
    assert draws.shares[2] < 0.02


def test_doubt_that_all_have_in_common_leaves_the_order_sure(make: Make) -> None:
    """If all are wrong alike the better one stays the better one, while the sum is as doubtful as before."""
    entries = [make(1, 5.0, 6, deviation=0.5, costs_usd=0.0, gain_usd=5.0), make(2, 4.0, 6, deviation=0.5)]
    apart, alike = draw(entries, ONE, 6, 0.0), draw(entries, ONE, 6, 1.0)
    assert apart is not None
    assert alike is not None
    assert alike.shares[0] > 0.97 > apart.shares[0]
    assert alike.high_usd - alike.low_usd == pytest.approx(apart.high_usd - apart.low_usd, rel=0.3)


def test_the_interval_is_the_one_that_the_answer_gives(make: Make) -> None:
    """Of one posting: a lognormal gain of that deviation and mean, less the costs."""
    deviation, gain, costs = 0.4, 10.0, 2.0
    entry = make(1, gain - costs, 6, deviation=deviation, gain_usd=gain, costs_usd=costs)
    draws = draw([entry], ONE, 6, 0.5)
    assert draws is not None
    middle = gain * math.exp(-(deviation**2) / 2)
    assert draws.low_usd == pytest.approx(middle * math.exp(-1.645 * deviation) - costs, abs=0.5)
    assert draws.high_usd == pytest.approx(middle * math.exp(1.645 * deviation) - costs, abs=2.0)


def test_one_that_may_not_pay_is_left_out_of_some_scenarios(make: Make) -> None:
    """There is room for it, but its gain is often under its costs."""
    entries = [make(1, 0.2, 6, deviation=1.0), make(2, 50.0, 6)]
    draws = draw(entries, np.array([0, 1]), 80, 0.5)
    assert draws is not None
    assert 0.1 < draws.shares[0] < 0.7
    assert draws.shares[1] == 1.0


@pytest.mark.parametrize("common", [0.0, 0.5, 1.0])
def test_a_thousand_postings_have_shares(make: Make, common: float) -> None:
    """Each between 0 and 1, together as many as the budget buys."""
    entries: list[Entry] = [make(row, 1.0 + row % 50, 8, deviation=0.3) for row in range(1_000)]
    draws = draw(entries, np.arange(10), 80, common)
    assert draws is not None
    assert all(0 <= share <= 1 for share in draws.shares)
    assert sum(draws.shares) == pytest.approx(10)
