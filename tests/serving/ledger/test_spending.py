"""Connects that belong to no posting are told strictly, and counted with those of proposals."""

from __future__ import annotations

from typing import Any

import pytest

from features.errors import InputError
from serving.ledger.events import outcome_of
from serving.ledger.said import told_returns
from serving.ledger.spending import SPENDING, spending_of
from serving.ledger.store import Ledger

_NAME = "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"
_SPENT = (
    "Connects spent on proposals 42, on their boosts 25, on a boosted profile 60, on an availability badge 8; came back 25. "
    "In all 110, which is $13.75 at $0.125 each."
)
_NOON = "2026-11-20T10:00:00Z"


def _told(ledger: Ledger, what: str, connects: int, **more: Any) -> str:
    spending = spending_of({"spending": what, "connects": connects, **more})
    ledger.spend(spending)
    return spending.name


@pytest.mark.parametrize("what", SPENDING)
def test_each_kind_is_read_as_name_and_as_words(what: str) -> None:
    """And only what was told of it is kept."""
    found = spending_of({"spending": what.replace("_", " ").title(), "connects": 60.0, "at": _NOON, "event": _NAME.upper()})
    assert (found.what, found.connects, found.name, found.details) == (what, 60, _NAME, {})
    assert found.at_ms == 1_795_168_800_000
    assert spending_of({"spending": "bought", "connects": 1, "usd": 0, "note": "of the plan"}).details == {
        "usd": 0.0,
        "note": "of the plan",
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"connects": 5}, "spending"),
        ({"spending": "sent", "connects": 5}, "spending"),
        ({"spending": "bought"}, "connects"),
        ({"spending": "bought", "connects": 0}, "connects"),
        ({"spending": "bought", "connects": 1.5}, "connects"),
        ({"spending": "bought", "connects": "5"}, "connects"),
        ({"spending": "bought", "connects": 10_001}, "connects"),
        ({"spending": "bought", "connects": 5, "usd": -1}, "usd"),
        ({"spending": "boosted_profile", "connects": 5, "usd": 1}, "usd"),
        ({"spending": "bought", "connects": 5, "at": "soon"}, "at"),
        ({"spending": "bought", "connects": 5, "note": "x" * 1_001}, "note"),
        ({"spending": "bought", "connects": 5, "event": "7"}, "event"),
    ],
)
def test_what_cannot_be_read_is_named(body: dict[str, Any], field: str) -> None:
    """With its value and what to send."""
    with pytest.raises(InputError) as refused:
        spending_of(body)
    assert refused.value.field == field


def test_telling_twice_under_one_name_is_telling_once(ledger: Ledger) -> None:
    """A repeat after a lost answer."""
    for _ in range(2):
        _told(ledger, "boosted_profile", 60, event=_NAME, at=_NOON)
    (found,) = ledger.spending()
    assert found == {
        "event": _NAME,
        "spending": "boosted_profile",
        "connects": 60,
        "at_ms": 1_795_168_800_000,
        "undone_ms": None,
    }


def test_what_connects_brought(ledger: Ledger) -> None:
    """By kind, at the price paid, less what came back; what was undone counts nowhere."""
    _told(ledger, "bought", 100, usd=10.0)
    _told(ledger, "bought", 100)
    _told(ledger, "boosted_profile", 60)
    _told(ledger, "availability_badge", 8)
    assert ledger.undo(_told(ledger, "boosted_profile", 500))
    for body in (
        {"id": "a", "outcome": "sent", "connects": 12, "boost_connects": 20},
        {"id": "a", "outcome": "hired"},
        {"id": "a", "outcome": "hired", "value_usd": 900},
        {"id": "b", "outcome": "sent", "connects": 16, "boost_connects": 5},
        {"id": "b", "outcome": "refunded"},
        {"id": "c", "outcome": "sent", "connects": 14},
        {"id": "c", "outcome": "refunded", "connects": 9},
        {"id": "d", "outcome": "hired"},
    ):
        ledger.tell(outcome_of(body))
    found = ledger.returns()
    assert (found.bought, found.price_known, found.paid_usd, found.price_usd) == (200, 100, 25.0, 0.125)
    assert found.spent == {"proposals": 42, "boosts": 25, "boosted_profile": 60, "availability_badge": 8}
    assert (found.returned, found.net, found.net_usd) == (25, 110, 13.75)
    assert (found.hired, found.connects_per_hire) == (2, 55.0)
    assert (found.contracts_usd, found.usd_per_connect) == (900.0, 900 / 110)
    assert list(told_returns(found)) == [
        "Connects bought: 200 for $25.00, $0.125 each; for 100 of them no price was told, and the usual one is assumed.",
        _SPENT,
        "Hires: 2; Connects for each: 55.",
        "Contracts of a told value: $900.00, which is $8.18 for each Connect spent.",
    ]


def test_nothing_told_is_nothing_said(ledger: Ledger) -> None:
    """No price and no return is made up; a Connect costs the usual until another price is told."""
    found = ledger.returns()
    assert list(told_returns(found)) == []
    assert (found.price_usd, found.contracts_usd, found.usd_per_connect, found.connects_per_hire) == (0.15, None, None, None)
    _told(ledger, "bought", 20)
    assert list(told_returns(ledger.returns())) == [
        "Connects bought: 20 for $3.00; no price was told, and the usual $0.15 each is assumed."
    ]


def test_what_was_spent_long_ago_can_be_forgotten(ledger: Ledger) -> None:
    """By its own date."""
    _told(ledger, "bought", 10, at="2026-01-01")
    _told(ledger, "bought", 20, at="2026-03-01")
    assert ledger.forget_spending(1_769_904_000_000) == 1
    assert [one["connects"] for one in ledger.spending()] == [20]
