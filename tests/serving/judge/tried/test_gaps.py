"""What is not known: most decisive first, and too little to judge by only where it could turn the verdict over."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from features.posting import read_posting
from features.profile import Profile
from serving.scorer import Scorer
from serving.texts import load_texts
from tests.support.strategies import postings
from tests.support.verdicts import RANK

TILE: dict[str, Any] = {
    "title": "Five banner pictures for a bakery",
    "description": "Five banners, sizes are given, our photos are used.",
    "pay": {"type": "fixed", "min": 60, "max": 60, "currency": "USD"},
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2026-11-20T02:00:00Z",
    "activity": {"proposals": "10 to 15"},
}


def test_a_missing_record_may_leave_too_little(scorer: Scorer) -> None:
    """At a price where a client who hires is worth it and one who never does is not, the answer says so."""
    by_price = {price: scorer.score(read_posting({**TILE, "connects": price})) for price in range(1, 60)}
    undecided = [price for price, answer in by_price.items() if answer.verdict == "not_enough_evidence"]
    assert undecided
    between = load_texts()["change"]["between"].format(worse="Skip", better="Apply")
    for price in undecided:
        assert any(between in gap.why for gap in by_price[price].missing)
        ends = [
            scorer.score(
                read_posting({**TILE, "connects": price, "client": {"hire_rate_percent": rate, "jobs_posted": 20}})
            ).verdict
            for rate in (10, 80)
        ]
        if "client.hire_rate_percent" in by_price[price].missing[0].field:
            assert ends == ["skip", "apply"]


@given(raw=postings())
@settings(max_examples=120, deadline=None)
def test_what_decides_stands_first(scorer: Scorer, raw: dict[str, Any]) -> None:
    """Those that turn the verdict before those that do not; among these by dollars; the kind of pay before all."""
    gaps = scorer.score(read_posting(raw)).missing
    if gaps and any(gap.field == "pay.type" for gap in gaps):
        assert gaps[0].field == "pay.type"
        return
    decides = [load_texts()["change"]["between"][:10] in gap.why for gap in gaps]
    assert decides == sorted(decides, reverse=True)
    quiet = [gap.swing_usd for gap, turns in zip(gaps, decides, strict=True) if not turns and gap.swing_usd is not None]
    assert quiet == sorted(quiet, reverse=True)


def test_nothing_is_missing_where_all_is_known(scorer: Scorer) -> None:
    """And what is known is not asked for."""
    full = {
        **TILE,
        "connects": 8,
        "client": {"jobs_posted": 20, "hire_rate_percent": 50},
        "activity": {"proposals": "10 to 15", "interviewing": 0, "last_viewed": "1 hour ago", "hires": 0},
    }
    assert scorer.score(read_posting(full)).missing == ()
    asked = {gap.field for gap in scorer.score(read_posting(TILE)).missing}
    assert {"connects", "client.hire_rate_percent", "activity.interviewing"} <= asked


def test_skills_are_missed_only_by_who_has_some(scorer: Scorer) -> None:
    """Without skills of your own there is nothing to compare."""
    fields = [
        {gap.field for gap in scorer.score(read_posting(TILE), Profile(skills=skills)).missing}
        for skills in ((), ("Figma",))
    ]
    assert ["skills" in found for found in fields] == [False, True]


def test_the_swing_of_connects_is_their_price(scorer: Scorer) -> None:
    """From 16 to 6 Connects at 15 cents, those that come back counted."""
    answer = scorer.score(read_posting(TILE))
    (gap,) = (gap for gap in answer.missing if gap.field == "connects")
    assert gap.swing_usd is not None
    assert abs(gap.swing_usd - 10 * 0.15 * (1 - answer.worth.refund_probability)) < 0.006


def test_a_decision_by_lists_is_not_open(scorer: Scorer) -> None:
    """A blocked client is skipped, whatever is missing."""
    raw = {**TILE, "connects": 20, "client": {"id": "c9"}}
    assert scorer.score(read_posting(raw), Profile(blocked_clients=("c9",))).verdict == "skip"
    assert RANK["not_enough_evidence"] == RANK["skip"]
