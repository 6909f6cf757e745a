"""Features of how the text is written, whatever it says."""

from __future__ import annotations

import re

from features.fields.facts import Facts
from features.fields.record import Feature

__all__ = ["FEATURES"]

_UPPER = re.compile("[A-Z]")
_DIGIT = re.compile("[0-9]")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
#: An address, or the mask that data sets put in its place. Bounded on both sides, so hostile text costs linear time.
_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,10}|\[(?:email|phone)\]|\+\d[\d ()-]{7,18}\d")


def _share(pattern: re.Pattern[str], facts: Facts) -> float | None:
    text = facts.posting.title + facts.posting.description
    return len(pattern.findall(text)) / len(text) if text else None


def _number_of(pattern: re.Pattern[str], facts: Facts) -> float:
    return float(min(5, len(pattern.findall(facts.posting.description))))


FEATURES = (
    Feature("upper_share", "title, description", "Share of capital letters.", lambda f: _share(_UPPER, f)),
    Feature("digit_share", "title, description", "Share of digits.", lambda f: _share(_DIGIT, f)),
    Feature("links_count", "description", "Links in the description, at most 5.", lambda f: _number_of(_LINK, f)),
    Feature(
        "contacts_count",
        "description",
        "Mail addresses or phone numbers, at most 5.",
        lambda f: _number_of(_CONTACT, f),
    ),
    Feature(
        "exclamations",
        "description",
        "Exclamation marks, at most 5.",
        lambda f: float(min(5, f.posting.description.count("!"))),
    ),
)
