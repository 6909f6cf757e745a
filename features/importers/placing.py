"""Putting a value where the contract wants it."""

from __future__ import annotations

from typing import Any

from features.reading.cleaning import is_blank
from features.reading.money import read_money

__all__ = ["known", "no_stars_without_reviews", "place", "unless_zero"]


def known(value: object) -> bool:
    """Return whether a cell holds something: no ``None``, no NaN, no blank text."""
    return not value.isspace() and value != "" if isinstance(value, str) else not is_blank(value)


def place(posting: dict[str, Any], path: str, value: object) -> None:
    """Put a known value at a dotted path; an unknown one stays out, and the first one stays.

    Examples
    --------
    >>> posting = {}
    >>> place(posting, "client.rating", "4.9")
    >>> posting
    {'client': {'rating': '4.9'}}
    """
    if not known(value):
        return
    *outer, name = path.split(".")
    for part in outer:
        posting = posting.setdefault(part, {})
    posting.setdefault(name, value)


def unless_zero(value: object) -> object:
    """Return an amount of pay, ``None`` for zero: the marketplace allows no such pay, so zero means not stated."""
    try:
        return None if read_money(value) == 0 else value
    except ValueError:
        return value  # its reader says what is wrong, with the field's name


def no_stars_without_reviews(rating: object, reviews: object) -> object:
    """Return a rating, ``None`` for zero stars of zero reviews: that is the form's empty value."""
    unrated = unless_zero(rating) is None and (not known(reviews) or unless_zero(reviews) is None)
    return None if unrated else rating
