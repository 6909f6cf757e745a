"""Amounts of two digits, which a search for more pay steps through: 10 to 99, in each power of ten, by number."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor, log10

__all__ = ["amount_at", "step_of"]

#: In each power of ten.
_STEPS = 90


def step_of(amount: float, *, down: bool = False) -> int:
    """Return the number of the least amount of two digits that is no less, or of the greatest that is no more.

    Examples
    --------
    >>> [amount_at(step_of(amount)) for amount in (1234.0, 31.0, 0.123, 99.5)]
    [1300.0, 31.0, 0.13, 100.0]
    """
    power = int(log10(amount) // 1) - 1
    digits = round(amount / 10.0**power, 9)
    return _STEPS * power + int(floor(digits) if down else ceil(digits)) - 10


@lru_cache(maxsize=4_096)  # a page asks for the same amounts again and again
def amount_at(step: int) -> float:
    """Return the amount of two digits with a number: 10 to 99, in each power of ten."""
    power, digits = divmod(step, _STEPS)
    return round((digits + 10) * 10.0**power, 12)
