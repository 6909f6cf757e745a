"""Times of the ledger: milliseconds in its tables, ISO 8601 in UTC wherever somebody reads them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from features.errors import InputError
from features.reading.moments import read_moment

__all__ = ["dated", "now_ms", "read_ms", "with_dates"]

_LISTS = ("snapshots", "scores", "events")


def now_ms() -> int:
    """Return the time of this machine, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def dated(found: dict[str, Any]) -> dict[str, Any]:
    """Return what the ledger knows of a posting with its own times, and those of what it lists, as ISO 8601."""
    return with_dates(found) | {name: [with_dates(item) for item in found[name]] for name in _LISTS}


def read_ms(value: object, field: str) -> int | None:
    """Return an instant as milliseconds since 1970; None for None.

    Raises
    ------
    InputError
        Naming the field, if it is no instant.
    """
    try:
        moment = None if value is None else read_moment(value, relative=False)
    except ValueError as error:
        raise InputError(field, str(error)) from None
    return None if moment is None or moment.at is None else int(moment.at.timestamp() * 1000)


def with_dates(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its own times as ISO 8601."""
    return {name.removesuffix("_ms"): _iso(value) if name.endswith("_ms") else value for name, value in row.items()}


def _iso(ms: int | None) -> str | None:
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
