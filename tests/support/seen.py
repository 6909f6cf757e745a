"""Postings as a history sees them."""

from __future__ import annotations

from typing import Any

from features.posting import Posting, read_posting
from tests.support.databases import Database
from tests.support.texts import ORIGINAL

__all__ = ["numbered", "rows", "seen"]

_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def seen(id: str | None, client: str | None = None, text: str = ORIGINAL, **more: Any) -> Posting:  # noqa: A002 - the contract's name
    """Return a posting."""
    return read_posting({"id": id, "title": "", "description": text, "client": {"id": client}} | more)


def numbered(number: int) -> Posting:
    """Return a posting whose id and text are its number's own."""
    words = [_NUMBERS[int(digit)] for digit in f"{number:06}"]
    return seen(f"n{number}", text=" ".join(f"{left}{right}" for left in words for right in words))


def rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that a history holds, by table, read without our code."""
    return {name: database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in ("sighting", "band")}  # noqa: S608
