"""Whatever somebody assumes within the bounds: the sum stays a sum, and its parts add up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from features.posting import read_posting
from features.profile import Profile
from serving.assumptions import load_assumptions
from serving.scorer import Scorer
from tests.support.promises import check_identity, check_weights

ME = Profile(
    hourly_rate_usd=45,
    min_fixed_usd=100,
    skills=("Python", "Excel"),
    tier="intermediate",
    proposals_sent=60,
    hires=2,
    minutes_per_proposal=10,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(load_assumptions().records))
def test_at_either_bound_the_parts_add_up(scorer: Scorer, sample: list[dict[str, Any]], name: str) -> None:
    """One assumption at a time, at its lowest and at its highest."""
    assumed = load_assumptions()
    postings = [read_posting(raw) for raw in sample[::8]]
    for bound in (assumed.records[name].low, assumed.records[name].high):
        records = dict(assumed.records) | {name: replace(assumed.records[name], value=bound)}
        for answer in Scorer(scorer.bundle, replace(assumed, records=records)).score_many(postings, ME):
            check_weights(answer)
            check_identity(answer, ME)
