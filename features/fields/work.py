"""Features of the work itself: what is asked, for how long, at what level."""

from __future__ import annotations

from features.fields.facts import Facts
from features.fields.record import Feature, log10_1p

__all__ = ["FEATURES"]

_TIERS = {"entry": 1.0, "intermediate": 2.0, "expert": 3.0}


def _count(items: tuple[str, ...] | None) -> float | None:
    return None if items is None else float(sum(bool(item.strip()) for item in items))


def _described(facts: Facts) -> float:
    return float(bool(facts.posting.description))


def _log10_length(facts: Facts) -> float | None:
    text = facts.posting.description
    return log10_1p(len(text)) if text else None


FEATURES = (
    Feature("tier_level", "tier", "1 entry, 2 intermediate, 3 expert.", lambda f: _TIERS.get(f.posting.tier or "")),
    Feature(
        "duration_weeks_low",
        "duration",
        "Shortest stated duration in weeks.",
        lambda f: f.weeks[0] if f.weeks else None,
    ),
    Feature(
        "weekly_hours_low",
        "weekly_hours, duration",
        "Fewest stated hours a week.",
        lambda f: f.hours[0] if f.hours else None,
    ),
    Feature(
        "weekly_hours_high", "weekly_hours, duration", "Most stated hours a week.", lambda f: f.hours[1] if f.hours else None
    ),
    Feature("skills_count", "skills", "Number of skills named.", lambda f: _count(f.posting.skills)),
    Feature("questions_count", "questions", "Number of screening questions.", lambda f: _count(f.posting.questions)),
    Feature("posted_year", "id, url, posted_at, observed_at", "When it was posted, in years: pay drifts.", lambda f: f.year),
    Feature("title_words", "title", "Words in the title.", lambda f: float(f.title_words)),
    Feature("has_description", "description", "1 when there is a description.", _described),
    Feature("description_log10_length", "description", "log10(1 + characters of the description).", _log10_length),
)
