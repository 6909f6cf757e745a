"""The likelihood of spells, its slope, and the fit under its priors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.client_level import Level
from features.hazard_inputs import HazardInputs
from features.hazards import EDGES_DAYS, rate
from tests.support.snapshots import look, spell
from training.fit.hazard import fit_hazard
from training.fit.hazard_rows import Rows, log_likelihood, rows_of
from training.metrics import Array
from training.snapshots.spells import Spell

INPUTS = HazardInputs(Level(0.38, 0.4, 0.3, 5.0), 5.0, {"hourly": 20.0}, 0.4)
HIRE = np.array([-3.0, -2.5, -2.3, -2.2, -2.6, -2.9])
WITHDRAWAL = np.array([-4.7, -4.3, -3.7, -3.5, -3.5, -3.2])
WEIGHTS, CENTRE = np.array([0.8, -0.3, 0.4]), 0.5
GOOD: dict[str, Any] = {"client": {"jobs_posted": 9, "hires": 7}, "pay": {"type": "hourly", "min": 30, "max": 30}}
SPELLS = {
    "censored": spell(look(0.5), look(8)),
    "late": spell(look(5, **GOOD), look(9)),
    "expired": spell(look(2), look(31)),
    "hired in one bin": spell(look(1), look(4, **GOOD), look(6, 1)),
    "hired somewhere": spell(look(0.2, **GOOD), look(26, 1)),
    "withdrawn": spell(look(1), look(7.5), look(29, status="cancelled")),
    "hired between two looks at once": spell(look(3), look(3, 1)),
}


def _value(spells: list[Spell], hire: Array = HIRE, withdrawal: Array = WITHDRAWAL, weights: Array = WEIGHTS) -> float:
    return log_likelihood(hire, withdrawal, weights, CENTRE, rows_of(spells, INPUTS))[0]


def _by_small_steps(one: Spell, steps: int = 200_000) -> float:
    """Return the likelihood of a spell by walking through time: nothing of the model's arithmetic but the rates."""
    rows = rows_of([one], INPUTS)
    shift = float(np.array([rows.z[0] - CENTRE, *rows.x[0]]) @ WEIGHTS)
    until = max(one.end_days, one.last_days)
    step = (until - one.entry_days) / steps
    at = one.entry_days + (np.arange(steps) + 0.5) * step
    bin_ = np.searchsorted(EDGES_DAYS, at, side="right") - 1
    width = np.diff(EDGES_DAYS)[bin_]
    hire, withdrawal = (rate(log_odds)[bin_] / width * step for log_odds in (HIRE - shift, WITHDRAWAL))
    alive = np.concatenate([[1.0], np.cumprod((1 - hire) * (1 - withdrawal))])
    if one.outcome in ("censored", "expired"):
        return float(alive[-1])
    event = hire if one.outcome == "hired" else withdrawal
    return float((alive[:-1] * event)[at > one.last_days].sum())


@pytest.mark.parametrize("name", [name for name in SPELLS if "at once" not in name])
def test_the_likelihood_of_a_spell_step_by_step(name: str) -> None:
    """The closed form against 200,000 small steps: truncation, intervals, censoring and the competing withdrawal."""
    assert np.exp(_value([SPELLS[name]])) == pytest.approx(_by_small_steps(SPELLS[name]), rel=2e-3)


def test_spells_add_up() -> None:
    """The log likelihood of several is the sum of each."""
    assert _value(list(SPELLS.values())) == pytest.approx(sum(_value([one]) for one in SPELLS.values()))


def test_the_days_before_the_first_look_count_for_nothing() -> None:
    """Left truncation: one look on day 5 is no evidence that four days passed without a hire."""
    assert _value([spell(look(5))]) == 0.0
    seen = _value([spell(look(0), look(9))]) - _value([spell(look(0), look(5))])
    assert _value([spell(look(5), look(9))]) == pytest.approx(seen)


def test_young_open_postings_are_no_ghosts() -> None:
    """Nearly as likely as not under high hazards, where a ghost would be next to impossible."""
    young, ghost = _value([spell(look(0), look(0.5))], HIRE + 2.5), _value([spell(look(0), look(31))], HIRE + 2.5)
    assert young > np.log(0.7)
    assert ghost < np.log(0.1)


def test_two_looks_at_one_moment_are_no_impossibility() -> None:
    """The change fell within a minute: rare, and not impossible."""
    assert -20 < _value([SPELLS["hired between two looks at once"]]) < -5


numbers = st.floats(-6, 2)


@settings(max_examples=30, deadline=None)
@given(st.lists(numbers, min_size=12, max_size=12), st.lists(st.floats(-2, 2), min_size=3, max_size=3))
def test_the_slope_is_that_of_the_value(log_odds: list[float], weights: list[float]) -> None:
    """Against differences, for every parameter."""
    at = np.array([*log_odds, *weights])
    rows = rows_of(list(SPELLS.values()), INPUTS)

    def value(theta: Array) -> tuple[float, Array]:
        found, slopes = log_likelihood(theta[:6], theta[6:12], theta[12:], CENTRE, rows)
        return found, np.concatenate(slopes)

    slope, step = value(at)[1], 1e-5
    by_difference = [(value(at + one)[0] - value(at - one)[0]) / (2 * step) for one in np.eye(15) * step]
    assert slope == pytest.approx(np.array(by_difference), rel=1e-4, abs=1e-4)


def _many(make: Callable[[int], Spell], number: int) -> Rows:
    # Nobody here is a first-time client, so an unknown client is none either.
    return rows_of([make(i) for i in range(number)], replace(INPUTS, new_share=0.0))


def _perverse(i: int) -> Spell:
    """Return postings on which only clients with bad records hire."""
    client: dict[str, Any] = {"jobs_posted": 9, "hires": 7 if i % 2 else 0}
    return spell(look(1, client=client), look(31, hires=0 if i % 2 else 1))


def test_a_better_record_never_lowers_the_hazard() -> None:
    """Even where the data say so, the weight of the record stops at zero, and its interval begins there."""
    fit = fit_hazard(_many(_perverse, 300), CENTRE)
    assert fit.hazards().record_weight == 0.0
    assert fit.estimates()[0].low == 0.0


def _first_timers_hire(i: int) -> Spell:
    """Return first-time clients who hire at once beside clients with a record who never do."""
    client = {"jobs_posted": 1, "hires": 0} if i % 2 else {"jobs_posted": 9, "hires": 4}
    return spell(look(0.5, client=client), look(5, 1, client=client) if i % 2 else look(31, client=client))


def test_a_first_time_client_never_stands_better_for_it() -> None:
    """Having a record is no charge, even where the data say so: the weight stops at 0."""
    fit = fit_hazard(_many(_first_timers_hire, 200), CENTRE)
    assert fit.hazards().weights[1] == 0


def test_without_data_the_priors_speak() -> None:
    """About 38% of postings hire, the record counts as it stands, other inputs for nothing; and the intervals are wide."""
    fit = fit_hazard(_many(lambda _: spell(look(3)), 1), CENTRE)
    found = {one.name: one for one in fit.estimates()}
    assert found["weight of the record"].value == pytest.approx(1.0, abs=1e-3)
    assert found["weight of pay against its kind"].value == pytest.approx(0.0, abs=1e-3)
    assert found["hired by day 30"].value == pytest.approx(0.38, abs=0.02)
    assert found["hired by day 30"].high - found["hired by day 30"].low > 0.5


def test_withdrawals_never_seen_are_left_out() -> None:
    """Nothing is claimed of them."""
    fit = fit_hazard(_many(lambda i: spell(look(1), look(31, hires=i % 2)), 100), CENTRE)
    assert fit.hazards().withdrawal is None
    assert [one.name for one in fit.estimates()][-1] == "hired by day 30"


def test_more_data_narrow_the_interval() -> None:
    """Nine times the spells: a third of the width, about."""

    def make(i: int) -> Spell:
        return spell(look(0), look(7, hires=int(i % 3 == 0)))

    few, many = (fit_hazard(_many(make, n), CENTRE).estimates()[3] for n in (300, 2_700))
    assert few.name == many.name == "hired by day 7"
    assert (many.high - many.low) / (few.high - few.low) == pytest.approx(1 / 3, rel=0.1)
    assert many.holds(1 / 3) == few.holds(1 / 3) is True
