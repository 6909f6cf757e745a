"""Whole numbers and the buckets that pages show in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.reading.cleaning import cleaned, is_blank, plain_number, refusal
from features.reading.numerals import Numeral, numerals
from features.reading.texts import read_list

__all__ = ["CountRange", "read_count", "read_count_range", "read_counts"]

_MOST = 10**9
_MOST_COUNTS = 100
_PROBLEM = "is not a count"
_CURE = 'write a whole number or a form such as "179 jobs posted"'
_RANGE_CURE = 'write a whole number or a form such as "5 to 10", "Less than 5" or "50+"'
_BELOW = re.compile(r"(?:(?:less|fewer) ?than|under|below|<) ?$", re.IGNORECASE)
_UP_TO = re.compile(r"(?:up ?to|at most|<=) ?$", re.IGNORECASE)
_ABOVE = re.compile(r"(?:more ?than|over|above|>) ?$", re.IGNORECASE)
_AT_LEAST = re.compile(r"(?:at least|>=) ?$", re.IGNORECASE)
_BETWEEN = re.compile(r" ?(?:to|-|–|—) ?", re.IGNORECASE)
_OR_MORE = re.compile(r" or more\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CountRange:
    """A count known to lie between two ends, both included; ``high`` is ``None`` for "or more"."""

    low: int
    high: int | None


def read_count(value: object) -> int | None:
    """Return a whole number: the first one of a text.

    Raises
    ------
    ValueError
        For a negative or broken number, a bucket ("Less than 5"), a text without a number, or another type.

    Examples
    --------
    >>> read_count("76 hires, 8 active"), read_count("1,234"), read_count("50+")
    (76, 1234, 50)
    """
    if not isinstance(value, str):
        number = plain_number(value, _PROBLEM, _CURE)
        return None if number is None else _whole(number, value, _CURE)
    text = cleaned(value, _CURE)
    if text is None:
        return None
    found = numerals(text, dot_groups=True, most=1)
    if not found or _is_bound(text[: found[0].start]):
        raise refusal(value, _PROBLEM, _CURE)
    return _whole(found[0].value, value, _CURE)


def read_count_range(value: object) -> CountRange | None:
    """Return a count or a bucket of counts.

    Raises
    ------
    ValueError
        For a negative or broken number, crossed ends, a text without a number, or another type.

    Examples
    --------
    >>> read_count_range("Less than 5"), read_count_range("50+"), read_count_range(7)
    (CountRange(low=0, high=4), CountRange(low=50, high=None), CountRange(low=7, high=7))
    """
    if isinstance(value, CountRange):
        return value
    if not isinstance(value, str):
        number = plain_number(value, _PROBLEM, _RANGE_CURE)
        return None if number is None else _exactly(_whole(number, value, _RANGE_CURE))
    text = cleaned(value, _RANGE_CURE)
    if text is None:
        return None
    found = numerals(text, dot_groups=True, most=2)
    if not found:
        raise refusal(value, _PROBLEM, _RANGE_CURE)
    return _bucket(value, text, found)


def read_counts(value: object) -> tuple[int, ...] | None:
    """Return at most 100 whole numbers from a list, or from a text that separates them by commas.

    Raises
    ------
    ValueError
        For more than 100 items, an item that is no count, or another type.

    Examples
    --------
    >>> read_counts([40, 35, "12"])
    (40, 35, 12)
    """
    items: object = _listed(value) if isinstance(value, str) else value
    if is_blank(items):
        return None
    if not isinstance(items, (list, tuple)):
        raise refusal(value, "is not a list of counts", "write a list of whole numbers such as [40, 35]")
    if len(items) > _MOST_COUNTS:
        raise ValueError(f"has {len(items):,} items and at most {_MOST_COUNTS} are read; leave some out")
    return tuple(_item(index, item) for index, item in enumerate(items))


def _listed(text: str) -> list[str] | None:
    """Return the items of ``"[40, 35]"`` or ``"40, 35"`` as texts."""
    return read_list(text.strip().removeprefix("[").removesuffix("]"), most=_MOST_COUNTS)


def _item(index: int, value: object) -> int:
    try:
        count = read_count(value)
    except ValueError as error:
        raise ValueError(f"item {index + 1}: {error}") from None
    if count is None:
        raise ValueError(f"item {index + 1} is unknown; write a whole number, or leave that item out")
    return count


def _is_bound(before: str) -> bool:
    return any(pattern.search(before) for pattern in (_BELOW, _UP_TO, _ABOVE))


def _exactly(count: int) -> CountRange:
    return CountRange(count, count)


def _bucket(value: object, text: str, found: list[Numeral]) -> CountRange:
    low = _whole(found[0].value, value, _RANGE_CURE)
    if len(found) > 1 and _BETWEEN.fullmatch(text, found[0].end, found[1].start):
        high = _whole(found[1].value, value, _RANGE_CURE)
        if low > high:
            raise refusal(value, f"goes down, from {low:,} to {high:,}", _RANGE_CURE)
        return CountRange(low, high)
    before = text[: found[0].start]
    if _UP_TO.search(before):
        return CountRange(0, low)
    if _BELOW.search(before):
        return CountRange(0, max(0, low - 1))
    if found[0].open or _AT_LEAST.search(before) or _OR_MORE.match(text, found[0].end):
        return CountRange(low, None)
    return CountRange(low + 1, None) if _ABOVE.search(before) else _exactly(low)


def _whole(number: float, value: object, cure: str) -> int:
    if number < 0:
        raise refusal(value, "is negative", cure)
    if not number <= _MOST:
        raise refusal(value, f"is over {_MOST:,}", cure)
    # Products such as 1.2 * 1000 may miss the whole number by a rounding error.
    if abs(number - round(number)) > 1e-6:
        raise refusal(value, "is not a whole number", cure)
    return round(number)
