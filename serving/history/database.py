"""The database of the history: a SQLite file that is opened, checked and made ready, or one clear error."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError, StatementError

from features.errors import HistoryError, shown
from serving.history.schema import SCHEMA, about, metadata

__all__ = ["named", "open_database", "reading", "writing"]

_ELSEWHERE = "name another file with --history, or --history off"
#: What SQLite says, and what it means to a person.
_MEANINGS = {
    "file is not a database": "it is no SQLite database, or a damaged one",
    "malformed": "it is damaged",
    "locked": "another program holds it; close that, or wait",
    "readonly": "it cannot be written",
    "unable to open": "it cannot be opened here",
    "full": "the disk is full",
}


def open_database(where: str | Path, *, create: bool, wait_s: float) -> Engine:
    """Return the engine of a history whose tables are there and of this version's format.

    Parameters
    ----------
    where : str or Path
        A file, or a SQLite URL.
    create : bool
        Make the file where there is none, and check that it can be written.
    wait_s : float
        Longest wait in seconds for another writer.

    Raises
    ------
    HistoryError
        Naming the file, why it cannot be used and the next step.
    """
    url = _url(where)
    with _told(named(where)):
        _prepare_file(url, create, named(where))
        engine = create_engine(url, connect_args={"timeout": wait_s}, hide_parameters=True)
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
        try:
            _check(engine, create, named(where))
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def reading(engine: Engine, name: str) -> Iterator[Connection]:
    """Give a connection that sees one state of the database; writers do not keep it waiting."""
    with _told(name), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, name: str) -> Iterator[Connection]:
    """Give the one connection that may write now; what it did is kept as a whole, or not at all."""
    # Taken at once: a reader that turns writer fails when another was faster.
    with _told(name), engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
        yield connection


def named(where: str | Path) -> str:
    """Return how messages name the place: a URL may carry a password, and shows only its kind."""
    text = str(where)
    return f"{text.partition('://')[0]}:// history" if "://" in text and not text.startswith("sqlite://") else text


def _url(where: str | Path) -> URL:
    text = str(where)
    if not text:
        raise HistoryError(f"--history is empty; {_ELSEWHERE}")
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).absolute()))
    try:
        url = make_url(text)
    except ArgumentError:
        raise HistoryError(f"--history: {shown(named(where))} is no address of a database; {_ELSEWHERE}") from None
    if url.drivername not in ("sqlite", "sqlite+pysqlite") or url.database in (None, "", ":memory:"):
        raise HistoryError(f"--history: {shown(named(where))} is not a SQLite file; {_ELSEWHERE}")
    return url


def _prepare_file(url: URL, create: bool, name: str) -> None:
    path = Path(str(url.database))
    if str(url.database).startswith("file:"):
        return  # SQLite's own form, which says itself how to open
    if not create and not path.is_file():
        raise HistoryError(f"{name}: there is no such history; `bidworthy serve --history {name}` makes one")
    if create:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Which postings somebody looked at is nobody else's business.
        path.touch(mode=0o600)


def _connected(connection: sqlite3.Connection, _: object) -> None:
    # The driver would begin transactions by itself, and later than they must.
    connection.isolation_level = None
    # A killed process loses nothing; a power cut may lose the last moments, never the file.
    connection.execute("PRAGMA synchronous=NORMAL")


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _check(engine: Engine, create: bool, name: str) -> None:
    with reading(engine, name) as connection:
        known = set(inspect(connection).get_table_names())
    if not known and create:
        _use_wal(engine)
        with writing(engine, name) as connection:
            _make_tables(connection)
    elif not metadata.tables.keys() <= known:
        raise HistoryError(f"{name}: this database is not a history of Bidworthy; {_ELSEWHERE}")
    with reading(engine, name) as connection:
        found = connection.scalar(select(about.c.value).where(about.c.name == "schema"))
    if found != str(SCHEMA):
        raise HistoryError(_wrong_format(name, found))
    if create:
        with writing(engine, name) as connection:
            # Deletes nothing: only so does the database tell whether it may be written.
            connection.execute(delete(about).where(about.c.name == ""))


def _use_wal(engine: Engine) -> None:
    """Let readers and one writer work side by side; the file remembers it."""
    raw: Any = engine.raw_connection()
    try:
        raw.execute("PRAGMA journal_mode=WAL")
    finally:
        raw.close()


def _make_tables(connection: Connection) -> None:
    # Two that start at once both come here; the second finds the tables of the first.
    metadata.create_all(connection)
    row = insert(about).prefix_with("OR IGNORE")
    connection.execute(row, {"name": "schema", "value": str(SCHEMA)})


def _wrong_format(name: str, found: object) -> str:
    newer = isinstance(found, str) and found.isdecimal() and int(found) > SCHEMA
    cure = "update Bidworthy" if newer else "keep it for the version that made it"
    return f"{name}: its format is {shown(found)} and this version reads {SCHEMA}; {cure}, or {_ELSEWHERE}"


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the database and the file system say into one error; parameters, which name postings, stay out of it."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, TypeError, ValueError) as error:
        raise HistoryError(f"{name}: {_why(error)}; {_ELSEWHERE}") from None


def _why(error: Exception) -> str:
    if isinstance(error, (TypeError, ValueError)):
        return "it holds a value that this program never wrote"
    said = str(error.orig if isinstance(error, StatementError) else getattr(error, "strerror", None) or error)
    return next((meaning for words, meaning in _MEANINGS.items() if words in said), said.partition("\n")[0])
