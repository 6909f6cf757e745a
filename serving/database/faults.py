"""Faults: what a database or the file system says, as one error that a person understands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from features.errors import HistoryError
from serving.database.address import ELSEWHERE

__all__ = ["told"]

_HELD = "another program holds it; close that, or wait"
_FULL = "the disk is full"
_NOT_WRITABLE = "it cannot be written"
_STOPPED = "its server is stopped, or just starting or stopping; start it, or wait"
_REFUSED = "its server refuses this user or password"
#: What SQLite says, and what it means to a person.
_SQLITE = {
    "file is not a database": "it is no SQLite database, or a damaged one",
    "malformed": "it is damaged",
    "locked": _HELD,
    "readonly": _NOT_WRITABLE,
    "unable to open": "it cannot be opened here",
    "full": _FULL,
    "disk I/O error": "the disk took or gave nothing; it may be full or failing",
}
#: What PostgreSQL's client says where no connection came about.
_NO_CONNECTION = {
    "authentication failed": _REFUSED,
    "no pg_hba.conf entry": _REFUSED,
    "does not exist": "its server knows no such database or user",
    "resolve": "there is no such host",
    "timeout": "its server does not answer",
}
#: PostgreSQL's SQLSTATE (its manual, appendix A), a code or its class, which is the same in every language.
_STATES = {
    "08": _STOPPED,
    "25006": _NOT_WRITABLE,
    "28": _REFUSED,
    "3D000": "its server has no such database",
    "42501": "this user may not do that there",
    "42": "a table of it is missing or was changed",
    "53100": _FULL,
    "53300": "its server has too many connections; wait, or allow more",
    "55P03": _HELD,
    "57014": "its server took too long",
    "57P": _STOPPED,
}


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn what the database and the file system say into one error; parameters, which name postings, stay out of it."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error, OSError, TypeError, ValueError) as error:
        raise HistoryError(f"{name}: {_why(error)}; {ELSEWHERE}") from None


def _why(error: Exception) -> str:
    if isinstance(error, exc.TimeoutError):
        return "too many ask it at once"
    cause = error.orig if isinstance(error, exc.StatementError) and error.orig is not None else error
    if isinstance(cause, (TypeError, ValueError)):
        return "it holds a value that this program never wrote"
    said = str(getattr(cause, "strerror", None) or cause)
    if isinstance(cause, (sqlite3.Error, OSError)):
        return _meant(_SQLITE, said) or said.partition("\n")[0]
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return _meant(_NO_CONNECTION, said) or _STOPPED
    # What PostgreSQL says otherwise may quote a posting.
    found = (_STATES.get(state[:length]) for length in (5, 3, 2))
    return next((meaning for meaning in found if meaning), f"its server says {state} ({type(cause).__name__})")


def _meant(meanings: dict[str, str], said: str) -> str | None:
    return next((meaning for words, meaning in meanings.items() if words in said), None)
