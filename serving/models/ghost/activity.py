"""Activity on the page, as named steps of the log odds of no hire.

The flow: what the client does with the people at hand (`answering`), whether the client still looks (`looking`), whether it
is an earlier posting again (`repeating`) → kept within a bound, all together → and the posting's age, which has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from features.fields.facts import Facts
from features.posting import Activity
from serving.assumptions import Assumptions
from serving.history.copies import NO_COPIES, Copies
from serving.models.ghost.answering import answering_steps
from serving.models.ghost.looking import looking_steps
from serving.models.ghost.repeating import repeating_steps
from serving.models.ghost.view import Step
from serving.models.ramp import ramp
from serving.texts import days_ago

__all__ = ["OLD_FROM", "OLD_TO", "activity_steps", "within"]

#: In days: from a week on a posting cools, after 30 it expires.
OLD_FROM, OLD_TO = 7.0, 30.0


def activity_steps(activity: Activity, facts: Facts, a: Assumptions, copies: Copies = NO_COPIES) -> list[Step]:
    """Return the steps of the log odds of no hire that the counters of the page amount to; an unknown one makes none.

    Parameters
    ----------
    activity : Activity
        The counters.
    facts : Facts
        The posting's age, from its id where that tells, and by how much its date was renewed.
    a : Assumptions
        The weights, and the bound of all steps but that of the age (``activity_most_log_odds``).
    copies : Copies, optional
        What a history knows of the text.
    """
    steps = [
        *answering_steps(activity, facts, a),
        *looking_steps(activity, facts, a),
        *repeating_steps(facts, copies, a),
    ]
    return [*within(steps, a["activity_most_log_odds"]), *_old(facts, a)]


def within(steps: Sequence[Step], most: float) -> list[Step]:
    """Return the steps, all made smaller by one factor where their sum is beyond a bound in either direction."""
    total = abs(sum(step.log_odds for step in steps))
    # One factor for all: what the reasons show then still adds up to what moved the chance.
    return list(steps) if total <= most else [replace(step, log_odds=step.log_odds * most / total) for step in steps]


def _old(facts: Facts, a: Assumptions) -> list[Step]:
    days = facts.age_days
    if days is None or days <= OLD_FROM:
        return []
    weight = a["old_log_odds"] * ramp(days, OLD_FROM, OLD_TO)
    return [Step("old", weight, "posted_at", {"days": days_ago(days)})]
