"""What is not known, most decisive first."""

from __future__ import annotations

from collections.abc import Iterator

from features.pay.offer import is_placeholder
from serving.answer import Level, Missing
from serving.judge.case import Case
from serving.judge.worth import connects_of
from serving.models.ghost import can_be_unseen
from serving.texts import Texts

__all__ = ["level_of", "missing_of"]


def level_of(case: Case) -> Level:
    """Return ``tile`` when there is no hire rate and no activity beyond the proposals bucket."""
    client, activity = case.evidence.posting.client, case.evidence.posting.activity
    seen = (
        activity.last_viewed,
        activity.hires,
        activity.interviewing,
        activity.invites_sent,
        activity.unanswered_invites,
    )
    return "tile" if client.hire_rate_percent is None and all(value is None for value in seen) else "page"


def missing_of(case: Case, texts: Texts) -> tuple[Missing, ...]:
    """Return the unknown fields that could decide, in the order of how much they usually do."""
    return tuple(Missing(field, texts["missing"][field]) for field in _unknown(case))


def _unknown(case: Case) -> Iterator[str]:
    yield from _unknown_client(case)
    yield from _unknown_pay(case)
    posting = case.evidence.posting
    if not case.evidence.posting.description.strip():
        yield "description"
    yield from _unknown_activity(case)
    if case.evidence.facts.age_days is None:
        dated = posting.posted_at is not None or case.evidence.facts.created is not None
        yield "observed_at" if dated else "posted_at"


def _unknown_activity(case: Case) -> Iterator[str]:
    activity, taken = case.evidence.posting.activity, case.evidence.ghost.taken
    # Once somebody is hired, neither interviews nor looks say anything of a ghost; the others still compete.
    if activity.interviewing is None and not taken:
        yield "activity.interviewing"
    if activity.proposals is None:
        yield "activity.proposals"
    if activity.last_viewed is None and not taken and can_be_unseen(case.evidence.facts):
        yield "activity.last_viewed"


def _unknown_client(case: Case) -> Iterator[str]:
    client = case.evidence.posting.client
    if client.hire_rate_percent is None and case.evidence.ghost.record.kind not in ("counted", "new"):
        yield "client.hire_rate_percent"
        if client.total_spent_usd is None and client.hires is None:
            yield "client.total_spent_usd"
    elif client.jobs_posted is None:
        yield "client.jobs_posted"


def _unknown_pay(case: Case) -> Iterator[str]:
    posting, market, facts = case.evidence.posting, case.evidence.pay.market, case.evidence.facts
    if connects_of(posting) is None:
        yield "connects"
    if market is None:
        yield "pay.type"
        return
    if facts.offer is None:
        stated = posting.pay is not None and (posting.pay.min or posting.pay.max) and not is_placeholder(posting)
        yield "pay.currency" if stated else "pay"
    if market.kind == "hourly":
        yield from (name for name, value in (("duration", facts.weeks), ("weekly_hours", facts.hours)) if value is None)
