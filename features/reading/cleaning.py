"""What all readers share: one spelling of a page string, the words for unknown, and the sentence of a refusal."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from features.errors import shown

__all__ = ["SHORT", "cleaned", "is_blank", "plain_number", "refusal"]

#: No value on a job page is longer, in characters; it bounds the work that hostile text can cause.
SHORT = 200
_BLANK = re.compile(r"[-–—?.…\s]*|n\.?/?a\.?|none|null|nil|nan|<na>|tb[ad]", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"\b(?:hidden|private|privacy|unknown|unspecified|undisclosed|unavailable|negotiable|n/a|"
    r"to be (?:determined|decided|agreed)|not (?:specified|stated|available|given|set|shown|sure|disclosed|known)|"
    r"no (?:budget|data|information))\b",
    re.IGNORECASE,
)
_DIGIT = re.compile("[0-9]")


def refusal(value: object, problem: str, cure: str) -> ValueError:
    """Return the error of a reader: the value, what is wrong with it, and the next step."""
    return ValueError(f"{shown(value)} {problem}; {cure}, or leave it out if it is unknown")


def is_blank(value: object) -> bool:
    """Return whether a value is the absence of one: ``None``, or the NaN that tables put in an empty cell."""
    if value is None:
        return True
    if isinstance(value, (str, int)):  # most are
        return False
    if isinstance(value, (float, Decimal)):
        return math.isnan(value)
    # NaT is the NaN of a column of times.
    return type(value).__name__ == "NaTType"


@lru_cache(maxsize=4_096)  # pages say the same few words again and again
def cleaned(text: str, cure: str) -> str | None:
    """Return a page string in one spelling, or ``None`` when it is a word for unknown.

    Compatibility characters (non-breaking spaces, full-width digits) become plain, white space and underscores become
    single spaces. Words such as "hidden" mean unknown only where no digit stands beside them.

    Raises
    ------
    ValueError
        When the text is longer than `SHORT`.
    """
    if len(text) > SHORT:
        raise refusal(text, f"is longer than {SHORT} characters", cure)
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("_", " ").replace("−", "-").split())
    if _BLANK.fullmatch(plain) or (not _DIGIT.search(plain) and _UNKNOWN.search(plain)):
        return None
    return plain


def plain_number(value: object, problem: str, cure: str) -> float | int | None:
    """Return a number that came as a number; NaN is unknown.

    Raises
    ------
    ValueError
        For truth values, infinities, whole numbers over 64 bits, and all that is no number.
    """
    if is_blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise refusal(value, problem, cure)
    if isinstance(value, int):
        if value.bit_length() > 64:
            raise refusal(value, "is far too large", cure)
        return value
    if not math.isfinite(value):
        raise refusal(value, "is not finite", cure)
    return float(value)
