"""Opening: a file or a database that is checked and made ready, or one clear error; and connections to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from features.errors import HistoryError
from serving.database import postgres, sqlite
from serving.database.address import address, is_file, named
from serving.database.faults import told
from serving.database.version import HEAD, look, move

__all__ = ["erase_log", "open_database", "reading", "writing"]


def open_database(where: str | Path, *, create: bool, wait_s: float) -> Engine:
    """Return the engine of a history whose tables are there and those of this version.

    Parameters
    ----------
    where : str or Path
        A file, or the URL of a SQLite file or of a PostgreSQL database.
    create : bool
        Make the file and the tables where there are none, and check that they can be written.
    wait_s : float
        Longest wait in seconds for another writer.

    Raises
    ------
    HistoryError
        Naming the place, why it cannot be used and the next step.
    """
    url, name = address(where), named(where)
    with told(name):
        if is_file(url):
            sqlite.prepare_file(url, create, name)
            engine = sqlite.engine_of(url, wait_s)
        else:
            engine = postgres.engine_of(url, wait_s, name)
        try:
            _make_ready(engine, create, wait_s, name)
        except BaseException:
            engine.dispose()
            raise
    return engine


@contextmanager
def reading(engine: Engine, name: str) -> Iterator[Connection]:
    """Give a connection that sees one state of the database; writers do not keep it waiting."""
    with told(name), engine.connect() as connection:
        if not is_file(engine.url):
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, name: str) -> Iterator[Connection]:
    """Give the one connection that may write now; what it did is kept as a whole, or not at all."""
    with told(name), engine.connect() as connection, connection.execution_options(writes=True).begin():
        yield connection


def erase_log(engine: Engine) -> None:
    """Let what was deleted be gone from the files as well; where somebody still reads it, the next time does that."""
    if is_file(engine.url):
        sqlite.erase_log(engine)


def _make_ready(engine: Engine, create: bool, wait_s: float, name: str) -> None:
    with reading(engine, name) as connection:
        found = look(connection, name)
    if found.version is None and not create:
        raise HistoryError(f"{name}: there is no history in it; `bidworthy serve --history` with it makes one")
    if found.version != HEAD or not found.written:
        if found.version is None and is_file(engine.url):
            sqlite.use_wal(engine, wait_s)
        with writing(engine, name) as connection:
            # Of two that start at once the second finds the tables of the first.
            found = look(connection, name)
            if found.version != HEAD or not found.written:
                move(connection, found)
    elif create:
        with writing(engine, name) as connection:
            # Changes nothing: only so does the database tell whether it may be written.
            connection.execute(text("DELETE FROM about WHERE name = ''"))
