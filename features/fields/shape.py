"""Features of how the text is written, whatever it says."""

from __future__ import annotations

import re
import string

from features.fields.facts import Facts
from features.fields.record import Feature

__all__ = ["FEATURES"]

_UPPER, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()
#: Bounded on both sides, so hostile text costs linear time.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,10}")
_PHONE = re.compile(r"\+\d[\d ()-]{7,18}\d")
_MOST = 5.0


def _share(characters: bytes, facts: Facts) -> float | None:
    text = facts.ascii_text
    return (len(text) - len(text.translate(None, characters))) / len(text) if text else None


def _links(facts: Facts) -> float:
    low = facts.posting.description.lower()
    return min(_MOST, float(low.count("http://") + low.count("https://") + low.count("www.")))


def _contacts(facts: Facts) -> float:
    """Count mail addresses, phone numbers, and the masks that data sets put in their place."""
    text = facts.posting.description
    masked = text.count("[email]") + text.count("[phone]")
    mails = len(_MAIL.findall(text)) if "@" in text else 0
    return min(_MOST, float(masked + mails + len(_PHONE.findall(text))))


FEATURES = (
    Feature("upper_share", "title, description", "Share of capital letters.", lambda f: _share(_UPPER, f)),
    Feature("digit_share", "title, description", "Share of digits.", lambda f: _share(_DIGITS, f)),
    Feature("links_count", "description", "Links in the description, at most 5.", _links),
    Feature(
        "contacts_count",
        "description",
        "Mail addresses or phone numbers, at most 5.",
        _contacts,
    ),
    Feature(
        "exclamations",
        "description",
        "Exclamation marks, at most 5.",
        lambda f: min(_MOST, float(f.posting.description.count("!"))),
    ),
)
