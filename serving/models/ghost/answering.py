"""What the client does with the people at hand: interviews, invitations, proposals."""

from __future__ import annotations

from collections.abc import Iterator

from features.fields.facts import Facts
from features.posting import Activity
from serving.assumptions import Assumptions
from serving.models.ghost.view import Step
from serving.models.ramp import ramp
from serving.texts import span

__all__ = [
    "BY_DAY",
    "CHOOSING",
    "HALF_MORE",
    "MANY_INVITES",
    "MANY_PROPOSALS",
    "SHARE_WHEN_UNKNOWN",
    "SOME_PROPOSALS",
    "answering_steps",
]

#: "Nobody interviewing by day 3": the age in days at which postings of early 2025 were counted.
BY_DAY = 3.0
#: From so many interviews on the client is choosing, and the weight is half more.
CHOOSING, HALF_MORE = 3, 1.5
#: Unanswered invitations that make the whole weight: the threshold in use elsewhere.
MANY_INVITES = 10
#: Share of the invitations taken as unanswered where those sent are not known: the middle of what it can be.
SHARE_WHEN_UNKNOWN = 0.5
#: Ends of the marketplace's buckets of proposals, "20 to 50" and "50+".
SOME_PROPOSALS, MANY_PROPOSALS = 20, 50


def answering_steps(activity: Activity, facts: Facts, a: Assumptions) -> Iterator[Step]:
    """Yield the steps of the log odds of no hire; all of them rest on whether anybody is interviewed.

    Where that is not known nothing is said: of open postings of early 2025 with more than 10 unanswered invitations, 34 of
    37 had somebody in interviews, so the invitations alone are no warning.
    """
    interviewing = activity.interviewing
    if interviewing is None:
        return
    if interviewing:
        weight = a["interviewing_log_odds"] * (HALF_MORE if interviewing >= CHOOSING else 1.0)
        yield Step("interviewing", weight, "activity.interviewing", {"interviewing": interviewing})
        return
    if facts.age_days is not None and facts.age_days > BY_DAY:
        yield Step("no_interview", a["no_interview_log_odds"], "activity.interviewing", {"interviewing": 0})
        yield from _crowd(activity, a)
    yield from _invites(activity, a)


def _crowd(activity: Activity, a: Assumptions) -> Iterator[Step]:
    """Yield that many wrote and nobody was chosen. Few proposals on an old posting explain the silence, and add nothing."""
    proposals = activity.proposals
    share = 0.0 if proposals is None else ramp(proposals.low, SOME_PROPOSALS, MANY_PROPOSALS)
    if proposals is not None and share:
        shown = str(proposals.low) if proposals.high == proposals.low else span(str(proposals.low), None)
        weight = share * a["crowd_no_interview_log_odds"]
        yield Step("crowd_no_interview", weight, "activity.proposals", {"proposals": shown})


def _invites(activity: Activity, a: Assumptions) -> Iterator[Step]:
    """Yield unanswered invitations: by their number, and the more the larger their share of those sent."""
    unanswered, sent = activity.unanswered_invites, activity.invites_sent
    if not unanswered:
        return
    share = SHARE_WHEN_UNKNOWN if sent is None else unanswered / max(sent, unanswered)
    weight = a["unanswered_invites_log_odds"] * ramp(unanswered, 0, MANY_INVITES) * (1 + share) / 2
    shown = str(unanswered) if sent is None or sent < unanswered else f"{unanswered} of {sent}"
    yield Step("unanswered_invites", weight, "activity.unanswered_invites", {"invites": shown})
