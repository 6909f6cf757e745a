"""Features of how the text is written, whatever it says."""

from __future__ import annotations

from features.fields.record import Feature

__all__ = ["FEATURES"]

FEATURES = (
    Feature("upper_share", "title, description", "Share of capital letters.", lambda f: f.shape.upper_share),
    Feature("digit_share", "title, description", "Share of digits.", lambda f: f.shape.digit_share),
    Feature("links_count", "description", "Links in the description, at most 5.", lambda f: f.shape.links),
    Feature(
        "contacts_count",
        "description",
        "Mail addresses or phone numbers, at most 5.",
        lambda f: f.shape.contacts,
    ),
    Feature(
        "exclamations",
        "description",
        "Exclamation marks, at most 5.",
        lambda f: f.shape.exclamations,
    ),
)
