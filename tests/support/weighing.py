"""Postings weighed one by one, and their numbers, for tests of what is tried in arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from features.client_level import level_of_rate
from features.fields.facts import Facts
from features.hazard_inputs import HazardInputs
from features.hazards import EDGES_DAYS, Hazards
from features.posting import read_posting
from features.profile import Profile
from serving.history.copies import NO_COPIES, Copies
from serving.judge.case import Case
from serving.judge.weighing import weighed
from serving.models.described import Described
from serving.scorer import Scorer

__all__ = ["FULL", "ME", "case_of", "described_of", "refitted"]

ME = Profile(hourly_rate_usd=45, skills=("Excel",), tier="intermediate", proposals_sent=60, hires=2)
#: Everything is known of it.
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


def described_of(scorer: Scorer, raw: Mapping[str, Any]) -> Described:
    """Return what the models say of the description."""
    return scorer._described([Facts(read_posting(raw))])[0]


def case_of(
    scorer: Scorer, raw: Mapping[str, Any], described: Described | None = None, who: Profile = ME, copies: Copies = NO_COPIES
) -> Case:
    """Return the case of one posting, weighed by itself; ``described`` where it shares danger and market with another."""
    facts = Facts(read_posting(raw))
    return weighed(scorer._models, facts, described or described_of(scorer, raw), copies, who)


def refitted(scorer: Scorer, *, refund_known: bool = True) -> Scorer:
    """Return the scorer with hazards, in which age and pay move what is known before any activity, too."""
    hazards = Hazards((-1.5, -1.7, -2.0, -2.3, -2.6, -3.0), (-3.0,) * len(EDGES_DAYS[1:]), 0.8, (-0.3, 0.4), 0.5)
    inputs = HazardInputs(level_of_rate(0.38, 0.15, -0.3, 6.0), 10.0, {"hourly": 25.0}, 0.15)
    settings = hazards.settings() | inputs.settings() | {"refund_known": refund_known}
    return Scorer(replace(scorer.bundle, ghost={**scorer.bundle.ghost, "hazard": settings}))
