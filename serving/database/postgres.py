"""PostgreSQL: a database of a server, whose writers take turns as those of a file do."""

from __future__ import annotations

from functools import partial
from math import ceil
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from features.errors import HistoryError
from serving.database.address import ELSEWHERE

__all__ = ["engine_of"]

#: Any number will do, and the same in every version: who holds it may write.
_TURN = 0x42_49_44_57
#: No single question takes longer than so many waits.
_MOST_WAITS = 10


def engine_of(url: URL, wait_s: float, name: str) -> Engine:
    """Return the engine of a database; a writer waits so long for another.

    Connecting raises `HistoryError` where the database cannot keep every letter.

    Raises
    ------
    HistoryError
        If the driver is not installed.
    """
    try:
        engine = create_engine(
            url,
            connect_args=_arguments(url, wait_s),
            hide_parameters=True,
            # Whose turn it is sees what those before it kept, whatever the server does by default.
            isolation_level="READ COMMITTED",
            # A server that was started again: connections of before are noticed, not stumbled over.
            pool_pre_ping=True,
            pool_timeout=max(wait_s, 1.0),
        )
    except ImportError:
        raise HistoryError(
            "--history: PostgreSQL needs the extra named postgres, which is not installed; "
            f"run `pip install '.[postgres]'` in Bidworthy's folder, or {ELSEWHERE}"
        ) from None
    # Before SQLAlchemy's own first look, which such a database makes stumble.
    event.listen(engine, "connect", partial(_connected, name), insert=True)
    event.listen(engine, "begin", _begun)
    return engine


def _arguments(url: URL, wait_s: float) -> dict[str, Any]:
    given = url.query.get("options", "")
    given = given if isinstance(given, str) else " ".join(given)
    # To the server 0 is no limit.
    wait_ms = max(1, int(wait_s * 1000))
    return {
        "options": f"-c lock_timeout={wait_ms} -c statement_timeout={_MOST_WAITS * max(wait_ms, 1000)} {given}".strip(),
        "connect_timeout": max(2, ceil(wait_s)),
        "tcp_user_timeout": 1000 * max(2, ceil(wait_s)),
        "application_name": "bidworthy",
    }


def _connected(name: str, connection: Any, _: object) -> None:
    # The server has told it already, so it costs no question.
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise HistoryError(
            f"{name}: it keeps texts as {encoding}, which lacks letters that postings have; "
            f"make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, or {ELSEWHERE}"
        )


def _begun(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        # Whoever looks whether a row is there and then adds it must be alone; it is given back at the end.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
