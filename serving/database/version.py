"""The version of the tables: which one a database has, and that it becomes this program's.

Looking costs two small questions; Alembic is imported only where tables must be made or moved.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, column, inspect, select, table

from features.errors import HistoryError, shown
from serving.database.address import ELSEWHERE

__all__ = ["HEAD", "VERSIONS", "Found", "look", "move"]

#: The migrations, in their order.
VERSIONS = ("0001", "0002", "0003")
#: What this program reads and writes.
HEAD = VERSIONS[-1]

#: Where Alembic writes the version down.
_VERSION = table("alembic_version", column("version_num"))
#: Where it stood before there were migrations.
_ABOUT = table("about", column("name"), column("value"))
_HISTORY = frozenset({"about", "band", "sighting"})
_LEDGER = frozenset({"event", "score", "seen_posting", "snapshot"})


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a database.

    Parameters
    ----------
    version : str or None
        Of `VERSIONS`; None where it holds no table.
    written : bool
        Whether the database says its version itself, as it does since there are migrations.
    """

    version: str | None
    written: bool


def look(connection: Connection, name: str) -> Found:
    """Return which version a database has.

    Raises
    ------
    HistoryError
        If it is another program's, a newer version's, or damaged.
    """
    there = set(inspect(connection).get_table_names())
    if not there:
        return Found(None, written=False)
    if not there >= _HISTORY:
        raise HistoryError(f"{name}: this database is not a history of Bidworthy; {ELSEWHERE}")
    if _VERSION.name not in there:
        return Found(_before_migrations(connection, there, name), written=False)
    version = connection.scalar(select(_VERSION.c.version_num))
    if version not in VERSIONS:
        newer = isinstance(version, str) and version > HEAD
        raise HistoryError(_wrong(name, version, HEAD, newer=newer))
    if version != VERSIONS[0] and not there >= _LEDGER:
        raise HistoryError(f"{name}: this database is not a whole history of Bidworthy; {ELSEWHERE}")
    return Found(version, written=True)


def move(connection: Connection, found: Found) -> None:
    """Make the tables of this version of what was found, as a whole or not at all."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "serving.database:migrations")
    config.attributes["connection"] = connection
    if found.version is not None and not found.written:
        command.stamp(config, found.version)
    command.upgrade(config, HEAD)


def _before_migrations(connection: Connection, there: set[str], name: str) -> str:
    format_ = connection.scalar(select(_ABOUT.c.value).where(_ABOUT.c.name == "schema"))
    if format_ != "1":
        newer = isinstance(format_, str) and format_.isdecimal() and int(format_) > 1
        raise HistoryError(_wrong(name, format_, "1", newer=newer))
    if there & _LEDGER and not there >= _LEDGER:
        raise HistoryError(f"{name}: this database is not a whole history of Bidworthy; {ELSEWHERE}")
    return VERSIONS[1] if there & _LEDGER else VERSIONS[0]


def _wrong(name: str, found: object, known: str, *, newer: bool) -> str:
    cure = "update Bidworthy" if newer else "keep it for the version that made it"
    return f"{name}: its format is {shown(found)} and this version reads {known}; {cure}, or {ELSEWHERE}"
