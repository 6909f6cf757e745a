"""The stated pay: a page's one line, or the contract's mapping, becomes type, min, max and currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from features.errors import shown
from features.reading.cleaning import cleaned, is_blank, refusal
from features.reading.currency import currency_in
from features.reading.money import amounts, is_range, read_money
from features.reading.numerals import Numeral

__all__ = ["read_pay", "read_pay_type"]

Ends = tuple[float | None, float | None]

_CURE = 'write {"type": "hourly", "min": 15, "max": 30} or a form such as "Hourly: $15-$30"'
_HOURLY = re.compile(r"hourly|\b(?:per|an) hour\b|/ ?(?:h|hr|hour)\b", re.IGNORECASE)
_FIXED = re.compile(r"fixed|\bbudget\b", re.IGNORECASE)
_AT_MOST = re.compile(r"(?:less than|under|below|up to|at most|max(?:imum)?|<=?) ?:? ?[^\w\s]?$", re.IGNORECASE)
_AT_LEAST = re.compile(r"(?:more than|over|above|from|at least|min(?:imum)?|>=?) ?:? ?[^\w\s]?$", re.IGNORECASE)


def read_pay_type(value: object) -> str | None:
    """Return ``"hourly"`` or ``"fixed"``, from any of the marketplace's spellings.

    Raises
    ------
    ValueError
        For anything else.

    Examples
    --------
    >>> read_pay_type("Fixed-price"), read_pay_type("hourly_no_rate")
    ('fixed', 'hourly')
    """
    if is_blank(value):
        return None
    text = cleaned(value, _CURE) if isinstance(value, str) else ""
    if text is None:
        return None
    kind = _kind(text)
    if kind is None:
        raise refusal(value, "is not a kind of pay", 'write "hourly" or "fixed"')
    return kind


def read_pay(value: object) -> object:
    """Return the stated pay as a mapping of ``type``, ``min``, ``max`` and ``currency``.

    Parameters
    ----------
    value : object
        A mapping, whose ``min`` may be a whole range and whose ``amount`` or ``budget`` is both ends; or one line of
        a page. A lone amount is both ends; "less than" gives only ``max``, "more than" and "+" only ``min``.

    Raises
    ------
    ValueError
        When it is neither, names no pay, or has its ends crossed.

    Examples
    --------
    >>> read_pay("Hourly: $15-$30")
    {'type': 'hourly', 'min': 15.0, 'max': 30.0, 'currency': 'USD'}
    """
    if isinstance(value, BaseModel):
        return value
    if is_blank(value):
        return {}
    if isinstance(value, str):
        return _from_line(value)
    if isinstance(value, Mapping):
        return _from_mapping(dict(value))
    raise refusal(value, "is not a pay", _CURE)


def _kind(text: str) -> str | None:
    if _HOURLY.search(text):
        return "hourly"
    return "fixed" if _FIXED.search(text) else None


def _from_line(line: str) -> dict[str, Any]:
    text = cleaned(line, _CURE)
    if text is None:
        return {}
    kind, found = _kind(text), amounts(text)
    if not found and kind is None:
        raise refusal(line, "names no pay", _CURE)
    low, high = _ends(line, text, found)
    return {"type": kind, "min": low, "max": high, "currency": currency_in(text)}


def _from_mapping(pay: dict[str, Any]) -> dict[str, Any]:
    amount = pay.get("amount", pay.get("budget"))
    if is_blank(pay.get("min")) and is_blank(pay.get("max")) and not is_blank(amount):
        pay["min"] = pay["max"] = amount
        if isinstance(amount, str):
            pay["min"], pay["max"] = _ends_of(amount)
            _add_currency(pay, amount)
    elif isinstance(pay.get("min"), str) and is_blank(pay.get("max")):
        line = pay["min"]
        _add_currency(pay, line)
        ends = _ends_of(line)
        # A lone amount in ``min`` says nothing of ``max``.
        if ends[0] != ends[1]:
            pay["min"], pay["max"] = ends
    _check_order(pay)
    return pay


def _add_currency(pay: dict[str, Any], line: str) -> None:
    if is_blank(pay.get("currency")):
        pay["currency"] = currency_in(cleaned(line, _CURE) or "")


def _ends_of(line: str) -> Ends:
    text = cleaned(line, _CURE)
    return (None, None) if text is None else _ends(line, text, amounts(text), wanted=True)


def _ends(line: str, text: str, found: list[Numeral], *, wanted: bool = False) -> Ends:
    """Return the two ends that a line states; without a number they are unknown, or an error when ``wanted``."""
    if not found:
        if wanted:
            raise refusal(line, "is not an amount of money", 'write a number or a form such as "$15-$30"')
        return None, None
    first = found[0]
    if first.value < 0:
        raise refusal(line, "is negative", "write an amount of zero or more")
    if is_range(text, found):
        return _ordered(line, *_scaled(first, found[1]))
    if _AT_MOST.search(text[: first.start]):
        return None, read_money(first.value)
    if first.open or _AT_LEAST.search(text[: first.start]):
        return read_money(first.value), None
    return read_money(first.value), read_money(first.value)


def _scaled(first: Numeral, second: Numeral) -> tuple[float, float]:
    # "$5-10K" is five to ten thousand.
    shared = second.scale if first.scale == 1 and first.value <= second.value / second.scale else 1.0
    return first.value * shared, second.value


def _ordered(line: object, low: float, high: float) -> Ends:
    if low > high:
        raise refusal(line, f"has min {low:g} over max {high:g}", "correct one of them")
    return read_money(low), read_money(high)


def _check_order(pay: Mapping[str, Any]) -> None:
    try:
        low, high = read_money(pay.get("min")), read_money(pay.get("max"))
    except ValueError:
        return  # the reader of that field says it, with the field's name
    if low is not None and high is not None and low > high:
        raise ValueError(f"min is {shown(pay['min'])} but max is {shown(pay['max'])}; correct one of them")
