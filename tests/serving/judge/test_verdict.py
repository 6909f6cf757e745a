"""The verdict: lists, danger, limits, money with its doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.posting import read_posting
from features.profile import Profile
from serving.assumptions import load_assumptions
from serving.judge.verdict import _expected_loss
from serving.scorer import Scorer
from tests.support.strategies import postings
from tests.support.verdicts import RANK

GOOD: dict[str, Any] = {
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2026-11-18T10:00:00Z",
    "title": "Bookkeeping clean-up for a bakery",
    "description": "Twelve months of receipts, sorted by month, into the ledger. Two milestones, paid as each is done.",
    "pay": {"type": "fixed", "min": 700, "max": 700, "currency": "USD"},
    "connects": 8,
    "client": {"id": "c1", "jobs_posted": 30, "hire_rate_percent": 70, "payment_verified": True},
    "activity": {"proposals": "5 to 10", "interviewing": 1, "hires": 0, "last_viewed": "1 hour ago"},
}
DANGER = {
    **GOOD,
    "description": "Message me on Telegram first. You pay a refundable security deposit of $80 before you start.",
}


def _verdict(scorer: Scorer, raw: dict[str, Any], **profile: Any) -> str:
    return scorer.score(read_posting(raw), Profile(**profile)).verdict


def test_lists_come_first(scorer: Scorer) -> None:
    """A trusted client is answered though the text reads dangerous, a blocked one is not though all is well."""
    assert _verdict(scorer, GOOD) == "apply"
    assert _verdict(scorer, DANGER) == "skip"
    assert _verdict(scorer, DANGER, trusted_clients=("c1",)) == "apply"
    assert _verdict(scorer, GOOD, blocked_clients=("c1",)) == "skip"
    assert _verdict(scorer, DANGER, trusted_clients=("another",)) == "skip"
    assert _verdict(scorer, GOOD, trusted_clients=("c1",), max_connects=4) == "consider"
    both = _verdict(scorer, GOOD, trusted_clients=("c1",), blocked_clients=("c1",))
    assert both == "skip"


def test_danger_comes_before_money(scorer: Scorer) -> None:
    """However much it pays."""
    rich = {**DANGER, "pay": {"type": "fixed", "min": 90_000, "max": 90_000, "currency": "USD"}, "connects": 0}
    assert _verdict(scorer, rich) == "skip"


def test_limits_come_before_money(scorer: Scorer) -> None:
    """Your own price, your own floor."""
    assert _verdict(scorer, GOOD, max_connects=7) == "skip"
    assert _verdict(scorer, GOOD, min_fixed_usd=800) == "skip"


def test_an_invitation_is_judged_by_the_same_sum(scorer: Scorer) -> None:
    """It costs no Connects; time that is counted and pay under the floor still do."""
    invited = {**GOOD, "invited": True, "connects": None}
    answer = scorer.score(read_posting(invited))
    assert (answer.verdict, answer.worth.connects_cost_usd) == ("apply", 0.0)
    tiny = {**invited, "pay": {"type": "fixed", "min": 12, "max": 12, "currency": "USD"}}
    assert _verdict(scorer, tiny, hourly_rate_usd=90, minutes_per_proposal=30) == "skip"
    assert _verdict(scorer, tiny, min_fixed_usd=25) == "skip"


def test_a_taken_posting_is_worth_little(scorer: Scorer) -> None:
    """Somebody was hired: no ghost, and hardly a chance."""
    taken = {**GOOD, "activity": {**GOOD["activity"], "hires": 1}}
    free, after = (scorer.score(read_posting(raw)).worth.expected_value_usd for raw in (GOOD, taken))
    assert free is not None
    assert after is not None
    assert after < free / 2


@given(gain=st.floats(0.01, 1e4), doubt=st.floats(0.05, 2.5), cost=st.floats(0.01, 1e4))
@settings(max_examples=200, deadline=None)
def test_the_expected_loss_is_the_integral(gain: float, doubt: float, cost: float) -> None:
    """The closed form against the sum over the density of the log of the gain."""
    z = np.linspace(-9.0, 9.0, 36_001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    gains = gain * np.exp(doubt * z - doubt**2 / 2)
    expected = float(np.maximum(0.0, cost - gains) @ density)
    assert _lost(gain, doubt, cost) == pytest.approx(expected, rel=1e-3, abs=1e-7 * cost)


def _lost(*of: float) -> float:
    return float(_expected_loss(*(np.array([one]) for one in of))[0])


def test_no_cost_is_no_loss() -> None:
    """And without doubt the loss is what is lost."""
    assert [_lost(1.0, 1.0, 0.0), _lost(1.0, 0.0, 3.0), _lost(4.0, 0.0, 3.0)] == [0.0, 2.0, 0.0]


@given(raw=postings(), few=st.integers(0, 60), more=st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_more_connects_never_lift_the_verdict_by_money(scorer: Scorer, raw: dict[str, Any], few: int, more: int) -> None:
    """Unless the lower price leaves too little to judge by."""
    cheap, dear = (scorer.score(read_posting({**raw, "connects": price})).verdict for price in (few, few + more))
    assert cheap == "not_enough_evidence" or RANK[dear] <= RANK[cheap]


@pytest.mark.parametrize("cost", [1.0, 3.0, 10.0, 100.0])
def test_dearer_mistakes_make_fewer_applies(scorer: Scorer, sample: list[dict[str, Any]], cost: float) -> None:
    """The cost of being wrong is a setting; it never turns a skip into anything else."""
    assumed = load_assumptions()
    records = dict(assumed.records)
    records["wasted_dollar"] = replace(records["wasted_dollar"], value=cost)
    careful = Scorer(scorer.bundle, replace(assumed, records=records))
    for raw in sample:
        usual, strict = scorer.score(raw).verdict, careful.score(raw).verdict
        if cost >= assumed["wasted_dollar"] and usual != "not_enough_evidence":
            assert RANK[strict] <= RANK[usual]
        assert (strict == "skip") <= (usual in ("skip", "not_enough_evidence"))


def test_the_cost_of_mistakes_matters(scorer: Scorer) -> None:
    """Near the turning point an apply becomes a consider."""
    price = scorer.score(read_posting(GOOD)).worth.max_connects
    assert price is not None
    close = {**GOOD, "connects": int(price * 0.6)}
    assumed = load_assumptions()
    verdicts = []
    for cost in (1.0, 100.0):
        records = dict(assumed.records)
        records["wasted_dollar"] = replace(records["wasted_dollar"], value=cost)
        verdicts.append(Scorer(scorer.bundle, replace(assumed, records=records)).score(read_posting(close)).verdict)
    assert verdicts == ["apply", "consider"]
    assert _verdict(scorer, {**GOOD, "connects": price + 1}) == "skip"


@pytest.mark.parametrize("band", ["scam_medium", "ghost_high", "low_budget_high"])
def test_each_risk_alone_forbids_a_plain_apply(scorer: Scorer, band: str) -> None:
    """Where its band begins is a setting."""
    assumed = load_assumptions()
    records = dict(assumed.records)
    records[band] = replace(records[band], value=0.0)
    strict = Scorer(scorer.bundle, replace(assumed, records=records))
    assert scorer.score(read_posting(GOOD)).verdict == "apply"
    assert strict.score(read_posting(GOOD)).verdict == "consider"


def test_an_unknown_price_is_the_dearest_for_apply_and_the_cheapest_for_skip(scorer: Scorer) -> None:
    """What is not known must not make a posting look better."""
    assumed = load_assumptions()
    for pay in range(40, 400, 10):
        raw = {**GOOD, "pay": {"type": "fixed", "min": pay, "max": pay, "currency": "USD"}, "connects": None}
        unknown = scorer.score(read_posting(raw)).verdict
        dear, cheap = (
            scorer.score(read_posting({**raw, "connects": int(assumed[f"typical_connects_{end}"])})).verdict
            for end in ("high", "low")
        )
        if unknown == "apply":
            assert dear == "apply"
        if cheap == "skip":
            assert unknown == "skip"
