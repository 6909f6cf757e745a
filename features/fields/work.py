"""Features of the work itself: what is asked, for how long, at what level."""

from __future__ import annotations

import math

from features.fields.facts import Facts
from features.fields.record import Family, Feature

__all__ = ["FAMILY"]

_TIERS = {"entry": 1.0, "intermediate": 2.0, "expert": 3.0}
_UNKNOWN = (None, None)


def _count(items: tuple[str, ...] | None) -> float | None:
    return None if items is None else float(sum(map(bool, map(str.strip, items))))


def _values(facts: Facts) -> tuple[float | None, ...]:
    posting, weeks, hours = facts.posting, facts.weeks or _UNKNOWN, facts.hours or _UNKNOWN
    text = posting.description
    return (
        None if posting.tier is None else _TIERS[posting.tier],
        weeks[0],
        *hours,
        _count(posting.skills),
        _count(posting.questions),
        float(facts.title_words),
        float(bool(text)),
        math.log10(1.0 + len(text)) if text else None,
    )


FAMILY = Family(
    (
        Feature("tier_level", "tier", "1 entry, 2 intermediate, 3 expert."),
        Feature("duration_weeks_low", "duration", "Shortest stated duration in weeks."),
        Feature("weekly_hours_low", "weekly_hours, duration", "Fewest stated hours a week."),
        Feature("weekly_hours_high", "weekly_hours, duration", "Most stated hours a week."),
        Feature("skills_count", "skills", "Number of skills named."),
        Feature("questions_count", "questions", "Number of screening questions."),
        Feature("title_words", "title", "Words in the title."),
        Feature("has_description", "description", "1 when there is a description."),
        Feature("description_log10_length", "description", "log10(1 + characters of the description)."),
    ),
    _values,
)
