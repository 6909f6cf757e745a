"""Yes and no, and the marketplace's "verified" and "not verified"."""

from __future__ import annotations

import re

from features.reading.cleaning import cleaned, is_blank, refusal

__all__ = ["read_flag"]

_WHAT = r"(?:payment |phone |billing |identity )?(?:method |number )?(?:is )?"
_YES = re.compile(rf"true|t|yes|y|1|1\.0|on|{_WHAT}verified", re.IGNORECASE)
_NO = re.compile(rf"false|f|no|n|0|0\.0|off|{_WHAT}(?:not |non-?|un)verified", re.IGNORECASE)
_CURE = "write true or false"


def read_flag(value: object) -> bool | None:
    """Return a truth value from a truth value, 0 or 1, or a page's words.

    Raises
    ------
    ValueError
        For any other word, number or type.

    Examples
    --------
    >>> read_flag("Payment method verified"), read_flag("NOT_VERIFIED"), read_flag(None)
    (True, False, None)
    """
    if is_blank(value):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    text = cleaned(value, _CURE) if isinstance(value, str) else ""
    if text is None:
        return None
    if _YES.fullmatch(text):
        return True
    if _NO.fullmatch(text):
        return False
    raise refusal(value, "is neither yes nor no", _CURE)
