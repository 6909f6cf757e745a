"""When the work was posted."""

from __future__ import annotations

from features.fields.facts import Facts
from features.fields.record import Family, Feature

__all__ = ["FAMILY"]


def _values(facts: Facts) -> tuple[float | None]:
    return (facts.year,)


FAMILY = Family(
    (Feature("posted_year", "id, url, posted_at, observed_at", "When it was posted, in years: pay drifts."),), _values
)
