"""A changed posting judged by what it has in common with the first one is judged as if it were new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from features.client_level import level_of_rate
from features.fields.facts import Facts
from features.hazard_inputs import HazardInputs
from features.hazards import EDGES_DAYS, Hazards
from features.posting import Posting, read_posting
from features.profile import Profile
from features.reading.counts import CountRange
from features.reading.moments import Moment
from serving.history.copies import NO_COPIES
from serving.judge.case import Case
from serving.judge.weighing import Weighing
from serving.judge.what_if import with_activity, with_client, with_pay
from serving.scorer import Scorer

ME = Profile(hourly_rate_usd=45, skills=("Excel",), tier="intermediate", proposals_sent=60, hires=2)
FULL: dict[str, Any] = {
    "title": "Weekly report in Excel",
    "description": "Collect figures from five shops into one sheet, every Friday.",
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2026-11-18T10:00:00Z",
    "pay": {"type": "hourly", "min": 20, "max": 40, "currency": "USD"},
    "skills": ["Excel", "SQL"],
    "tier": "intermediate",
    "duration": "1 to 3 months",
    "weekly_hours": "20 hrs/week",
    "connects": 10,
    "boost_bids": [9, 4],
    "client": {"jobs_posted": 20, "hire_rate_percent": 50, "avg_hourly_usd": 30, "payment_verified": False},
    "activity": {"proposals": "10 to 15", "interviewing": 1, "last_viewed": "1 hour ago"},
}
FLAT = FULL | {"description": "Collect figures from five shops. We pay $300 a week.", "pay": "hourly"}
FAIR = FULL | {"pay": {"type": "hourly", "min": 50, "max": 60, "currency": "USD"}}
LATER = Moment(at=datetime(2026, 12, 2, 10, tzinfo=UTC), ago=None)
CHANGES: dict[str, Callable[[Posting], Posting]] = {
    "connects": lambda p: p.model_copy(update={"connects": 30}),
    "boost_bids": lambda p: p.model_copy(update={"boost_bids": (50, 40, 30, 20)}),
    "skills": lambda p: p.model_copy(update={"skills": ("COBOL",)}),
    "posted_at": lambda p: p.model_copy(update={"posted_at": Moment(at=None, ago=timedelta(days=20))}),
    "observed_at": lambda p: p.model_copy(update={"observed_at": LATER}),
    "hours": lambda p: p.model_copy(update={"weekly_hours": "30+ hrs/week"}),
    "pay.max": lambda p: with_pay(p, max=90.0),
    "pay": lambda p: with_pay(p, min=4.0, max=4.0),
    "record": lambda p: with_client(p, hire_rate_percent=95.0),
    "average": lambda p: with_client(p, avg_hourly_usd=10.0),
    "verified": lambda p: with_client(p, payment_verified=True),
    "proposals": lambda p: with_activity(p, proposals=CountRange(50, None)),
    "interviewing": lambda p: with_activity(p, interviewing=9),
    "hires": lambda p: with_activity(p, hires=1),
    "last_viewed": lambda p: with_activity(p, last_viewed=Moment(at=None, ago=timedelta(days=2))),
}


def _weighing(scorer: Scorer, posting: Posting) -> Weighing:
    facts = Facts(posting)
    [described] = scorer._described([facts])
    return Weighing(scorer._models, facts, described, NO_COPIES, ME)


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_stale_is_taken_over(scorer: Scorer, name: str) -> None:
    """One field at a time: chance of a hire, that it is you, value, price and doubt are those of a fresh weighing."""
    first = read_posting(FULL)
    changed = CHANGES[name](first)
    weighing = _weighing(scorer, first)
    before, again, fresh = weighing.case, weighing.of(changed).bid, _weighing(scorer, changed).case.bid
    # Skills, hours and dates move danger and market a little, which trying them leaves out.
    near = 0.1 if name in ("skills", "hours", "observed_at", "posted_at") else 1e-9
    assert again.p_win == pytest.approx(fresh.p_win, rel=near)
    assert again.gain_usd == pytest.approx(fresh.gain_usd, rel=near)
    assert again.doubt == pytest.approx(fresh.doubt, rel=near)
    assert again.prices == fresh.prices
    moved = (again.p_win, again.value_usd, again.prices) != (before.bid.p_win, before.bid.value_usd, before.bid.prices)
    assert moved, "a change that moves nothing tests nothing"


@pytest.mark.parametrize("posting", [FULL, FLAT, FAIR], ids=["a range", "so much a week", "over one's own rate"])
@pytest.mark.parametrize("fitted", [False, True])
def test_nothing_stale_is_taken_over_from_a_changed_posting(scorer: Scorer, fitted: bool, posting: dict[str, Any]) -> None:
    """Any change after any other, judged near the first: as what is unknown is tried at a higher pay."""
    judge = _refitted(scorer) if fitted else scorer
    warm = _weighing(judge, read_posting(posting))
    for one, other in permutations(CHANGES, 2):
        twice = CHANGES[other](CHANGES[one](warm.case.evidence.posting))
        again, fresh = warm.of(twice), _cold(judge, warm, twice)
        assert again.bid == fresh.bid, (one, other)
        assert again.evidence.ghost == fresh.evidence.ghost, (one, other)
        assert again.limits == fresh.limits, (one, other)


def _refitted(scorer: Scorer) -> Scorer:
    """Return the scorer with hazards, in which age and pay move what is known before any activity, too."""
    hazards = Hazards((-1.5, -1.7, -2.0, -2.3, -2.6, -3.0), (-3.0,) * len(EDGES_DAYS[1:]), 0.8, (-0.3, 0.4), 0.5)
    inputs = HazardInputs(level_of_rate(0.38, 0.15, -0.3, 6.0), 10.0, {"hourly": 25.0}, 0.15)
    settings = hazards.settings() | inputs.settings() | {"refund_known": True}
    return Scorer(replace(scorer.bundle, ghost={**scorer.bundle.ghost, "hazard": settings}))


def _cold(scorer: Scorer, warm: Weighing, posting: Posting) -> Case:
    """Return the case of a posting that shares its danger and market with another and nothing else."""
    return Weighing(scorer._models, Facts(posting), warm._described, NO_COPIES, ME).case
