"""The level of the chance of no hire: a marketplace that outcomes were learnt from has its own."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy.optimize import brentq

from serving.scorer import Scorer

TITLE = "repair a form"


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _ghost(scorer: Scorer, source: str | None, **client: Any) -> float:
    posting = {"title": TITLE, "description": "", "source": source, "client": client}
    return scorer.score(posting).ghost.probability


@pytest.fixture
def markets(scorer: Scorer) -> dict[str, dict[str, Any]]:
    """Return the marketplaces of the bundle."""
    found: dict[str, dict[str, Any]] = scorer.bundle.ghost["markets"]
    assert found
    return found


def test_an_unknown_client_has_the_marketplaces_rate(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """The share of its postings that were not filled, moved by the layer alone; elsewhere that of the assumptions."""
    for name, market in markets.items():
        level = _log_odds(1 - market["hire_rate"])
        layer = market["layer"]["intercept"] + sum(market["layer"]["labels"].get(f"title:{w}", 0) for w in TITLE.split())
        assert _log_odds(_ghost(scorer, name)) == pytest.approx(level + market["slope"] * layer, abs=1e-3)
    own = 1 - scorer.assumptions["marketplace_hire_rate"]
    assert [_ghost(scorer, source) for source in (None, "upwork", "never heard of")] == pytest.approx([own] * 3, abs=1e-4)


def test_a_record_counts_against_the_marketplaces_mean(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """By hand, for 3 hires of 8 finished postings and for a first-time client: what differs from an unknown one."""
    for name, market in markets.items():
        unknown = _log_odds(_ghost(scorer, name))
        mean, strength, level = market["mean"], market["strength_posts"], _log_odds(1 - market["hire_rate"])
        known = _log_odds(1 - (strength * mean + 3) / (strength + 8)) - level
        hires = market["layer"]["numbers"]["log_hires"] * math.log(4)
        moved = _log_odds(_ghost(scorer, name, jobs_posted=9, hires=3)) - unknown
        assert moved == pytest.approx(market["slope"] * (known + hires), abs=2e-3)
        new = _log_odds(1 - market["new_client_mean"]) - level
        moved = _log_odds(_ghost(scorer, name, jobs_posted=1, hires=0)) - unknown
        assert moved == pytest.approx(market["slope"] * new, abs=2e-3)


def test_what_is_carried_over_by_hand(scorer: Scorer) -> None:
    """The freelance marketplace: 3 hires of 8 against its own mean, and pay at some part of the market's middle."""
    ghost, a = scorer.bundle.ghost, scorer.assumptions
    level, share, offset = 1 - a["marketplace_hire_rate"], a["new_client_share"], ghost["new_client_logit_offset"]
    mean = brentq(lambda m: (1 - share) * m + share * _chance(_log_odds(m) + offset) - (1 - level), 0.01, 0.99)
    strength, slope = ghost["strength_posts"], ghost["slope"]
    known = slope * (_log_odds(1 - (strength * mean + 3) / (strength + 8)) - _log_odds(level))
    assert _log_odds(_ghost(scorer, None, jobs_posted=9, hires=3)) == pytest.approx(_log_odds(level) + known, abs=1e-3)
    assert _log_odds(_ghost(scorer, None, jobs_posted=1, hires=0)) == pytest.approx(
        _log_odds(level) + slope * (_log_odds(1 - _chance(_log_odds(mean) + offset)) - _log_odds(level)), abs=1e-3
    )
    paid = scorer.score(
        {"title": TITLE, "description": "", "pay": {"type": "fixed", "min": 20, "max": 20, "currency": "USD"}}
    )
    assert paid.low_budget.market is not None
    pay = ghost["layer"]["numbers"]["log_pay_to_market"] * math.log(20 / paid.low_budget.market.p50)
    assert pay > 0.05
    assert _log_odds(paid.ghost.probability) == pytest.approx(_log_odds(level) + slope * pay, abs=1e-3)
    [reason] = [reason for reason in paid.reasons if reason.group == "ghost"]
    assert (reason.code, reason.field, reason.direction) == ("pays_less", "pay", "-")
    assert reason.weight == pytest.approx(slope * pay, abs=0.006)


def test_the_doubt_grows_with_what_is_not_known(scorer: Scorer) -> None:
    """A long record leaves less doubt than a short one, and a first-time client more than either."""

    def width(**client: Any) -> float:
        answer = scorer.score({"title": TITLE, "description": "", "client": client}).ghost
        return _log_odds(answer.high) - _log_odds(answer.low)

    long, short, new = width(jobs_posted=200, hires=76), width(jobs_posted=9, hires=3), width(jobs_posted=1, hires=0)
    assert 0.6 < long < short < new
