"""SQLite: one file, many readers and one writer side by side."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from features.errors import HistoryError

__all__ = ["engine_of", "erase_log", "prepare_file", "use_wal"]

_PAUSE_S = 0.01


def engine_of(url: URL, wait_s: float) -> Engine:
    """Return the engine of a file; a writer waits so long for another."""
    engine = create_engine(url, connect_args={"timeout": wait_s}, hide_parameters=True)
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    return engine


def prepare_file(url: URL, create: bool, name: str) -> None:
    """Make the file, for its owner alone, or see that it is there.

    Raises
    ------
    HistoryError
        If it is not there and must not be made.
    OSError
        If it cannot be made.
    """
    path = Path(str(url.database))
    if str(url.database).startswith("file:"):
        return  # SQLite's own form, which says itself how to open
    if not create and not path.is_file():
        raise HistoryError(f"{name}: there is no such history; `bidworthy serve --history {name}` makes one")
    if create:
        # Which postings somebody looked at is nobody else's business.
        _make_folder(path.parent)
        path.touch(mode=0o600)


def use_wal(engine: Engine, wait_s: float) -> None:
    """Let readers and one writer work side by side; the file remembers it."""
    until = monotonic() + wait_s
    raw: Any = engine.raw_connection()
    try:
        while not _is_wal(raw, until):
            sleep(_PAUSE_S)
    finally:
        raw.close()


def erase_log(engine: Engine) -> None:
    """Empty the write-ahead log, if nobody reads it just now."""
    raw: Any = engine.raw_connection()
    try:
        raw.execute("PRAGMA busy_timeout=0")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        pass
    finally:
        # Its next user must not inherit the hurry.
        raw.invalidate()
        raw.close()


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it, each for its owner alone; what is there stays as it is."""
    if not folder.is_dir() and folder != folder.parent:
        # Python makes the ones above readable to everybody.
        _make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _is_wal(raw: Any, until: float) -> bool:
    """Turn the file to write-ahead mode and return whether it is; raise what SQLite says where that can or may not wait."""
    try:
        raw.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        # Where another does the same just now, SQLite does not wait as it does everywhere else: it refuses at once.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() >= until:
            raise
        return False
    return True


def _connected(connection: sqlite3.Connection, _: object) -> None:
    # The driver would begin transactions by itself, and later than they must.
    connection.isolation_level = None
    # A killed process loses nothing; a power cut may lose the last moments, never the file.
    connection.execute("PRAGMA synchronous=NORMAL")
    # What was forgotten is overwritten, not only given free.
    connection.execute("PRAGMA secure_delete=ON")


def _begun(connection: Connection) -> None:
    # Taken at once: a reader that turns writer fails when another was faster.
    begin = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    # By the driver itself: this comes before every question.
    driver: Any = connection.connection.driver_connection
    driver.execute(begin)
