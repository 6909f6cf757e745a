"""Hazards of the first 30 days: exact arithmetic, and monotone in the client's record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.hazards import EDGES_DAYS, LAST_DAY, Hazards, exposure, first_of_two, rate

HAZARDS = Hazards((-3.0, -2.5, -2.3, -2.2, -2.6, -2.9), (-4.7, -4.3, -3.7, -3.5, -3.5, -3.2), 0.8, (-0.3, 0.4), 0.5)
_log_odds = st.floats(-8, 4)
_bins = st.tuples(*[_log_odds] * 6)
hazards = st.builds(Hazards, _bins, st.none() | _bins, st.floats(0, 3), st.tuples(*[st.floats(-2, 2)] * 2), st.floats(-2, 2))
ages = st.floats(0, 30)


def _outlook(of: Hazards, z: float = 0.5, pay: float = 0.0, new: float = 0.0, age: float = 0.0) -> tuple[float, float]:
    hired, withdrawn = of.outlook(np.array([z]), np.array([[pay, new]]), np.array([age]))
    return float(hired[0]), float(withdrawn[0])


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        (0.0, 30.0, [1, 1, 1, 1, 1, 1]),
        (0.5, 5.0, [0.5, 1, 0.5, 0, 0, 0]),
        (14.0, 14.0, [0, 0, 0, 0, 0, 0]),
        (25.5, 99.0, [0, 0, 0, 0, 0, 0.5]),
        (31.0, 40.0, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_how_much_of_a_bin_lies_between_two_ages(start: float, end: float, share: list[float]) -> None:
    """By hand; what lies beyond day 30 counts for nothing."""
    assert exposure(np.array([start]), np.array([end])).tolist() == [share]


def test_the_first_of_two_events_step_by_step() -> None:
    """The closed form against 300,000 small steps of time, in each of which either event may come."""
    steps = 300_000
    at = (np.arange(steps) + 0.5) * LAST_DAY / steps
    bin_ = np.searchsorted(EDGES_DAYS, at, side="right") - 1
    width = np.diff(EDGES_DAYS)[bin_]
    assert HAZARDS.withdrawal is not None
    hire, withdrawal = (
        rate(np.array(log_odds))[bin_] / width * LAST_DAY / steps for log_odds in (HAZARDS.hire, HAZARDS.withdrawal)
    )
    alive = np.cumprod(1 - hire - withdrawal) / (1 - hire - withdrawal)
    assert _outlook(HAZARDS) == pytest.approx(((alive * hire).sum(), (alive * withdrawal).sum()), rel=1e-4)


def test_one_bin_by_hand() -> None:
    """Without withdrawals the chance within a bin is the logistic of its log odds, and of half a bin 1 - sqrt(1 - it)."""
    alone = replace(HAZARDS, withdrawal=None)
    chance = 1 / (1 + np.exp(2.9))
    assert _outlook(alone, age=21.0) == pytest.approx((chance, 0.0))
    assert _outlook(alone, age=25.5) == pytest.approx((1 - np.sqrt(1 - chance), 0.0))


def test_a_rate_of_nothing_is_no_division() -> None:
    """Two rates of zero: nothing happens, and nothing warns."""
    none = np.zeros((1, 6))
    hired, withdrawn = first_of_two(none, none, np.ones((1, 6)))
    assert (hired.tolist(), withdrawn.tolist()) == ([0.0], [0.0])


@given(hazards, st.floats(-6, 6), st.floats(0, 6), st.floats(-2, 2), ages)
def test_a_better_record_never_raises_the_chance_of_no_hire(
    of: Hazards, z: float, more: float, pay: float, age: float
) -> None:
    """Higher log odds of no hire never raise the chance of a hire."""
    assert _outlook(of, z + more, pay, age=age)[0] <= _outlook(of, z, pay, age=age)[0] + 1e-12


@given(hazards, st.floats(-6, 6), ages)
def test_chances_are_chances(of: Hazards, z: float, age: float) -> None:
    """Both between 0 and 1, and together at most 1."""
    hired, withdrawn = _outlook(of, z, age=age)
    assert min(hired, withdrawn) >= 0
    assert hired + withdrawn <= 1 + 1e-12


@given(hazards, st.floats(-3, 3), ages)
def test_the_days_add_up(of: Hazards, z: float, age: float) -> None:
    """Hired by day 30 = hired until an age + still open then × hired after it."""
    rates = of.rates(of.shift(np.array([z]), np.zeros((1, 2))))
    early = first_of_two(*rates, exposure(np.zeros(1), np.array([age])))
    left = 1 - float(early[0][0] + early[1][0])
    assert _outlook(of, z)[0] == pytest.approx(float(early[0][0]) + left * _outlook(of, z, age=age)[0], abs=1e-9)


def test_the_last_day_leaves_nothing() -> None:
    """From day 30 on nobody is hired within 30 days."""
    assert _outlook(HAZARDS, age=30.0) == (0.0, 0.0)


def test_settings_come_back() -> None:
    """What a bundle holds is what was fitted, with and without withdrawals."""
    for of in (HAZARDS, replace(HAZARDS, withdrawal=None)):
        assert Hazards.of(of.settings()) == of


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hire": [-1.0] * 5}, "5 bins; there are 6"),
        ({"withdrawal": [-1.0] * 7}, "there are 6"),
        ({"record_weight": -0.1}, "not negative"),
        ({"hire": [float("nan")] * 6}, "finite"),
        ({"edges_days": [0, 30]}, "bins at"),
    ],
)
def test_what_are_no_hazards_is_refused(wrong: dict[str, Any], said: str) -> None:
    """A damaged bundle does not give a number."""
    with pytest.raises(ValueError, match=said):
        Hazards.of(HAZARDS.settings() | wrong)


def test_a_missing_weight_is_refused() -> None:
    """Each input has one."""
    with pytest.raises(KeyError, match="first_time_client"):
        Hazards.of(HAZARDS.settings() | {"weights": {"pay_against_kind": 0.1}})
    with pytest.raises(ValueError, match="1 weights"):
        replace(HAZARDS, weights=(0.1,))
