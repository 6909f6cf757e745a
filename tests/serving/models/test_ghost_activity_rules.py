"""What must hold of the activity's steps whatever the page shows."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.fields.facts import Facts
from features.posting import read_posting
from serving.assumptions import load_assumptions
from serving.history.copies import MOST, Copies
from serving.models.ghost import GhostModel
from serving.models.ghost.activity import activity_steps
from serving.scorer import Scorer
from tests.support.ids import id_made

ASSUMPTIONS = load_assumptions()
SEEN = datetime(2026, 11, 20, 10, tzinfo=UTC)
#: Of sums of a few numbers near 1.
ROUNDING = 1e-12
MOST_COUNT = 10**9

_COUNTS = st.one_of(st.integers(0, 60), st.integers(0, MOST_COUNT))
#: Nobody and unknown often, for most steps rest on the one or the other.
_COUNT = st.one_of(st.none(), st.just(0), _COUNTS)
_DAYS = st.one_of(st.floats(0, 40), st.floats(0, 4_000))
_AGO = st.one_of(st.none(), _DAYS)
_PROPOSALS = st.one_of(st.sampled_from(["Less than 5", "5 to 10", "20 to 50", "50+"]), _COUNT)
_OWN = st.integers(0, MOST).map(lambda number: Copies(number, 0, number, 0))
PAGES = st.fixed_dictionaries(
    {
        "age": _AGO, "posted": _AGO, "last_viewed": _AGO, "interviewing": _COUNT, "invites_sent": _COUNT,
        "unanswered_invites": _COUNT, "proposals": _PROPOSALS, "hires": st.sampled_from([None, 0]), "copies": _OWN,
    }
)  # fmt: skip


def _at(days: float | None) -> str | None:
    return None if days is None else (SEEN - timedelta(days=days)).isoformat()


def facts_of(page: dict[str, Any]) -> Facts:
    """Return the facts of a page; ages and looks are days before it was seen."""
    counters = ("interviewing", "invites_sent", "unanswered_invites", "proposals", "hires")
    raw = {
        "id": None if page["age"] is None else id_made(SEEN - timedelta(days=page["age"])),
        "title": "x",
        "description": "",
        "observed_at": SEEN.isoformat(),
        "posted_at": _at(page["posted"]),
        "activity": {name: page[name] for name in counters} | {"last_viewed": _at(page["last_viewed"])},
    }
    return Facts(read_posting(raw))


def moved(page: dict[str, Any], **changes: Any) -> float:
    """Return the log odds of no hire that the activity and the age move together."""
    changed = {**page, **changes}
    facts = facts_of(changed)
    return sum(step.log_odds for step in activity_steps(facts.posting.activity, facts, ASSUMPTIONS, changed["copies"]))


@given(page=PAGES, few=_COUNTS, more=st.integers(1, 100))
@settings(max_examples=300)
def test_more_unanswered_invites_never_lower_the_chance(page: dict[str, Any], few: int, more: int) -> None:
    """With the invitations sent known or not, even where there are more than were sent; unknown is between none and all."""
    many = min(MOST_COUNT, few + more)
    assert moved(page, unanswered_invites=few) <= moved(page, unanswered_invites=many) + ROUNDING
    least, most = moved(page, unanswered_invites=0), moved(page, unanswered_invites=MOST_COUNT)
    assert least - ROUNDING <= moved(page, unanswered_invites=None) <= most + ROUNDING


@given(page=PAGES, few=_COUNTS, more=st.integers(1, 100))
@settings(max_examples=300)
def test_more_interviews_never_raise_the_chance(page: dict[str, Any], few: int, more: int) -> None:
    """And unknown is between nobody and many."""
    many = min(MOST_COUNT, few + more)
    assert moved(page, interviewing=many) <= moved(page, interviewing=few) + ROUNDING
    best, worst = moved(page, interviewing=MOST_COUNT), moved(page, interviewing=0)
    assert best - ROUNDING <= moved(page, interviewing=None) <= worst + ROUNDING


@given(page=PAGES, few=_COUNTS, more=st.integers(1, 100))
@settings(max_examples=300)
def test_more_invites_sent_never_raise_the_chance(page: dict[str, Any], few: int, more: int) -> None:
    """As many stand unanswered of more; unknown is between none but these and as many as can be counted."""
    many = min(MOST_COUNT, few + more)
    assert moved(page, invites_sent=many) <= moved(page, invites_sent=few) + ROUNDING
    # Of a thousand millions unanswered nobody can have answered most: as many as can be counted is then not many more.
    unanswered = min(page["unanswered_invites"] or 0, MOST_COUNT // 1000)
    best, worst, unknown = (
        moved(page, unanswered_invites=unanswered, invites_sent=sent) for sent in (MOST_COUNT, unanswered, None)
    )
    assert best - ROUNDING <= unknown <= worst + ROUNDING


@given(page=PAGES, few=_COUNTS, more=st.integers(1, 100))
@settings(max_examples=300)
def test_more_proposals_that_led_to_nothing_never_lower_the_chance(page: dict[str, Any], few: int, more: int) -> None:
    """And unknown is between none and as many as can be counted."""
    many = min(MOST_COUNT, few + more)
    assert moved(page, proposals=few) <= moved(page, proposals=many) + ROUNDING
    least, most = moved(page, proposals=0), moved(page, proposals=MOST_COUNT)
    assert least - ROUNDING <= moved(page, proposals=None) <= most + ROUNDING


@given(page=PAGES, look=_DAYS, longer=_DAYS)
@settings(max_examples=300)
def test_a_longer_time_without_a_look_never_lowers_the_chance(page: dict[str, Any], look: float, longer: float) -> None:
    """And unknown is between a look just now and none since posting."""
    assert moved(page, last_viewed=look) <= moved(page, last_viewed=look + longer) + ROUNDING
    now, never = moved(page, last_viewed=0.0), moved(page, last_viewed=4_000.0)
    assert now - ROUNDING <= moved(page, last_viewed=None) <= never + ROUNDING


@given(page=PAGES)
@settings(max_examples=300)
def test_all_steps_but_the_age_stay_within_the_bound(page: dict[str, Any]) -> None:
    """Together, either way, and each of them finite."""
    facts = facts_of(page)
    steps = activity_steps(facts.posting.activity, facts, ASSUMPTIONS, page["copies"])
    assert all(math.isfinite(step.log_odds) for step in steps)
    total = sum(step.log_odds for step in steps if step.code != "old")
    assert abs(total) <= ASSUMPTIONS["activity_most_log_odds"] + ROUNDING


@given(page=PAGES, age=_DAYS, earlier=_DAYS)
@settings(max_examples=300)
def test_a_renewed_date_makes_nothing_younger(page: dict[str, Any], age: float, earlier: float) -> None:
    """The id tells the age: an earlier date shown beside it never gives a higher chance than a later one."""
    renewed, first = moved(page, age=age, posted=max(0.0, age - earlier)), moved(page, age=age, posted=age)
    assert renewed >= first - ROUNDING


@given(page=PAGES)
@settings(max_examples=200)
def test_a_page_without_counters_moves_only_by_age(page: dict[str, Any]) -> None:
    """As on a search tile: what is unknown is no evidence."""
    counters = dict.fromkeys(("interviewing", "invites_sent", "unanswered_invites", "last_viewed", "hires"))
    facts = facts_of({**page, **counters})
    found = activity_steps(facts.posting.activity, facts, ASSUMPTIONS)
    assert {step.code for step in found} <= {"old", "renewed"}


@given(page=PAGES, hires=st.integers(1, MOST_COUNT))
@settings(max_examples=200, deadline=None)
def test_taken_is_no_ghost(scorer: Scorer, page: dict[str, Any], hires: int) -> None:
    """Whatever else the page shows: the chance of the assumption, and one step that says it."""
    view = GhostModel(scorer.bundle, ASSUMPTIONS).judge(facts_of({**page, "hires": hires}), copies=page["copies"])
    assert view.taken
    assert view.probability == ASSUMPTIONS["hired_already_ghost"]
    assert [step.code for step in view.steps] == ["hired_already"]


@given(page=PAGES)
@settings(max_examples=200, deadline=None)
def test_the_steps_are_what_moved_the_chance(scorer: Scorer, page: dict[str, Any]) -> None:
    """The log odds of the answer are those of the unknown client's level and the steps shown."""
    view = GhostModel(scorer.bundle, ASSUMPTIONS).judge(facts_of(page), copies=page["copies"])
    odds = math.log(view.probability / (1 - view.probability))
    level = math.log((1 - ASSUMPTIONS["marketplace_hire_rate"]) / ASSUMPTIONS["marketplace_hire_rate"])
    assert odds == pytest.approx(level + sum(step.log_odds for step in view.steps), abs=1e-9)
    assert 0 <= view.low <= view.probability <= view.high <= 1
