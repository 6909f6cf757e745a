"""Ghost: the chance that nobody is hired on this posting within 30 days of publication.

The client's record as a beta-binomial (strength learnt, level an anchor), then the activity on the page as named log-odds
steps. Everything is monotone: a better record never raises the chance, more unanswered invites never lower it, and an
unknown counter changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from features.client_record import Record, record_of
from features.fields.facts import Facts
from features.posting import Activity
from features.reading.moments import age
from serving.assumptions import Assumptions
from serving.bundle import Bundle
from serving.models.beta import log_odds_moments, logit, sigmoid

__all__ = ["GhostModel", "GhostView", "Step"]

#: Half width of a 90% normal interval, in deviations.
_Z90 = 1.645
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the log odds of no hire, with the code of its sentence and the numbers in it."""

    code: str
    log_odds: float
    field: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class GhostView:
    """The chance with its 90% interval, and what it rests on."""

    probability: float
    low: float
    high: float
    record: Record
    record_log_odds: float
    steps: tuple[Step, ...]
    taken: bool

    @property
    def basis(self) -> str:
        """What the chance rests on, in words."""
        found = [
            f"{step.field.removeprefix('activity.').replace('_', ' ')} {next(iter(step.values.values()), '')}".strip()
            for step in self.steps
        ]
        return _record_words(self.record) + (f", activity: {', '.join(found)}" if found else "")


@dataclass(frozen=True, slots=True)
class _Level:
    """A marketplace.

    ``hire_rate`` is that of all postings, ``mean`` that of clients with a record and ``new_mean`` of first-time clients;
    ``strength`` is how many postings the mean weighs.
    """

    hire_rate: float
    mean: float
    new_mean: float
    strength: float


class GhostModel:
    """The client-record model of a bundle.

    A posting whose ``source`` is a marketplace that the bundle learnt from is judged at that marketplace's level, every
    other one at the level of the assumptions.
    """

    def __init__(self, bundle: Bundle, assumptions: Assumptions) -> None:
        self._a = assumptions
        strength, offset = (float(bundle.ghost[name]) for name in ("strength_posts", "new_client_logit_offset"))
        rate = assumptions["marketplace_hire_rate"]
        mean = _level(rate, assumptions["new_client_share"], offset)
        self._own = _Level(rate, mean, sigmoid(logit(mean) + offset), strength)
        names = ("hire_rate", "mean", "new_client_mean", "strength_posts")
        self._markets = {
            str(source): _Level(*(float(market[name]) for name in names))
            for source, market in bundle.ghost["markets"].items()
        }

    def judge(self, facts: Facts) -> GhostView:
        """Return the chance that nobody is hired."""
        client, activity = facts.posting.client, facts.posting.activity
        level = self._markets.get(facts.posting.source or "", self._own)
        record = record_of(client, self._a["record_posts_when_unknown"])
        hired, not_hired = _posterior(record, level)
        chance = not_hired / (hired + not_hired)
        centre, deviation = log_odds_moments(not_hired, hired)
        against_level = logit(chance) - logit(1 - level.hire_rate)
        if activity.hires:
            p = self._a["hired_already_ghost"]
            step = Step("hired_already", logit(p) - logit(chance), "activity.hires", {"hires": activity.hires})
            return GhostView(p, 0.0, min(1.0, 3 * p), record, against_level, (step,), taken=True)
        steps = tuple(self._steps(activity, facts))
        moved = sum(step.log_odds for step in steps)
        low, high = (sigmoid(centre + moved + sign * _Z90 * deviation) for sign in (-1, 1))
        p = sigmoid(logit(chance) + moved)
        return GhostView(p, min(low, p), max(high, p), record, against_level, steps, taken=False)

    def _steps(self, activity: Activity, facts: Facts) -> list[Step]:
        steps = []
        interviewing, days = activity.interviewing, facts.age_days
        if interviewing:
            weight = self._a["interviewing_log_odds"] * (1.5 if interviewing >= 3 else 1.0)
            steps.append(Step("interviewing", weight, "activity.interviewing", {"interviewing": interviewing}))
        if interviewing == 0 and days is not None and days > 3:
            steps.append(
                Step("no_interview", self._a["no_interview_log_odds"], "activity.interviewing", {"interviewing": 0})
            )
        if activity.unanswered_invites and not interviewing:
            weight = self._a["unanswered_invites_log_odds"] * min(activity.unanswered_invites, 10) / 10
            steps.append(
                Step(
                    "unanswered_invites",
                    weight,
                    "activity.unanswered_invites",
                    {"invites": activity.unanswered_invites},
                )
            )
        steps += self._time_steps(activity, facts)
        return steps

    def _time_steps(self, activity: Activity, facts: Facts) -> list[Step]:
        steps = []
        seen = None if activity.last_viewed is None else age(activity.last_viewed, facts.posting.observed_at)
        if seen is not None and seen.total_seconds() > 7 * _DAY_S:
            days = round(seen.total_seconds() / _DAY_S)
            steps.append(
                Step("not_viewed", self._a["not_viewed_log_odds"], "activity.last_viewed", {"days": f"{days} days ago"})
            )
        if facts.age_days is not None and facts.age_days > 7:
            weight = self._a["old_log_odds"] * min(1.0, (facts.age_days - 7) / 23)
            steps.append(Step("old", weight, "posted_at", {"days": f"{round(facts.age_days)} days ago"}))
        return steps


def _posterior(record: Record, level: _Level) -> tuple[float, float]:
    """Return the beta counts of hired and not hired."""
    mean = {"new": level.new_mean, "unknown": level.hire_rate}.get(record.kind, level.mean)
    return level.strength * mean + record.hires, level.strength * (1 - mean) + record.posts - record.hires


def _record_words(record: Record) -> str:
    if record.shown is not None:
        return f"client record {record.shown[0]} of {record.shown[1]}"
    return {
        "rate_only": "client hire rate, number of postings unknown",
        "new": "first-time client, judged as a group of its own",
        "counted": "client record",
        "hired_before": "client has hired before, record unknown",
    }.get(record.kind, "client record unknown, marketplace average")


def _level(hire_rate: float, new_share: float, offset: float) -> float:
    """Return the mean of clients with a record such that the mixture with new ones has the marketplace's hire rate."""
    low, high = 1e-6, 1 - 1e-6
    for _ in range(60):
        middle = (low + high) / 2
        mixture = (1 - new_share) * middle + new_share * sigmoid(logit(middle) + offset)
        low, high = (middle, high) if mixture < hire_rate else (low, middle)
    return (low + high) / 2
