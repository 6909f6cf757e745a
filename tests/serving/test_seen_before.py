"""A posting that was seen before is judged by what that tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from features.fields.earlier import Earlier
from features.posting import Activity, read_posting
from features.profile import Profile
from serving.answer import Answer
from serving.scorer import Scorer
from tests.support.promises import check_identity, check_weights

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
POSTING: dict[str, Any] = {
    "id": "p-7",
    "title": "Draw a map of our allotments",
    "description": "One sheet with forty plots and their numbers, from our sketch.",
    "observed_at": NOW.isoformat(),
    "posted_at": "3 hours ago",
    "pay": {"type": "fixed", "max": 250},
    "connects": 10,
    "client": {"jobs_posted": 10, "hire_rate_percent": 60, "payment_verified": True},
    "activity": {"proposals": "20 to 50", "interviewing": 0, "invites_sent": 2},
}


def _judged(scorer: Scorer, days: float, activity: dict[str, Any]) -> Answer:
    then = read_posting(POSTING | {"activity": activity}).activity if activity else Activity()
    answer = scorer.score(POSTING, Profile(), earlier=Earlier(NOW - timedelta(days=days), None, then))
    check_identity(answer, Profile())
    check_weights(answer)
    return answer


def test_a_renewed_posting_is_as_old_as_it_was_seen(scorer: Scorer) -> None:
    """Its page says three hours; nine days ago it stood there already."""
    fresh, known = scorer.score(POSTING), _judged(scorer, 9, {"proposals": "5 to 10"})
    assert known.ghost.probability > fresh.ghost.probability
    codes = {reason.code for reason in known.reasons} - {reason.code for reason in fresh.reasons}
    assert {"renewed", "no_interview", "seen_moved"} <= codes


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (
            {"proposals": "5 to 10", "interviewing": 1, "invites_sent": 2},
            "You first saw this posting 9 days ago. Proposals were 5 to 10, and are 20 to 50. Interviews were 1, and are 0.",
        ),
        (
            {"proposals": "20 to 50", "interviewing": 0},
            "You first saw this posting 9 days ago; none of the counters on its page has moved since.",
        ),
        ({"hires": 0}, None),  # today's page does not show it
        ({}, None),
    ],
)
def test_what_moved_is_said(scorer: Scorer, then: dict[str, Any], said: str | None) -> None:
    """Of the counters that both looks show."""
    texts = [reason.text for reason in _judged(scorer, 9, then).reasons if reason.code.startswith("seen_")]
    assert texts == ([] if said is None else [said])


def test_a_look_of_the_same_day_says_nothing(scorer: Scorer) -> None:
    """Reloading a page is no news."""
    fresh, again = scorer.score(POSTING), _judged(scorer, 0.1, {"proposals": "20 to 50"})
    assert again == fresh


def test_more_looks_than_postings_are_refused(scorer: Scorer) -> None:
    """Nobody's look goes to another posting."""
    with pytest.raises(ValueError, match="2 earlier looks for 1 postings"):
        scorer.score_many([read_posting(POSTING)], None, None, [None, None])
