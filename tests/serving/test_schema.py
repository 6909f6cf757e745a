"""The schema files are those of the types, and they describe the contract."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from serving import schema
from serving.scorer import Scorer

FOLDER = Path(schema.__file__).parent
POSTING, SCORE = (json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in schema.FILES)

EXAMPLE: dict[str, Any] = {
    "id": "a-17", "verdict": "consider", "level": "page",
    "ghost": {"probability": 0.37, "low": 0.24, "high": 0.52, "band": "medium", "basis": "client record 9 of 14"},
    "scam": {"probability": 0.31, "band": "medium", "types": ["off_platform_contact"]},
    "low_budget": {
        "probability": 0.19, "band": "low", "percentile": 61,
        "market": {"unit": "usd_per_hour", "p10": 9, "p25": 15, "p50": 22, "p75": 34, "p90": 55},
        "stated": {"usd_low": 20, "usd_high": 30, "currency": "USD", "field": "pay"},
        "per_hour": {"usd_low": 10, "usd_high": 20, "hours_low": 5, "hours_high": 10, "basis": "text_hours"},
        "far_below_fair": 0.12,
    },
    "worth": {
        "expected_value_usd": 4.71, "connects_cost_usd": 1.35, "time_cost_usd": 0, "value_if_hired_usd": 600,
        "p_win": 0.0146, "break_even_p_win": 0.00326, "max_connects": 44,
        "refund_probability": 0.1, "assumptions": ["hours_per_week: 20"],
        "expected_value_low_usd": -0.6, "expected_value_high_usd": 15.2,
        "boosts": [{"place": 4, "connects": 13, "cost_usd": 1.17, "gain_usd": -0.3}],
    },
    "reasons": [
        {"code": "off_platform_contact", "group": "scam", "direction": "-", "weight": 1.7,
         "text": "Asks you to write elsewhere.", "field": "description",
         "quote": "write to me on Signal", "start": 12, "end": 33},
        {"code": "hire_rate_high", "group": "ghost", "direction": "+", "weight": 0.6, "text": "Hires for most postings.",
         "field": "client.hire_rate_percent", "quote": None, "start": None, "end": None},
    ],
    "missing": [{"field": "client.total_spent_usd", "why": "The job page shows it.", "swing_usd": 2.5}],
    "would_change": [{"if": "connects <= 4", "verdict": "apply", "text": "At 4 Connects or fewer."}],
    "versions": {"bundle": "bidworthy-1.0.0", "rules": "1.0.0", "schema": 1},
}  # fmt: skip


def test_the_files_are_current(tmp_path: Path) -> None:
    """Run ``python -c "from serving.schema import write; write()"`` after a change of the types."""
    schema.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(schema.FILES)
    for name in schema.FILES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_both_are_json_schemas() -> None:
    """Of the dialect that they name."""
    for one in (POSTING, SCORE):
        assert one["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema_rs.meta.validate(one)


def test_the_contracts_answer_validates() -> None:
    """Every name of the contract's section 3, and no other."""
    jsonschema_rs.validator_for(SCORE).validate(EXAMPLE)
    assert set(SCORE["properties"]) == set(EXAMPLE)


def test_what_may_be_null_may_be_null() -> None:
    """No id, no pay stated, Connects unknown."""
    sparse = deepcopy(EXAMPLE)
    sparse |= {"id": None, "low_budget": dict.fromkeys(EXAMPLE["low_budget"]) | {"band": "unknown"}}
    sparse["worth"] |= {
        "expected_value_usd": None,
        "connects_cost_usd": None,
        "break_even_p_win": None,
        "max_connects": None,
    }
    jsonschema_rs.validator_for(SCORE).validate(sparse)


@pytest.mark.parametrize(
    ("part", "harm"),
    [
        (None, {"verdict": "maybe"}),
        (None, {"level": "list"}),
        (None, {"extra": 1}),
        (None, {"ghost": None}),
        ("ghost", {"probability": 1.2}),
        ("ghost", {"low": -0.1}),
        ("scam", {"probability": None}),
        ("scam", {"band": "severe"}),
        ("low_budget", {"probability": 7}),
        ("low_budget", {"far_below_fair": 1.2}),
        ("worth", {"p_win": 1.5}),
        ("worth", {"max_connects": 2.5}),
        ("versions", {"schema": "1"}),
    ],
)
def test_a_broken_answer_does_not_validate(part: str | None, harm: dict[str, Any]) -> None:
    """Unknown words, chances outside 0 to 1, wrong types, and names that the contract does not have."""
    broken = deepcopy(EXAMPLE)
    (broken if part is None else broken[part]).update(harm)
    assert not jsonschema_rs.validator_for(SCORE).is_valid(broken)


def test_an_answer_is_checked_as_its_schema_says(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """The types and the file agree on what is an answer; the place of a fault is told."""
    answer = scorer.score(sample[0])
    validator = jsonschema_rs.validator_for(SCORE)
    assert schema.fault_of(answer) is None
    assert validator.is_valid(json.loads(answer.to_json()))
    for odd, place in (
        (replace(answer, ghost=replace(answer.ghost, high=1.01)), "ghost.high"),
        (replace(answer, worth=replace(answer.worth, p_win=nan)), "worth.p_win"),
        (replace(answer, versions=replace(answer.versions, schema="1")), "versions.schema"),  # type: ignore[arg-type]
    ):
        fault = schema.fault_of(odd)
        assert fault is not None
        assert fault.startswith(f"{place}: ")
        assert not validator.is_valid(json.loads(odd.to_json()))


@pytest.mark.parametrize("name", sorted(EXAMPLE))
def test_every_part_of_an_answer_is_required(name: str) -> None:
    """Null where unknown, never left out."""
    assert not jsonschema_rs.validator_for(SCORE).is_valid({key: value for key, value in EXAMPLE.items() if key != name})


def test_every_sample_posting_validates(sample: list[dict[str, Any]]) -> None:
    """What ships as an example is as described."""
    validator = jsonschema_rs.validator_for(POSTING)
    assert sample
    for posting in sample:
        validator.validate(posting)


@pytest.mark.parametrize(
    "harm",
    [
        {"title": None},
        {"title": "x" * 1_001},
        {"description": 5},
        {"description": "x" * 50_001},
        {"pay": 30},
        {"client": []},
        {"client": {"rating": [4.9]}},
        {"activity": {"hires": {}}},
        {"invited": [True]},
    ],
)
def test_a_broken_posting_does_not_validate(sample: list[dict[str, Any]], harm: dict[str, Any]) -> None:
    """Over the limits, or of another type."""
    assert not jsonschema_rs.validator_for(POSTING).is_valid({**sample[0], **harm})
