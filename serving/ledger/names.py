"""Names: each thing that was told has one, so that telling it twice is telling it once; nothing else may take it."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, select

from features.errors import ToldOtherwise
from serving.history.sightings import key_of
from serving.ledger.events import Event
from serving.ledger.schema import event, seen_posting, spending
from serving.ledger.spending import Spending

__all__ = ["check_name"]

_EVENT = select(event, seen_posting.c.key).join(seen_posting, seen_posting.c.id == event.c.posting)


def check_name(connection: Connection, told: Event | Spending) -> None:
    """Let something new be told, or the same once more.

    Raises
    ------
    ToldOtherwise
        If something else has its name, or it was taken back.
    """
    kept = connection.execute(_EVENT.where(event.c.name == told.name)).one_or_none()
    spent = connection.execute(select(spending).where(spending.c.name == told.name)).one_or_none()
    if kept is None and spent is None:
        return
    row = kept or spent
    same = _same_event(kept, told) if isinstance(told, Event) else _same_spending(spent, told)
    if not same:
        raise ToldOtherwise(f"event: {told.name} stands for {_words(kept, spent)} already; send another UUID")
    if row is not None and row.undone_ms is not None:
        raise ToldOtherwise(f"event: {told.name} was taken back; send another UUID to tell it anew")


def _same_event(row: Any, told: Event) -> bool:
    if row is None:
        return False
    key = key_of(told.source, told.id) or told.id
    return (row.key, row.kind, row.what) == (key, told.kind, told.what) and _same_rest(row, told)


def _same_spending(row: Any, told: Spending) -> bool:
    return row is not None and (row.what, row.connects) == (told.what, told.connects) and _same_rest(row, told)


def _same_rest(row: Any, told: Event | Spending) -> bool:
    # Whoever did not say when it was means now, and says so again a moment later.
    return orjson.loads(row.details) == told.details and told.at_ms in (None, row.at_ms)


def _words(kept: Any, spent: Any) -> str:
    return f"{kept.what} of a posting" if kept is not None else f"{spent.connects} Connects ({spent.what})"
