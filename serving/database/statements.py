"""What SQLite and PostgreSQL write differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, Table, Text, bindparam, column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine

__all__ = ["add_new", "is_bytes", "numbers", "texts"]


class _Each(FunctionElement[Any]):
    """The items of a list that is given as one JSON value, so that one prepared statement serves every length."""

    inherit_cache = True
    name = "each"


class _EachNumber(_Each):
    inherit_cache = True


class is_bytes(FunctionElement[bool]):  # noqa: N801 - reads as a function of SQL
    """Whether a value is bytes: SQLite keeps any kind of value in any column."""

    inherit_cache = True
    type = Boolean()


def numbers(name: str) -> TableValuedAlias:
    """Return the whole numbers of the parameter of this name, a list as JSON, as a table with the column ``value``."""
    return _listed(_EachNumber, name, BigInteger())


def texts(name: str) -> TableValuedAlias:
    """Return the texts of the parameter of this name, a list as JSON, as a table with the column ``value``."""
    return _listed(_Each, name, Text())


def add_new(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add rows, without those whose key is there already."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), rows)


def _listed(kind: type[_Each], name: str, of: TypeEngine[Any]) -> TableValuedAlias:
    return kind(bindparam(name, type_=Text())).table_valued(column("value", of), name=name)


@compiles(_Each, "sqlite")
def _(element: _Each, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


@compiles(_Each, "postgresql")
def _(element: _Each, compiler: SQLCompiler, **more: Any) -> str:
    kind = "BIGINT" if isinstance(element, _EachNumber) else "TEXT"
    items = f"json_array_elements_text(CAST({compiler.process(element.clauses, **more)} AS JSON))"
    return f"(SELECT CAST(item AS {kind}) AS value FROM {items} AS item)"  # noqa: S608 - nothing of it was sent


@compiles(is_bytes, "sqlite")
def _(element: is_bytes, compiler: SQLCompiler, **more: Any) -> str:
    return f"typeof({compiler.process(element.clauses, **more)}) = 'blob'"


@compiles(is_bytes, "postgresql")
def _(_: is_bytes, __: SQLCompiler, **___: Any) -> str:
    return "true"
