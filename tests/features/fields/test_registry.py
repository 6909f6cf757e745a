"""Every feature is a record that people can read, and unknown never becomes a number."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from features.bundle_format import feature_names
from features.fields.facts import Facts
from features.fields.record import Feature
from features.fields.registry import MARKET_FEATURES, RISK_FEATURES, markdown_table
from features.posting import read_posting
from features.rules import ruleset
from features.rules.tables import rule_table

README = Path(__file__).parents[3] / "features" / "README.md"
EVERY = tuple(dict.fromkeys((*MARKET_FEATURES, *RISK_FEATURES)))
#: What a posting that gives nothing but its title tells all the same: how it is written.
KNOWN_OF_A_TITLE = {
    "title_words": 2.0,
    "has_description": 0.0,
    "upper_share": 1 / 10,
    "digit_share": 0.0,
    "links_count": 0.0,
    "contacts_count": 0.0,
    "exclamations": 0.0,
}
#: Feature, what the posting says, the number.
CASES: list[tuple[str, dict[str, Any], float]] = [
    ("tier_level", {"tier": "expert"}, 3.0),
    ("duration_weeks_low", {"duration": "1 to 3 months"}, 52.18 / 12),
    ("weekly_hours_low", {"weekly_hours": "30+ hrs/week"}, 30.0),
    ("weekly_hours_high", {"weekly_hours": "Less than 30 hrs/week"}, 30.0),
    ("weekly_hours_high", {"weekly_hours": "30+ hrs/week"}, math.nan),
    ("skills_count", {"skills": []}, 0.0),
    ("skills_count", {"skills": ["Python", "SQL"]}, 2.0),
    ("questions_count", {"questions": ["When can you start?"]}, 1.0),
    ("posted_year", {"posted_at": "2026-01-01T00:00:00Z"}, 2026.0),
    ("description_log10_length", {"description": "nine nine"}, 1.0),
    ("pay_is_hourly", {"pay": {"type": "fixed"}}, 0.0),
    ("links_count", {"description": "See https://example.com and www.example.org"}, 2.0),
    ("contacts_count", {"description": "mail me@example.com"}, 1.0),
    ("exclamations", {"description": "Now" + "!" * 20}, 5.0),
]


def _number(feature: Feature, facts: Facts) -> float:
    inputs = next(inputs for inputs in (MARKET_FEATURES, RISK_FEATURES) if feature in list(inputs))
    return float(inputs.row(facts)[list(inputs).index(feature)])


def _value(name: str, **fields: Any) -> float:
    posting = read_posting({"title": "Tidy rows!", "description": ""} | fields)
    return _number(next(feature for feature in EVERY if feature.name == name), Facts(posting))


def test_names_are_unique() -> None:
    """A name means one feature."""
    assert len({feature.name for feature in EVERY}) == len(EVERY)


@pytest.mark.parametrize("feature", EVERY, ids=lambda feature: feature.name)
def test_a_feature_tells_what_it_reads_and_means(feature: Feature) -> None:
    """The meaning is a sentence, and the fields it rests on are named."""
    assert feature.meaning.endswith(".")
    assert feature.reads.strip()


@pytest.mark.parametrize("feature", EVERY, ids=lambda feature: feature.name)
def test_unknown_is_nan(feature: Feature) -> None:
    """A posting of a title alone leaves everything else unknown: not zero, not a mean."""
    assert _value(feature.name) == pytest.approx(KNOWN_OF_A_TITLE.get(feature.name, math.nan), nan_ok=True)


@pytest.mark.parametrize(("name", "fields", "expected"), CASES)
def test_the_number_of_a_known_field(name: str, fields: dict[str, Any], expected: float) -> None:
    """Each feature by example, in its unit."""
    assert _value(name, **fields) == pytest.approx(expected, rel=0.01, nan_ok=True)


@pytest.mark.parametrize("feature", EVERY, ids=lambda feature: feature.name)
def test_a_feature_rests_on_what_it_says(feature: Feature, sample: list[dict[str, Any]]) -> None:
    """A posting cut down to the fields that a feature names gives the same number."""
    kept = {name.partition(".")[0] for name in feature.reads.split(", ")}
    for posting in sample:
        cut = {"title": "-", "description": ""} | {name: value for name, value in posting.items() if name in kept}
        whole, part = (_number(feature, Facts(read_posting(fields))) for fields in (posting, cut))
        assert part == pytest.approx(whole, nan_ok=True)


def test_no_feature_reads_the_client() -> None:
    """Neither the country nor anything else of the client is an input of pay and danger."""
    assert not [feature.name for feature in EVERY if "client" in feature.reads]


def test_the_market_never_sees_the_price() -> None:
    """What such work is paid cannot depend on what this posting pays."""
    assert not [feature.name for feature in MARKET_FEATURES if "pay" in feature.reads]


def test_the_bundle_lists_the_same_names() -> None:
    """The list that a bundle is checked against begins with the registry's, in order."""
    names = feature_names()
    assert names["pay"][: len(MARKET_FEATURES)] == [feature.name for feature in MARKET_FEATURES]
    assert names["risk"][: len(RISK_FEATURES)] == [feature.name for feature in RISK_FEATURES]


def test_the_readme_lists_what_the_registry_holds() -> None:
    """The generated part of the README is up to date; run `markdown_table` and `rule_table` to renew it."""
    _, _, generated = README.read_text(encoding="utf-8").partition("<!-- generated")
    assert generated.partition("-->\n\n")[2] == f"{markdown_table()}\n## The rules\n{rule_table(ruleset())}"
