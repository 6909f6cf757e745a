"""What a comparison finds in ledgers that the service kept, and what it does not call drift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.training.drift.conftest import Postings
from tests.training.drift.market import varied
from training.drift.run import Drift

Against = Callable[[Postings], Drift]


@pytest.fixture
def later(sample: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return other postings of the same marketplace."""
    return varied(sample, 200, 2)


def _found(drift: Drift) -> set[tuple[str, str]]:
    return {(one.part, one.name) for one in drift.drifted}


def test_the_same_marketplace_later_has_not_drifted(held_against: Against, later: list[dict[str, Any]]) -> None:
    """Other clients, other prices, the same distributions."""
    assert _found(held_against(later)) == set()


def test_doubled_prices(held_against: Against, later: list[dict[str, Any]]) -> None:
    """Found as the pay by the hour, with both medians, and nothing else is blamed."""
    for posting in later:
        if posting["pay"] and posting["pay"]["type"] == "hourly":
            posting["pay"] |= {end: 2 * posting["pay"][end] for end in ("min", "max") if posting["pay"][end]}
    drift = held_against(later)
    assert _found(drift) == {("field", "pay, US dollars an hour")}
    assert drift.drifted[0].large
    assert drift.drifted[0].said.startswith("median ")


def test_a_field_that_is_read_no_more(held_against: Against, later: list[dict[str, Any]]) -> None:
    """Found as unknown more often, with the rates."""
    for posting in later:
        posting["client"].pop("jobs_posted", None)
    drift = held_against(later)
    assert ("unknown", "client.jobs_posted") in _found(drift)
    (rate,) = (one for one in drift.compared.unknown if one.name == "client.jobs_posted")
    assert rate.ledger.share == 1
    assert rate.training.interval[1] < 0.2
    assert {name for part, name in _found(drift) if part == "unknown"} == {"client.jobs_posted"}


def test_a_new_vocabulary(held_against: Against, later: list[dict[str, Any]]) -> None:
    """Found as words that the bundle does not know, the words named, and as postings unlike any."""
    for posting in later:
        posting["description"] = "Zorblax quintel farnoids want marnexing glims and tharping vexils. " * 3
    drift = held_against(later)
    assert {name for part, name in _found(drift) if part == "text"} == {
        "words that the bundle does not know",
        "postings unlike any of training",
    }
    assert "zorblax (200)" in drift.text[0].words
    assert drift.text[1].ledger.share == 1
