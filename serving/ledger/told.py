"""The fields of what a person tells, each read strictly: refused by name, with its value and what to send."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from features.errors import InputError, shown
from features.reading.texts import read_text

__all__ = ["LONGEST_NOTE", "MOST_CONNECTS", "read_choice", "read_name", "read_note", "read_number"]

#: Characters of a note, and Connects of one proposal or purchase: beyond them something else is meant.
LONGEST_NOTE, MOST_CONNECTS = 1_000, 10_000


def read_name(value: object) -> str:
    """Return the name of something that was told.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        if isinstance(value, str) and len(value) <= 45:
            return str(uuid.UUID(value))
    except ValueError:
        pass
    told = "missing" if value is None else shown(value)
    raise InputError("event", f"is {told}; send the event that the scorer answered, a UUID")


def read_note(body: Mapping[str, Any]) -> str | None:
    """Return the note, None where there is none.

    Raises
    ------
    InputError
        If it is no text of at most 1,000 characters.
    """
    try:
        return read_text(body.get("note"), limit=LONGEST_NOTE) or None
    except ValueError as error:
        raise InputError("note", str(error)) from None


def read_number(body: Mapping[str, Any], name: str, most: float, *, whole: bool = False, least: int = 0) -> Any:
    """Return a number, an `int` where it must be whole; None where there is none.

    Raises
    ------
    InputError
        If it is no number, or not within its bounds.
    """
    value = body.get(name)
    if value is None:
        return None
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not known or not math.isfinite(value) or not least <= value <= most or (whole and value != int(value)):
        kind = "whole number" if whole else "number"
        raise InputError(name, f"is {shown(value)}; send a {kind} from {least} to {most:,.0f}")
    return int(value) if whole else float(value)


def read_choice(value: object, field: str, known: Iterable[str], aliases: Mapping[str, str] | None = None) -> str:
    """Return which of some words was said: in any case, with spaces or underscores, with or without apostrophes.

    Parameters
    ----------
    aliases : mapping, optional
        Other words, and which of the known ones they mean.

    Raises
    ------
    InputError
        If it is none of them.
    """
    means = {_plain(said): word for said, word in (aliases or {}).items()} | {word: word for word in known}
    if isinstance(value, str) and len(value) <= 80 and _plain(value) in means:
        return means[_plain(value)]
    told = "missing" if value is None else shown(value)
    raise InputError(field, f"is {told}; send one of {', '.join(known)}")


def _plain(words: str) -> str:
    """Return words as a name: small letters and underscores, apostrophes left out."""
    return re.sub(r"[^a-z]+", "_", words.lower().replace("'", "").replace("’", "")).strip("_")
