"""Spending in the database: kept, taken back, listed, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select

from serving.ledger.returns import Returns, returns_of
from serving.ledger.schema import event, spending
from serving.ledger.spending import Spending

__all__ = ["forget_spending", "keep_spending", "returns", "spending_rows"]


def keep_spending(connection: Connection, one: Spending, now_ms: int) -> None:
    """Keep spending, unless its name is known."""
    if connection.scalar(select(spending.c.id).where(spending.c.name == one.name)) is None:
        row = {
            "name": one.name,
            "what": one.what,
            "connects": one.connects,
            "at_ms": now_ms if one.at_ms is None else one.at_ms,
            "details": orjson.dumps(one.details).decode(),
            "undone_ms": one.undone_ms,
        }
        connection.execute(insert(spending), row)


def spending_rows(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield all of it, in the order in which it was told."""
    for row in connection.execute(select(spending).order_by(spending.c.id)):
        told = {"event": row.name, "spending": row.what, "connects": row.connects}
        yield told | {"at_ms": row.at_ms, "undone_ms": row.undone_ms} | orjson.loads(row.details)


def forget_spending(connection: Connection, before_ms: int) -> int:
    """Forget what was spent before a time and return how many there were."""
    return connection.execute(delete(spending).where(spending.c.at_ms < before_ms)).rowcount


def returns(connection: Connection) -> Returns:
    """Return what Connects brought."""
    outcomes = select(event.c.posting, event.c.what, event.c.details).where(
        event.c.kind == "outcome", event.c.undone_ms.is_(None)
    )
    spent = select(spending.c.what, spending.c.connects, spending.c.details).where(spending.c.undone_ms.is_(None))
    return returns_of(
        (
            (posting, what, orjson.loads(details))
            for posting, what, details in connection.execute(outcomes.order_by(event.c.at_ms, event.c.id))
        ),
        ((what, connects, orjson.loads(details)) for what, connects, details in connection.execute(spent)),
    )
