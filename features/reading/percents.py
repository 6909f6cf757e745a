"""Percentages and ratings."""

from __future__ import annotations

import re

from features.reading.cleaning import cleaned, plain_number, refusal
from features.reading.numerals import numerals

__all__ = ["read_percent", "read_rating"]

#: A hire rate of 101% is real data (one posting may hire several times); ten times that is a mistake.
_MOST_PERCENT = 1000
_MOST_STARS = 5
_PERCENT_CURE = 'write a number or a form such as "37%"'
_RATING_CURE = 'write a number from 0 to 5 or a form such as "4.9 of 13 reviews"'
_SIGN = re.compile(r" ?(?:%|percent\b|$)", re.IGNORECASE)
_NO_REVIEWS = re.compile(r"0(?:[.,]0+)? of 0 reviews", re.IGNORECASE)


def read_percent(value: object) -> float | None:
    """Return a percentage as written: 101 stays 101, and 0 is known to be zero.

    Raises
    ------
    ValueError
        For a number under 0 or over 1000, a text whose first number is no percentage, or another type.

    Examples
    --------
    >>> read_percent("37% hire rate, 1 open job"), read_percent("101%")
    (37.0, 101.0)
    """
    number = _percent_in(value) if isinstance(value, str) else _plain(value, "is not a percentage", _PERCENT_CURE)
    if number is not None and not 0 <= number <= _MOST_PERCENT:
        raise refusal(value, f"is not between 0 and {_MOST_PERCENT:,} percent", _PERCENT_CURE)
    return number


def read_rating(value: object) -> float | None:
    """Return a rating from 0 to 5 stars; "0.0 of 0 reviews" is no rating, so unknown.

    Raises
    ------
    ValueError
        For a number outside 0 to 5, a text without a number, or another type.

    Examples
    --------
    >>> read_rating("4.9 of 13 reviews"), read_rating("Rating is 4.8 out of 5.")
    (4.9, 4.8)
    """
    number = _stars_in(value) if isinstance(value, str) else _plain(value, "is not a rating", _RATING_CURE)
    if number is not None and not 0 <= number <= _MOST_STARS:
        raise refusal(value, f"is not between 0 and {_MOST_STARS} stars", _RATING_CURE)
    return number


def _plain(value: object, problem: str, cure: str) -> float | None:
    number = plain_number(value, problem, cure)
    return None if number is None else float(number)


def _percent_in(value: str) -> float | None:
    text = cleaned(value, _PERCENT_CURE)
    if text is None:
        return None
    found = numerals(text, most=1)
    if not found or found[0].scale != 1 or not _SIGN.match(text, found[0].end):
        raise refusal(value, "is not a percentage", _PERCENT_CURE)
    return found[0].value


def _stars_in(value: str) -> float | None:
    text = cleaned(value, _RATING_CURE)
    if text is None or _NO_REVIEWS.fullmatch(text):
        return None
    found = numerals(text, most=1)
    if not found:
        raise refusal(value, "is not a rating", _RATING_CURE)
    return found[0].value
