"""What is searched, within which bounds."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from features.errors import CallError
from training.config import PARTS, Config, GhostConfig, RiskConfig, bounds_of
from training.tune.knobs import KNOBS, UNSEARCHED, Knob, start_of, with_knobs

EVERY = [(part, knob) for part, knobs in KNOBS.items() for knob in knobs]


@pytest.mark.parametrize("part", KNOBS)
def test_each_setting_is_searched_or_there_is_a_reason(part: str) -> None:
    """A new setting of a model that is forgotten here would never be searched."""
    searched = [knob.name for knob in KNOBS[part]]
    assert sorted([*searched, *UNSEARCHED[part]]) == sorted(f.name for f in fields(PARTS[part]))


@pytest.mark.parametrize(("part", "knob"), EVERY, ids=lambda value: value if isinstance(value, str) else value.name)
def test_bounds_hold_the_default_and_are_allowed(part: str, knob: Knob) -> None:
    """The search begins at the default, and what it finds is a file that --config takes."""
    low, high = bounds_of(knob.name)
    assert low <= knob.low < getattr(PARTS[part](), knob.name) < knob.high <= high or knob.name == "background_postings"
    assert knob.low > 0 or knob.scale == "even"
    assert knob.reason


def test_a_start_out_of_bounds_is_told() -> None:
    """With the setting, its value and what may stand there."""
    config = Config(risk=RiskConfig(field_scale=5.0))
    with pytest.raises(CallError, match=r"^risk\.field_scale is 5; the search begins there and goes from 0\.01 to 1; give"):
        start_of("risk", config)


def test_tries_are_written_with_four_digits() -> None:
    """A person can read them, and they are what was tried; whole numbers stay whole."""
    found = with_knobs("ghost", Config(), {"pay_penalty": 3.14159265, "least_clients": 12})
    assert found == replace(Config(), ghost=GhostConfig(pay_penalty=3.142, least_clients=12))


def test_the_settings_in_use_are_tried_to_the_last_digit() -> None:
    """Whatever their digits."""
    config = Config(risk=RiskConfig(field_scale=0.123456789))
    assert with_knobs("risk", config, start_of("risk", config)) is config
