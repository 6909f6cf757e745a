"""The sentences of an answer, from ``texts.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

__all__ = ["Texts", "counted", "days_ago", "load_texts", "part_of", "percent", "phrase", "plain_number", "span", "usd"]

Texts = dict[str, dict[str, str]]
_MANY_TIMES = 10


def load_texts() -> Texts:
    """Return all sentences by group and code."""
    return tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))


def usd(amount: float) -> str:
    """Return an amount as people write it: cents under $100, none above.

    Examples
    --------
    >>> usd(8.034), usd(1234.5), usd(-2.0)
    ('$8.03', '$1,234', '-$2.00')
    """
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    return f"{sign}${size:,.2f}" if size < 100 else f"{sign}${size:,.0f}"


@cache
def _phrases() -> dict[str, str]:
    return load_texts()["phrase"]


def phrase(name: str, **values: object) -> str:
    """Return a part of a sentence, from the group ``phrase``."""
    return _phrases()[name].format(**values)


def counted(connects: int) -> str:
    """Return a number of Connects in words.

    Examples
    --------
    >>> counted(1), counted(1200)
    ('1 Connect', '1,200 Connects')
    """
    return phrase("one_connect" if connects == 1 else "many_connects", number=f"{connects:,}")


def span(low: str, high: str | None) -> str:
    """Return a range in words; ``high`` is None for "or more".

    Examples
    --------
    >>> span("20", "50"), span("50", None), span("4", "4")
    ('20 to 50', '50 or more', '4')
    """
    if high is None:
        return phrase("or_more", low=low)
    return low if low == high else phrase("from_to", low=low, high=high)


def days_ago(days: float) -> str:
    """Return a time before the observation in whole days, as a sentence says it.

    Examples
    --------
    >>> days_ago(1.2), days_ago(9.6)
    ('a day ago', '10 days ago')
    """
    number = round(days)
    return phrase("a_day_ago") if number == 1 else phrase("days_ago", days=number)


def plain_number(value: float) -> str:
    """Return a number with one digit where it needs one.

    Examples
    --------
    >>> plain_number(12.0), plain_number(2.5), plain_number(1e6)
    ('12', '2.5', '1,000,000')
    """
    return f"{value:,.1f}".removesuffix(".0")


def part_of(ratio: float) -> str:
    """Return how much of something it is, to stand before it: a percentage, and from ten times on the times.

    Examples
    --------
    >>> part_of(0.504), part_of(2.18), part_of(22.12)
    ('50% of', '218% of', '22 times')
    """
    if ratio < _MANY_TIMES:
        return phrase("percent_of", share=round(100 * ratio))
    return phrase("times", number=f"{round(ratio):,}")


def percent(share: float, digits: int = 0) -> str:
    """Return a percentage as a whole number, or with some digits."""
    return f"{share:.{digits}f}"
