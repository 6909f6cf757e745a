"""The band of a danger: how sure, and how grave."""

from __future__ import annotations

import pytest

from features.rules import BAD_DEALS, Hit, ruleset
from serving.assumptions import load_assumptions
from serving.judge.case import danger_band
from serving.models.risk import Danger

ASSUMPTIONS = load_assumptions()
SURE = ASSUMPTIONS["scam_high"]


def _danger(probability: float, *types: str, unlike: float = 0.0) -> Danger:
    rules = [next(rule for rule in ruleset().rules if rule.type == name) for name in types]
    hits = tuple(Hit(rule, "description", 0, 1) for rule in rules)
    return Danger(probability, hits, (1.0,) * len(hits), unlike)


def test_there_are_rules_of_both_kinds() -> None:
    """A type that no rule had would make the tests below vain."""
    assert {rule.type for rule in ruleset().rules} > BAD_DEALS


@pytest.mark.parametrize("kind", sorted(BAD_DEALS))
def test_a_bad_deal_alone_is_medium(kind: str) -> None:
    """However sure."""
    assert danger_band(_danger(0.99, kind), [kind], ASSUMPTIONS) == "medium"
    assert danger_band(_danger(0.99, unlike=1.0), [kind], ASSUMPTIONS) == "medium"


def test_a_harm_named_is_high() -> None:
    """By a rule, alone or beside a bad deal, or by the request models where they decide."""
    assert danger_band(_danger(SURE, "advance_fee"), ["advance_fee"], ASSUMPTIONS) == "high"
    assert danger_band(_danger(SURE, "unpaid_work", "advance_fee"), ["unpaid_work", "advance_fee"], ASSUMPTIONS) == "high"
    assert danger_band(_danger(SURE, unlike=0.9), ["advance_fee"], ASSUMPTIONS) == "high"


def test_words_alone_are_medium() -> None:
    """An accusation of a real posting needs a sentence to show."""
    assert danger_band(_danger(0.99), ["advance_fee"], ASSUMPTIONS) == "medium"


@pytest.mark.parametrize(("probability", "band"), [(0.0, "low"), (0.079, "low"), (0.08, "medium"), (SURE - 0.01, "medium")])
def test_below_high_the_chance_decides(probability: float, band: str) -> None:
    """Whatever is named."""
    assert danger_band(_danger(probability, "advance_fee"), ["advance_fee"], ASSUMPTIONS) == band
