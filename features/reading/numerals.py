"""The numbers inside a page string, with their decimal conventions and their K, M and B.

price-parser knows the decimal and grouping conventions of the world, so it reads the digits. It drops a K suffix, sees
only the first number of a range, and takes ``0.125`` for 125; those three are handled here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from price_parser import Price

__all__ = ["Numeral", "numerals"]

_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}
# A suffix counts only when it touches the number and ends there: the k of "$500 spent on kitchen work" is a letter.
_NUMERAL = re.compile(
    r"(?P<digits>(?<![0-9])(?:(?<![\w.])\.)?[0-9]{1,18}(?:[.,'’][0-9]{1,30}| [0-9]{3}(?![0-9])){0,8})(?![0-9])"
    r"(?:e(?P<power>[+-]?[0-9]{1,2})\b|(?P<suffix>[kmb])(?![a-z])| ?(?P<word>thousand|million|billion)\b)?"
    r"(?P<open>\+| ?plus\b)?",
    re.IGNORECASE,
)
_POINT = re.compile(r"[0-9]*\.[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SIGNS = "$£€¥₹₽₩₴₺₱₫₪₦"


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number of a text.

    Parameters
    ----------
    value : float
        The number, its suffix applied; negative when a minus sign touches it.
    scale : float
        What the suffix stood for, 1 without one.
    open : bool
        Whether a plus follows: this much or more.
    start, end : int
        Its place in the text, in code points.
    """

    value: float
    scale: float
    open: bool
    start: int
    end: int


def numerals(text: str, *, dot_groups: bool = False, most: int = 4) -> list[Numeral]:
    """Return the first numbers of a cleaned text, in order.

    Parameters
    ----------
    text : str
        From `features.reading.cleaning.cleaned`.
    dot_groups : bool
        Whether one point before three digits groups thousands (``1.234 €``) and is no decimal point.
    most : int
        How many numbers to read at most.

    Examples
    --------
    >>> [n.value for n in numerals("$1.5K+, then 1.234,56 and 500 kites")]
    [1500.0, 1234.56, 500.0]
    """
    found: list[Numeral] = []
    for match in _NUMERAL.finditer(text):
        if len(found) == most:
            break
        scale = _scale(match)
        value = _value(match["digits"], dot_groups)
        if value is None:
            continue
        value *= scale
        negative = not found and _is_negative(text[: match.start()])
        found.append(Numeral(-value if negative else value, scale, bool(match["open"]), match.start(), match.end()))
    return found


def _scale(match: re.Match[str]) -> float:
    if match["power"]:
        return float(10.0 ** int(match["power"]))
    return _SCALES.get((match["suffix"] or match["word"] or "").lower(), 1.0)


def _value(digits: str, dot_groups: bool) -> float | None:
    if digits.isdecimal():
        return float(digits)
    if _POINT.fullmatch(digits):
        return float(digits.replace(".", "") if dot_groups and _GROUPED.fullmatch(digits) else digits)
    if digits.startswith("0,"):
        return float(digits.replace(",", ".")) if digits.count(",") == 1 and "." not in digits else None
    amount = Price.fromstring(digits.replace("’", "'")).amount
    return None if amount is None else float(amount)


def _is_negative(before: str) -> bool:
    stem = before.rstrip(_SIGNS + " ")
    if not stem.endswith("-"):
        return False
    touches = not before[len(stem) :].startswith(" ")
    return stem == "-" or (touches and not stem[-2].isalnum())
