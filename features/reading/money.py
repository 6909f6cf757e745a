"""Amounts of money, as pages write them."""

from __future__ import annotations

import math
import re

from features.reading.cleaning import cleaned, plain_number, refusal
from features.reading.currency import COMMA_DECIMALS, currency_in
from features.reading.numerals import Numeral, numerals

__all__ = ["amounts", "is_range", "read_money"]

#: More than any client has spent; above it a number is a mistake.
_MOST = 1e12
_CURE = 'write a number or a form such as "$4.3K"'
_PROBLEM = "is not an amount of money"
# What may stand between the two ends of a range: a sign or code of a currency, a unit, a dash or "to".
_BETWEEN = re.compile(r" ?(?:/ ?hr?|[A-Z]{3}|[^\w\s.,-])? ?(?:-|–|—|to|and) ?(?:[A-Z]{2,3} ?)?[^\w\s]?", re.IGNORECASE)


def read_money(value: object) -> float | None:
    """Return an amount, without its currency.

    price-parser reads the decimal conventions; it loses the K of ``$4.3K`` and the second number of a range, so
    suffixes are read in `features.reading.numerals` and ranges in `features.reading.pay`.

    Parameters
    ----------
    value : object
        A number, or a text such as ``"$1.5K+"`` (the plus is dropped: the amount is the least it can be),
        ``"1.234,56 €"``, ``"$22.10/hr avg hourly rate paid"``. Words such as "hidden" are unknown.

    Raises
    ------
    ValueError
        For a negative amount, a range, a text without a number, or another type.

    Examples
    --------
    >>> read_money("$4.3K total spent"), read_money("$500 spent on kitchen work"), read_money("hidden")
    (4300.0, 500.0, None)
    """
    if not isinstance(value, str):
        number = plain_number(value, _PROBLEM, _CURE)
        return None if number is None else _checked(number, value)
    text = cleaned(value, _CURE)
    if text is None:
        return None
    found = amounts(text)
    if not found:
        raise refusal(value, _PROBLEM, _CURE)
    if is_range(text, found):
        raise refusal(value, "is a range", "write one amount")
    return _checked(found[0].value, value)


def amounts(text: str) -> list[Numeral]:
    """Return the first two numbers of a cleaned text, read by the conventions of the currency it names."""
    return numerals(text, dot_groups=currency_in(text) in COMMA_DECIMALS, most=2)


def is_range(text: str, found: list[Numeral]) -> bool:
    """Return whether the first two numbers of a text are the two ends of a range."""
    return len(found) > 1 and bool(_BETWEEN.fullmatch(text, found[0].end, found[1].start))


def _checked(number: float, value: object) -> float:
    if number < 0:
        raise refusal(value, "is negative", "write an amount of zero or more")
    if not math.isfinite(number) or number > _MOST:
        raise refusal(value, f"is not an amount up to {_MOST:,.0f}", _CURE)
    return float(number)
