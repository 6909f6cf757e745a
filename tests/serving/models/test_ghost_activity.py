"""What the activity on the page amounts to, counter by counter, by hand with the default assumptions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from features.fields.facts import Facts
from features.posting import read_posting
from serving.assumptions import load_assumptions
from serving.history.copies import MOST, NO_COPIES, Copies
from serving.models.ghost.activity import activity_steps, within
from serving.models.ghost.view import Step
from serving.scorer import Scorer
from serving.texts import load_texts
from tests.support.ids import id_made

ASSUMPTIONS = load_assumptions()
SEEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
NOBODY: dict[str, Any] = {"interviewing": 0, "last_viewed": "1 hour ago"}


def posting(age: float | None, activity: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a posting of so many days (``None``: unknown) with the counters."""
    made = None if age is None else id_made(SEEN - timedelta(days=age))
    return {"id": made, "title": "x", "description": "", "observed_at": SEEN.isoformat(), "activity": activity, **more}


def steps(age: float | None, activity: dict[str, Any], copies: Copies = NO_COPIES, **more: Any) -> dict[str, float]:
    """Return the log odds by code, without that of the age."""
    facts = Facts(read_posting(posting(age, activity, **more)))
    found = activity_steps(facts.posting.activity, facts, ASSUMPTIONS, copies)
    return {step.code: round(step.log_odds, 4) for step in found if step.code != "old"}


@pytest.mark.parametrize(
    ("age", "activity", "expected"),
    [
        (5, {}, {}),
        (5, {"interviewing": 1, "unanswered_invites": 20, "invites_sent": 20}, {"interviewing": -0.25}),
        (5, {"interviewing": 2}, {"interviewing": -0.25}),
        (5, {"interviewing": 3}, {"interviewing": -0.375}),
        (None, {"interviewing": 9}, {"interviewing": -0.375}),
        (2.9, NOBODY, {}),
        (3.1, NOBODY, {"no_interview": 0.6}),
        (None, NOBODY, {}),
    ],
)
def test_interviews(age: float | None, activity: dict[str, Any], expected: dict[str, float]) -> None:
    """Somebody in interviews at any age, half more from 3 on; nobody only after three days."""
    assert steps(age, activity) == expected


@pytest.mark.parametrize(
    ("unanswered", "sent", "expected"),
    [
        (0, 0, None),
        (None, 30, None),
        (1, 1, 0.04),
        (5, 5, 0.2),
        (5, 20, 0.125),  # 0.4 x 5/10 x (1 + 5/20) / 2
        (5, None, 0.15),  # 0.4 x 5/10 x (1 + 0.5) / 2
        (10, 10, 0.4),
        (400, 400, 0.4),
        (40, 400, 0.22),
        (5, 2, 0.2),  # more than were sent: absurd, taken as all of them
    ],
)
def test_unanswered_invites(unanswered: int | None, sent: int | None, expected: float | None) -> None:
    """By number up to ten, and by share of those sent; without the share, as if half were answered."""
    found = steps(1, NOBODY | {"unanswered_invites": unanswered, "invites_sent": sent})
    assert found == ({} if expected is None else {"unanswered_invites": expected})


def test_invites_say_nothing_where_interviews_are_unknown() -> None:
    """The sentence says that nobody is interviewed; most clients with many unanswered invitations do interview."""
    assert steps(10, {"unanswered_invites": 20, "invites_sent": 20}) == {}


@pytest.mark.parametrize(
    ("proposals", "age", "expected"),
    [
        ("50+", 5, 0.2),
        ("50+", 2, None),
        (35, 5, 0.1),
        ("20 to 50", 5, None),
        ("Less than 5", 25, None),
        (0, 25, None),
        (10**9, 5, 0.2),
    ],
)
def test_many_proposals_and_nobody_chosen(proposals: object, age: float, expected: float | None) -> None:
    """From 20 evenly to 50, after three days; few of them say nothing at any age."""
    assert steps(age, NOBODY | {"proposals": proposals}).get("crowd_no_interview") == expected
    assert "crowd_no_interview" not in steps(age, {"proposals": proposals})


@pytest.mark.parametrize(
    ("age", "viewed", "expected"),
    [
        (10, "1 hour ago", {}),
        (10, "yesterday", {}),
        (8, "4 days ago", {"not_viewed": 0.125}),  # 0.5 x 3/6 x (1 + 0) / 2: half of its life
        (60, "3 weeks ago", {"not_viewed": 0.25}),
        (8, "6 days ago", {"not_viewed_mostly": 0.3125}),  # 0.5 x 5/6 x (1 + 0.5) / 2: three quarters of it
        (8, "8 days ago", {"not_viewed_mostly": 0.5}),
        (4, "4 days ago", {"not_viewed_mostly": 0.25}),
        (4, "last month", {"not_viewed_mostly": 0.25}),  # older than the posting: absurd, taken as never since
        (0.5, "2 weeks ago", {}),
        (None, "2 weeks ago", {"not_viewed": 0.375}),  # age unknown: 0.5 x 1 x (1 + 0.5) / 2
    ],
)
def test_last_look(age: float | None, viewed: str, expected: dict[str, float]) -> None:
    """Half by the days without a look, half by their share of the posting's life."""
    assert steps(age, {"last_viewed": viewed}) == expected


@pytest.mark.parametrize(
    ("age", "activity", "expected"),
    [
        (8, {"interviewing": 0}, 0.25),  # half of 0.5 x 1 x 1
        (4, {"interviewing": 0}, 0.125),  # half of 0.5 x 3/6 x 1
        (2, {"interviewing": 0}, None),
        (None, {"interviewing": 0}, None),
        (8, {"interviewing": 1}, None),
        (8, {"proposals": "50+"}, None),  # a search tile
        (8, {"hires": 0, "invites_sent": 3}, None),
    ],
)
def test_no_look_shown(age: float | None, activity: dict[str, Any], expected: float | None) -> None:
    """Evidence where the page told of interviews and the posting is old enough; on a tile it is only unknown."""
    assert steps(age, activity).get("never_viewed") == expected


@pytest.mark.parametrize(("later", "expected"), [(0, None), (3 / 24, None), (0.9, None), (3.5, 0.1), (7, 0.2), (25, 0.2)])
def test_renewed(later: float, expected: float | None) -> None:
    """The whole from a week on. The marketplace's three hours, which it keeps new clients' postings, are nothing."""
    stated = (SEEN - timedelta(days=28 - later)).isoformat()
    assert steps(28, {}, posted_at=stated).get("renewed") == expected


@pytest.mark.parametrize(
    ("copies", "expected"),
    [
        (NO_COPIES, None),
        (Copies(1, 0, 1, 0), 0.2),
        (Copies(MOST, 0, MOST, 0), 0.2),
        (Copies(9, 9, 0, 0), None),
        (Copies(9, 0, 0, 9), None),
    ],
)
def test_reposted(copies: Copies, expected: float | None) -> None:
    """Only the client's own copies, one as much as many."""
    assert steps(1, {}, copies).get("reposted") == expected


def test_all_together_stay_within_the_bound() -> None:
    """Ten days, nobody interviewed or looking, fifty proposals, ten lost invitations: 1.2 instead of 1.7, each 1.2/1.7."""
    worst = {
        "interviewing": 0, "unanswered_invites": 10, "invites_sent": 10, "proposals": "50+", "last_viewed": "10 days ago",
    }  # fmt: skip
    assert steps(10, worst) == {
        "no_interview": 0.4235, "crowd_no_interview": 0.1412, "unanswered_invites": 0.2824, "not_viewed_mostly": 0.3529,
    }  # fmt: skip


def test_the_bound_holds_either_way() -> None:
    """And leaves alone what is within."""
    both = [Step("a", -2.0, "x", {}), Step("b", 0.5, "x", {})]
    assert [step.log_odds for step in within(both, 1.0)] == pytest.approx([-4 / 3, 1 / 3])
    assert within(both, 1.5) == both
    assert [step.log_odds for step in within(both, 0.0)] == [0.0, 0.0]


def test_the_age_stands_beside_the_bound(scorer: Scorer) -> None:
    """By hand: 62% is log odds 0.4895, the worst activity 1.2, 30 days 0.8, together 0.9233."""
    worst = {
        "interviewing": 0, "unanswered_invites": 10, "invites_sent": 10, "proposals": "50+", "last_viewed": "30 days ago",
    }  # fmt: skip
    assert scorer.score(posting(30, worst)).ghost.probability == pytest.approx(0.9233, abs=2e-4)


def test_every_step_has_its_sentence(scorer: Scorer) -> None:
    """Each code comes out as a reason that names its field, with all its blanks filled."""
    cases: list[tuple[dict[str, Any], Copies]] = [
        (posting(10, {"interviewing": 0, "unanswered_invites": 9, "proposals": "50+"}), NO_COPIES),
        (posting(9, {"interviewing": 4, "last_viewed": "8 days ago"}), NO_COPIES),
        (posting(60, {"last_viewed": "20 days ago"}), Copies(2, 0, 2, 0)),
        (posting(25, {}, posted_at="2 days ago"), NO_COPIES),
        (posting(25, {"hires": 1}), NO_COPIES),
    ]
    fields: dict[str, str] = {}
    for raw, copies in cases:
        for reason in scorer.score(raw, copies=copies).reasons:
            if reason.group == "ghost":
                fields[reason.code] = reason.field
                assert "{" not in reason.text
    assert fields == {
        "interviewing": "activity.interviewing",
        "no_interview": "activity.interviewing",
        "crowd_no_interview": "activity.proposals",
        "unanswered_invites": "activity.unanswered_invites",
        "not_viewed": "activity.last_viewed",
        "not_viewed_mostly": "activity.last_viewed",
        "never_viewed": "activity.last_viewed",
        "renewed": "posted_at",
        "reposted": "description",
        "old": "posted_at",
        "hired_already": "activity.hires",
    }
    assert set(fields) <= set(load_texts()["ghost"])


@pytest.mark.parametrize(
    ("raw", "copies", "code", "text"),
    [
        (
            posting(4, NOBODY | {"unanswered_invites": 3, "invites_sent": 8}),
            NO_COPIES,
            "unanswered_invites",
            ": 3 of 8, and",
        ),
        (posting(4, NOBODY | {"unanswered_invites": 3}), NO_COPIES, "unanswered_invites", ": 3, and"),
        (
            posting(9, {"last_viewed": "8 days ago"}),
            NO_COPIES,
            "not_viewed_mostly",
            "8 days ago, and it was made 9 days ago",
        ),
        (posting(4, NOBODY | {"proposals": "50+"}), NO_COPIES, "crowd_no_interview", "50 or more proposals, and"),
        (posting(4, NOBODY | {"proposals": 60}), NO_COPIES, "crowd_no_interview", "60 proposals, and"),
        (posting(9, {"interviewing": 0}), NO_COPIES, "never_viewed", "made 9 days ago; often that means never"),
        (posting(25, {}, posted_at="2 days ago"), NO_COPIES, "renewed", "its date is 22 days after it was made"),
        (posting(1, {}), Copies(1, 0, 1, 0), "reposted", "(1 other posting you have seen)"),
        (posting(1, {}), Copies(MOST, 0, MOST, 0), "reposted", "(32 or more other postings you have seen)"),
    ],
)
def test_what_is_said(scorer: Scorer, raw: dict[str, Any], copies: Copies, code: str, text: str) -> None:
    """The numbers of the page stand in the sentence."""
    (reason,) = [reason for reason in scorer.score(raw, copies=copies).reasons if reason.code == code]
    assert text in reason.text
    assert reason.direction == "-"


def test_taken_is_no_ghost_and_says_so(scorer: Scorer) -> None:
    """Whatever else the page shows."""
    bad = {"interviewing": 0, "unanswered_invites": 30, "last_viewed": "20 days ago", "hires": 1}
    answer = scorer.score(posting(25, bad))
    assert answer.ghost.probability == ASSUMPTIONS["hired_already_ghost"]
    assert "taken" in next(reason.text for reason in answer.reasons if reason.code == "hired_already")


def test_missing_names_only_what_could_matter(scorer: Scorer) -> None:
    """No look on a posting of an hour, and neither looks nor interviews on one that is taken."""
    fields = ("activity.interviewing", "activity.last_viewed")

    def missing(age: float | None, activity: dict[str, Any]) -> list[str]:
        return [gap.field for gap in scorer.score(posting(age, activity)).missing if gap.field in fields]

    assert missing(10, {}) == list(fields)
    assert missing(None, {}) == list(fields)
    assert missing(0.04, {}) == ["activity.interviewing"]
    assert missing(10, {"hires": 1}) == []
    assert missing(10, {"interviewing": 0}) == ["activity.last_viewed"]


def test_a_first_time_client_is_held_for_three_hours_without_loss(scorer: Scorer) -> None:
    """The same chance with the hold as without it."""
    new = {"jobs_posted": 1, "hires": 0, "total_spent_usd": 0}
    held = posting(0.5, {}, client=new, posted_at=(SEEN - timedelta(hours=9)).isoformat())
    assert scorer.score(held).ghost == scorer.score(posting(0.5, {}, client=new)).ghost
