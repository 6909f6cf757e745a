"""Words that a page or a table puts where a value is not known."""

from __future__ import annotations

import math

__all__ = ["LONGEST", "is_unknown", "tidy"]

_WORDS = frozenset(
    ("", "-", "--", "—", "–", "n/a", "na", "nan", "nat", "none", "null", "unknown", "hidden", "private", "not specified",
     "not stated", "not sure", "not_sure", "notsure", "unspecified", "not available", "tbd", "hidden budget", "hidden spend", "?")
)  # fmt: skip
#: A number, a date or a label on a page is shorter than this; anything longer is not one, and is not searched.
LONGEST = 200


def tidy(text: str) -> str:
    """Return a short page string with every run of white space, non-breaking ones included, as one space."""
    return " ".join(text.split())


def is_unknown(value: object) -> bool:
    """Return whether a value says that nothing is known: ``None``, NaN, NaT, or a word for it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    if isinstance(value, str):
        return len(value) <= LONGEST and tidy(value).lower() in _WORDS
    # NaT is the only other value that differs from itself.
    return type(value).__name__ == "NaTType"
