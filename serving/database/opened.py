"""Opening: a file or a database that is checked and made ready, or one clear error; and connections to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, text

from features.errors import HistoryError
from serving.database import postgres, sqlite
from serving.database.address import address, is_file
from serving.database.faults import told
from serving.database.name import named
from serving.database.version import HEAD, look, move

__all__ = ["erase_log", "open_database", "reading", "writing"]

#: The option of an engine that says which file it opened.
_OPENED = "opened_file"


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
    if is_file(url):
        engine.update_execution_options(**{_OPENED: _identity(url)})
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
        _check_still_there(engine, name)
        yield connection


def erase_log(engine: Engine) -> None:
    """Let what was deleted be gone from the files as well; where somebody still reads it, the next time does that."""
    if is_file(engine.url):
        sqlite.erase_log(engine)


def _check_still_there(engine: Engine, name: str) -> None:
    """Refuse to write into a file that nobody will find: SQLite goes on in one that was deleted, and says it is kept."""
    opened = engine.get_execution_options().get(_OPENED)
    if opened is not None and _identity(engine.url) != opened:
        raise HistoryError(f"{name}: was deleted, moved or replaced while it was in use; start the program again")


def _identity(url: URL) -> tuple[int, int] | None:
    """Return what tells a file from another that has taken its name; None where there is none."""
    try:
        found = Path(str(url.database)).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
