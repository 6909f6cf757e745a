"""A database of a history, SQLite or PostgreSQL, read and harmed without our code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

__all__ = ["Database", "database_in"]


@dataclass(frozen=True, slots=True)
class Database:
    """Where a history lies or may be made.

    Parameters
    ----------
    kind : str
        ``sqlite`` or ``postgresql``.
    where : str
        As ``--history`` takes it.
    name : str
        As messages name it.
    """

    kind: str
    where: str
    name: str

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Give a connection as another program has it; what it does is kept."""
        url = f"sqlite:///{self.where}" if self.kind == "sqlite" else self.where.replace("://", "+psycopg://", 1)
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            yield connection
        engine.dispose()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be another program that writes all the while."""
        with self.connected() as connection:
            if self.kind == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql("LOCK TABLE about, sighting, seen_posting, event IN EXCLUSIVE MODE")
            yield
            connection.rollback()

    def do(self, *statements: str) -> None:
        """Run statements."""
        with self.connected() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return what a question gives."""
        with self.connected() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(statement)]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every table."""
        with self.connected() as connection:
            tables = sorted(inspect(connection).get_table_names())
        return {name: sorted(self.rows(f'SELECT * FROM "{name}"'), key=repr) for name in tables}  # noqa: S608

    def whole(self) -> bool:
        """Return whether nothing of it is damaged."""
        return self.kind != "sqlite" or self.rows("PRAGMA integrity_check") == [("ok",)]


def database_in(file: Path) -> Database:
    """Return the database that a file is, or will be."""
    return Database("sqlite", str(file), str(file))
