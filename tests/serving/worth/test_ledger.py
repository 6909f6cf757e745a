"""The ledger: parts of a product that add up without a rest."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.client_record import Record
from features.log_odds import logit, sigmoid
from serving.assumptions import load_assumptions
from serving.models.ghost.marketplace import Standpoint
from serving.models.ghost.view import GhostView, Ground, Step
from serving.worth.bid import Bid, Prices
from serving.worth.chance import Chance, group_of
from serving.worth.factor import Factor
from serving.worth.ledger import ledger_of
from serving.worth.own_record import OwnRecord
from serving.worth.value import Part, Value

A = load_assumptions()
LOGS = st.floats(-2, 2)


def _ghost(level: float, record: float, steps: list[float]) -> GhostView:
    chance = sigmoid(level + record + sum(steps))
    told = tuple(Step("step", step, "activity.interviewing", {}) for step in steps)
    ground = Ground(Record("new", 0.0, 0.0), Standpoint(level, record, 0.0, 0.0, 0.3), (), 0.1)
    return GhostView(chance, 0.0, 1.0, ground, told, False, 0.1, 1 - chance)


def _bid(ghost: GhostView, danger: float, yours: list[float], worth: list[float]) -> Bid:
    you = tuple(Factor("f", log, "pay", "f") for log in yours)
    value = tuple(Part(math.exp(log), 1.0, 0.0, "f", "pay") for log in worth)
    own = OwnRecord(0.08, 0.0, 0.3)
    chance = Chance(0.08 * math.exp(sum(yours)), own, (group_of(you),), 0.3)
    usd = 500 * math.exp(sum(worth))
    return Bid.of(
        1 - ghost.probability,
        0.2,
        1 - danger,
        chance,
        Value(usd, 500.0, 0.3, value),
        Prices.of(10, (6, 16), 0.15, 0.1, 0.0),
    )


@given(
    LOGS, LOGS, st.lists(LOGS, max_size=4), st.floats(0.0005, 0.99), st.lists(LOGS, max_size=2), st.lists(LOGS, max_size=3)
)
def test_the_parts_add_up(
    level: float, record: float, steps: list[float], danger: float, yours: list[float], worth: list[float]
) -> None:
    """The usual gain and every part make the gain, whatever moves it."""
    ghost = _ghost(level, record, steps)
    bid = _bid(ghost, danger, yours, worth)
    ledger = ledger_of(bid, ghost, A)
    parts = [ledger.no_hire(record), *map(ledger.no_hire, steps), ledger.danger(ledger.danger_odds)]
    parts += [ledger.factor(log) for log in (*yours, *worth)]
    assert bid.gain_usd is not None
    assert ledger.usual_usd + sum(parts) == pytest.approx(bid.gain_usd, rel=2e-3, abs=1e-3)


def test_steps_that_cancel_out_lose_what_they_gain() -> None:
    """A step towards no hire loses, the opposite one gains as much."""
    ghost = _ghost(0.5, 0.0, [0.8, -0.8])
    ledger = ledger_of(_bid(ghost, 0.02, [], []), ghost, A)
    assert ledger.no_hire(0.8) < -0.1
    assert ledger.no_hire(-0.8) == -ledger.no_hire(0.8)


def test_danger_is_counted_from_the_usual_one() -> None:
    """A posting as dangerous as most gains and loses nothing by it; more danger loses."""
    ghost = _ghost(0.5, 0.0, [])
    usual, worse = (ledger_of(_bid(ghost, danger, [], []), ghost, A) for danger in (A["usual_danger"], 0.5))
    assert usual.danger_odds == pytest.approx(0.0)
    assert worse.danger_odds == pytest.approx(logit(0.5) - logit(A["usual_danger"]))
    assert worse.danger(worse.danger_odds) < 0
    assert usual.danger(1.0) < 0


def test_without_a_value_there_are_no_dollars() -> None:
    """The parts only say which is more."""
    ghost = _ghost(0.5, -0.4, [])
    bid = _bid(ghost, 0.02, [], [])
    ledger = ledger_of(Bid.of(bid.hire, bid.hire_doubt, bid.safe, bid.you, None, bid.prices), ghost, A)
    assert not ledger.known
    assert ledger.usual_usd == 0
    assert ledger.no_hire(-0.4) > 0
