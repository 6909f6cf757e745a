"""The address: a file, or the URL of a database that holds the history."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from features.errors import HistoryError, shown
from serving.database.name import named

__all__ = ["ELSEWHERE", "address", "is_file"]

ELSEWHERE = "name another with --history, or --history off"
#: What may be written, and the driver that is meant.
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def address(where: str | Path) -> URL:
    """Return the URL that a file or a URL means.

    Raises
    ------
    HistoryError
        If it means no database that can hold a history.
    """
    text = str(where)
    if not text:
        raise HistoryError(f"--history is empty; {ELSEWHERE}")
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).absolute()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise HistoryError(f"--history: {shown(named(where))} is no address of a database; {ELSEWHERE}") from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None or url.database in (None, "", ":memory:"):
        raise HistoryError(
            f"--history: {shown(named(where))} names no SQLite file and no PostgreSQL database "
            f"(postgresql://user@host/database); {ELSEWHERE}"
        )
    return url.set(drivername=driver)


def is_file(url: URL) -> bool:
    """Return whether a URL is a SQLite file's."""
    return url.get_backend_name() == "sqlite"
