"""What a person tells is read strictly, and in the marketplace's own words."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from features.errors import InputError
from serving.ledger.events import LABELS, OUTCOMES, feedback_of, outcome_of

_NAME = "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"


@pytest.mark.parametrize("label", LABELS)
def test_a_label_and_its_words_in_the_menu_are_the_same(label: str) -> None:
    """In any case, with either apostrophe."""
    words = LABELS[label]
    for said in (label, words, words.upper(), words.replace("'", "’"), f" {words} "):
        assert feedback_of({"id": "1", "label": said}).what == label


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_of_the_contract_is_one(outcome: str) -> None:
    """Also as words."""
    assert outcome_of({"id": "1", "outcome": outcome}).what == outcome
    assert outcome_of({"id": "1", "outcome": outcome.replace("_", " ").title()}).what == outcome


def test_only_what_was_told_is_kept() -> None:
    """Nothing is assumed for what was left out."""
    found = outcome_of({"id": 21898377891861965802, "outcome": "sent", "connects": 12.0, "boost_connects": None, "note": ""})
    assert (found.id, found.source, found.at_ms, found.details) == ("21898377891861965802", None, None, {"connects": 12})
    assert str(uuid.UUID(found.name)) == found.name
    told = {"id": "1", "outcome": "hired", "value_usd": 950.5, "at": "2026-11-20T11:00:00+01:00", "event": _NAME.upper()}
    hired = outcome_of(told)
    assert (hired.details, hired.at_ms, hired.name) == ({"value_usd": 950.5}, 1_763_632_800_000 + 31_536_000_000, _NAME)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"outcome": "sent"}, "id"),
        ({"id": " ", "outcome": "sent"}, "id"),
        ({"id": 1.5, "outcome": "sent"}, "id"),
        ({"id": "1"}, "outcome"),
        ({"id": "1", "outcome": "won"}, "outcome"),
        ({"id": "1", "outcome": ["sent"]}, "outcome"),
        ({"id": "1", "outcome": "sent", "connects": -1}, "connects"),
        ({"id": "1", "outcome": "sent", "connects": 1.5}, "connects"),
        ({"id": "1", "outcome": "sent", "connects": True}, "connects"),
        ({"id": "1", "outcome": "sent", "boost_connects": "12"}, "boost_connects"),
        ({"id": "1", "outcome": "hired", "value_usd": float("inf")}, "value_usd"),
        ({"id": "1", "outcome": "sent", "at": "yesterday-ish"}, "at"),
        ({"id": "1", "outcome": "sent", "note": "x" * 1_001}, "note"),
        ({"id": "1", "outcome": "sent", "note": "half\0"}, "note"),
        ({"id": "1", "outcome": "sent", "note": "half\ud800"}, "note"),
        ({"id": "1", "outcome": "sent", "source": 5}, "source"),
        ({"id": "1", "outcome": "sent", "source": "up\0work"}, "source"),
        ({"id": "1", "outcome": "sent", "source": "x" * 201}, "source"),
        ({"id": "1", "outcome": "sent", "event": "not a uuid"}, "event"),
        ({"id": "1", "outcome": "sent", "event": 7}, "event"),
    ],
)
def test_what_cannot_be_read_is_named(body: dict[str, Any], field: str) -> None:
    """With its value and what to send."""
    with pytest.raises(InputError) as refused:
        outcome_of(body)
    assert refused.value.field == field


def test_a_refusal_lists_what_can_be_sent() -> None:
    """For whoever guesses."""
    with pytest.raises(InputError, match="budget_too_low"):
        feedback_of({"id": "1", "label": "cheap"})
