"""What the hazards look at: the record against a level, pay against its kind, and whether the client is new."""

from __future__ import annotations

import math
from typing import Any

import pytest

from features.client_level import Level, level_of_rate, no_hire_log_odds
from features.client_record import Record
from features.fields.facts import Facts
from features.hazard_inputs import MOST_AGAINST, HazardInputs
from features.log_odds import logit, sigmoid
from features.posting import read_posting

INPUTS = HazardInputs(Level(0.38, 0.4, 0.3, 5.0), 5.0, {"hourly": 20.0, "fixed": 200.0}, 0.4)


def _facts(**fields: Any) -> Facts:
    return Facts(read_posting({"title": "Mend a fence", "description": "", **fields}))


def test_a_record_by_hand() -> None:
    """(5 × 0.6 + 6 - 2) / (5 + 6) = 7/11 do not hire; a first-time client stands at a mean of its own."""
    assert no_hire_log_odds(Record("counted", 6.0, 2.0), INPUTS.level) == pytest.approx(math.log(7 / 4))
    assert no_hire_log_odds(Record("new", 0.0, 0.0), INPUTS.level) == pytest.approx(math.log(0.7 / 0.3))
    facts = _facts(client={"jobs_posted": 7, "hires": 2})
    assert INPUTS.record_log_odds(facts) == pytest.approx(math.log(7 / 4))


def test_the_level_of_a_rate_mixes_to_it() -> None:
    """Four in ten are first-time clients whose log odds lie 0.6 lower; together 38% hire."""
    level = level_of_rate(0.38, 0.4, -0.6, 5.0)
    assert 0.6 * level.mean + 0.4 * level.new_mean == pytest.approx(0.38)
    assert logit(level.new_mean) - logit(level.mean) == pytest.approx(-0.6)


@pytest.mark.parametrize(
    ("pay", "against"),
    [
        ({"type": "hourly", "min": 40, "max": 40, "currency": "USD"}, math.log(2)),
        ({"type": "fixed", "min": 100, "max": 100, "currency": "USD"}, -math.log(2)),
        ({"type": "fixed", "min": 1e6, "max": 1e6, "currency": "USD"}, MOST_AGAINST),
        ({"type": "hourly"}, 0.0),
        (None, 0.0),
    ],
)
def test_pay_against_its_kind(pay: dict[str, Any] | None, against: float) -> None:
    """In log; unknown moves nothing, and a typing error moves no more than twelve times the usual."""
    assert INPUTS.inputs(_facts(pay=pay))[0] == pytest.approx(against)


def test_a_kind_without_a_middle_moves_nothing() -> None:
    """Where the file had too few prices of a kind."""
    bare = HazardInputs(INPUTS.level, 5.0, {}, 0.4)
    assert bare.pay_against(_facts(pay={"type": "fixed", "min": 100, "max": 100})) == 0.0


def test_who_is_new() -> None:
    """A client known to have finished nothing; one of whom nothing is known is so as often as others are."""
    assert INPUTS.inputs(_facts(client={"jobs_posted": 1, "hires": 0}))[1] == 1.0
    assert INPUTS.inputs(_facts(client={"jobs_posted": 9, "hires": 0}))[1] == 0.0
    assert INPUTS.inputs(_facts())[1] == 0.4


def test_settings_come_back() -> None:
    """What a bundle holds is what was fitted."""
    assert HazardInputs.of(INPUTS.settings()) == INPUTS


def test_a_middle_of_nothing_is_refused() -> None:
    """It would divide by zero; and a share is a share."""
    with pytest.raises(ValueError, match="above zero"):
        HazardInputs.of(INPUTS.settings() | {"pay_middle_usd": {"fixed": 0.0}})
    with pytest.raises(ValueError, match="between 0 and 1"):
        HazardInputs.of(INPUTS.settings() | {"new_share": 1.2})


def test_log_odds_and_back() -> None:
    """Both ways, at the ends too."""
    assert [sigmoid(logit(p)) for p in (1e-9, 0.3, 1 - 1e-9)] == pytest.approx([1e-9, 0.3, 1 - 1e-9])
    assert logit(0.0) == logit(1e-12)
