"""The level of the chance of no hire: a marketplace that outcomes were learnt from has its own."""

from __future__ import annotations

from typing import Any

import pytest

from serving.scorer import Scorer


def _ghost(scorer: Scorer, source: str | None, **client: Any) -> float:
    posting = {"title": "Repair a form", "description": "", "source": source, "client": client}
    return scorer.score(posting).ghost.probability


@pytest.fixture
def markets(scorer: Scorer) -> dict[str, dict[str, float]]:
    """Return the marketplaces of the bundle."""
    found: dict[str, dict[str, float]] = scorer.bundle.ghost["markets"]
    assert found
    return found


def test_an_unknown_client_has_the_marketplaces_rate(scorer: Scorer, markets: dict[str, dict[str, float]]) -> None:
    """The share of its postings that were not filled; elsewhere that of the assumptions."""
    for name, market in markets.items():
        assert _ghost(scorer, name) == pytest.approx(1 - market["hire_rate"], abs=1e-4)
    own = 1 - scorer.assumptions["marketplace_hire_rate"]
    assert [_ghost(scorer, source) for source in (None, "upwork", "never heard of")] == pytest.approx([own] * 3, abs=1e-4)


def test_a_record_counts_against_the_marketplaces_mean(scorer: Scorer, markets: dict[str, dict[str, float]]) -> None:
    """By hand, for 3 hires of 8 finished postings and for a first-time client."""
    for name, market in markets.items():
        mean, strength = market["mean"], market["strength_posts"]
        known = (strength * mean + 3) / (strength + 8)
        assert _ghost(scorer, name, jobs_posted=9, hires=3) == pytest.approx(1 - known, abs=1e-4)
        new = 1 - market["new_client_mean"]
        assert _ghost(scorer, name, jobs_posted=1, hires=0) == pytest.approx(new, abs=1e-4)
