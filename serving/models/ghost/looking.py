"""Whether the client still looks at the posting: the last look against the posting's age."""

from __future__ import annotations

from collections.abc import Iterator

from features.fields.facts import Facts
from features.posting import Activity
from features.reading.moments import age
from serving.assumptions import Assumptions
from serving.models.ghost.answering import BY_DAY
from serving.models.ghost.view import Step
from serving.models.ramp import ramp
from serving.texts import days_ago

__all__ = ["MOST_OF_LIFE", "QUIET_FROM", "QUIET_TO", "WHEN_UNKNOWN", "can_be_unseen", "looking_steps", "quiet_days"]

_DAY_S = 86_400.0
#: In days: a day without a look is nothing, a week is the whole.
QUIET_FROM, QUIET_TO = 1.0, 7.0
#: Share of the posting's life without a look from which it counts for more; half of it where the age is not known.
MOST_OF_LIFE = 0.5
WHEN_UNKNOWN = 0.5


def can_be_unseen(facts: Facts) -> bool:
    """Return whether a posting is old enough, or of unknown age, that the client's last look could say something."""
    return facts.age_days is None or facts.age_days > QUIET_FROM


def quiet_days(facts: Facts) -> float | None:
    """Return the days since the client's last look; None where the page does not tell it."""
    last = facts.posting.activity.last_viewed
    seen = None if last is None else age(last, facts.posting.observed_at)
    return None if seen is None else seen.total_seconds() / _DAY_S


def looking_steps(activity: Activity, facts: Facts, a: Assumptions) -> Iterator[Step]:
    """Yield the step of the log odds of no hire that the last look amounts to."""
    old = facts.age_days
    if activity.last_viewed is not None:
        seen = quiet_days(facts)
        if seen is not None:
            yield from _seen(seen, old, a["not_viewed_log_odds"])
    elif activity.interviewing == 0 and old is not None and old > BY_DAY:
        # The page shows no time until the client looks; a table may lack the column. Only a part of the weight, therefore,
        # and only where the panel was read: one that names interviews is that of the job page.
        weight = a["never_viewed_share"] * _weight(old, old, a["not_viewed_log_odds"])
        yield Step("never_viewed", weight, "activity.last_viewed", {"seen": "not shown", "days": days_ago(old)})


def _seen(quiet: float, old: float | None, most: float) -> Iterator[Step]:
    # No look is older than the posting: "last week" may be any day of it.
    quiet = quiet if old is None else min(quiet, old)
    weight = _weight(quiet, old, most)
    if weight:
        mostly = old is not None and quiet > MOST_OF_LIFE * old
        code = "not_viewed_mostly" if mostly else "not_viewed"
        yield Step(code, weight, "activity.last_viewed", {"days": days_ago(quiet), "age": days_ago(old or quiet)})


def _weight(quiet: float, old: float | None, most: float) -> float:
    """Return the log odds of ``quiet`` days without a look: half by the days, half by their share of the posting's life."""
    share = WHEN_UNKNOWN if old is None else ramp(quiet / old if old else 0.0, MOST_OF_LIFE, 1.0)
    return most * ramp(quiet, QUIET_FROM, QUIET_TO) * (1 + share) / 2
