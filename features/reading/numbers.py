"""Numbers in page strings: separators by price-parser, the letter for thousands by ourselves."""

from __future__ import annotations

import math
import re

from price_parser import Price

from features.errors import shown
from features.reading.unknown import LONGEST, tidy

__all__ = ["NUMBER", "number_in", "plain_number"]

#: Digits with separators, then K, M or B directly behind them and not the start of a word: "$500 spent on kitchen
#: work" is 500. An apostrophe separates thousands in Switzerland.
NUMBER = re.compile(r"(?P<number>\d(?:[\d.,'’]{0,30}\d)?)(?P<scale>[KMBkmb])?(?![A-Za-z])")
_LOOSE = re.compile(r"(?P<number>\d(?:[\d.,'’]{0,30}\d)?)(?P<scale>(?!))?")
_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9}


def plain_number(value: object, what: str, most: float = 1e12) -> float | None:
    """Return an int or float in 0 … most, or ``None`` when the value is no number.

    Raises
    ------
    ValueError
        If it is a number that cannot be used.
    """
    if isinstance(value, bool) or not (isinstance(value, (int, float)) or type(value).__module__ == "decimal"):
        return None
    usable = -most <= value <= most  # type: ignore[operator]
    number = float(value) if usable else math.inf  # type: ignore[arg-type]
    if not 0 <= number <= most:
        raise ValueError(
            f"{shown(value)} cannot be {what}; write a number from 0 to {most:g}, or leave it out if it is unknown"
        )
    return number


def number_in(text: str) -> float | None:
    """Return the first number of a short page string, its K, M or B applied; ``None`` when there is none.

    price-parser knows decimal commas and dots, but drops the K of "$1.5K" and sees only one number of a range; so it is
    given one number at a time and the letter is ours.

    Examples
    --------
    >>> number_in("$4.3K total spent"), number_in("1.234,56 €"), number_in("$500 spent on kitchen work")
    (4300.0, 1234.56, 500.0)
    """
    if len(text) > LONGEST:
        return None
    match = NUMBER.search(tidy(text)) or _LOOSE.search(tidy(text))
    return None if match is None else _value(match["number"], match["scale"])


def _value(number: str, scale: str | None) -> float:
    amount = Price.fromstring(number.replace("'", "").replace("’", "")).amount_float
    # Unlike a price, a count like 1.234.567 keeps price-parser from an answer only when it is malformed.
    return (0.0 if amount is None else float(amount)) * _SCALES.get((scale or "").lower(), 1.0)
