"""Features of how the text is written, whatever it says."""

from __future__ import annotations

from features.fields.facts import Facts
from features.fields.record import Family, Feature
from features.text.shape import Shape, shape_of

__all__ = ["FAMILY"]


def _values(facts: Facts) -> Shape:
    return shape_of(facts.posting.title, facts.posting.description)


FAMILY = Family(
    (
        Feature("upper_share", "title, description", "Share of capital letters."),
        Feature("digit_share", "title, description", "Share of digits."),
        Feature("links_count", "description", "Links in the description, at most 5."),
        Feature("contacts_count", "description", "Mail addresses or phone numbers, at most 5."),
        Feature("exclamations", "description", "Exclamation marks, at most 5."),
    ),
    _values,
)
