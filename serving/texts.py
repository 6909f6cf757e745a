"""The sentences of an answer, from ``texts.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

__all__ = ["Texts", "counted", "load_texts", "part_of", "percent", "plain_number", "usd"]

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


def counted(connects: int, texts: dict[str, str]) -> str:
    """Return a number of Connects in words, from the group ``count``."""
    return texts["one_connect" if connects == 1 else "many_connects"].format(number=f"{connects:,}")


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
    return f"{round(100 * ratio)}% of" if ratio < _MANY_TIMES else f"{round(ratio):,} times"


def percent(share: float, digits: int = 0) -> str:
    """Return a percentage as a whole number, or with some digits."""
    return f"{share:.{digits}f}"
