"""Activity on the page, as named steps of the log odds of no hire."""

from __future__ import annotations

from features.fields.facts import Facts
from features.posting import Activity
from features.reading.moments import age
from serving.assumptions import Assumptions
from serving.models.ghost.view import Step

__all__ = ["activity_steps"]

_DAY_S = 86_400.0


def activity_steps(activity: Activity, facts: Facts, a: Assumptions) -> list[Step]:
    """Return the steps of the log odds of no hire that the counters of the page amount to; an unknown one makes none."""
    steps = []
    interviewing, days = activity.interviewing, facts.age_days
    if interviewing:
        weight = a["interviewing_log_odds"] * (1.5 if interviewing >= 3 else 1.0)
        steps.append(Step("interviewing", weight, "activity.interviewing", {"interviewing": interviewing}))
    if interviewing == 0 and days is not None and days > 3:
        steps.append(Step("no_interview", a["no_interview_log_odds"], "activity.interviewing", {"interviewing": 0}))
    if activity.unanswered_invites and not interviewing:
        weight = a["unanswered_invites_log_odds"] * min(activity.unanswered_invites, 10) / 10
        steps.append(
            Step(
                "unanswered_invites",
                weight,
                "activity.unanswered_invites",
                {"invites": activity.unanswered_invites},
            )
        )
    steps += _time_steps(activity, facts, a)
    return steps


def _time_steps(activity: Activity, facts: Facts, a: Assumptions) -> list[Step]:
    steps = []
    seen = None if activity.last_viewed is None else age(activity.last_viewed, facts.posting.observed_at)
    if seen is not None and seen.total_seconds() > 7 * _DAY_S:
        days = round(seen.total_seconds() / _DAY_S)
        steps.append(Step("not_viewed", a["not_viewed_log_odds"], "activity.last_viewed", {"days": f"{days} days ago"}))
    if facts.age_days is not None and facts.age_days > 7:
        weight = a["old_log_odds"] * min(1.0, (facts.age_days - 7) / 23)
        steps.append(Step("old", weight, "posted_at", {"days": f"{round(facts.age_days)} days ago"}))
    return steps
