"""Forgetting: which postings, and everything that was seen, judged and told of them, in every table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, or_, select

from features.reading.texts import read_id
from serving.history.schema import band, sighting
from serving.history.sightings import key_of_client
from serving.ledger.schema import event, score, seen_posting, snapshot

__all__ = ["chosen", "forget", "old"]

#: When a posting was last seen, or else last told of: one that was only told of was never seen.
_LAST_MS = func.coalesce(
    seen_posting.c.last_seen_ms,
    select(func.max(event.c.at_ms)).where(event.c.posting == seen_posting.c.id).scalar_subquery(),
)
_ON_THEIR_WAY = 1_000
_IN_LEDGER = exists().where(seen_posting.c.key == sighting.c.posting)


def chosen(connection: Connection, client: str | None, posting: str | None, before_ms: int | None) -> set[str]:
    """Return the keys of the postings for which all conditions hold that are not None."""
    if client is None and posting is None and before_ms is None:
        return set()
    mine: list[ColumnElement[bool]] = []
    theirs: list[ColumnElement[bool]] = []
    if client is not None:
        keys = set(_of_client(connection, client))
        mine.append(or_(seen_posting.c.client == client, seen_posting.c.key.in_(keys)))
        theirs.append(or_(sighting.c.client == client, sighting.c.posting.in_(keys)))
    if posting is not None:
        mine.append(seen_posting.c.key == posting)
        theirs.append(sighting.c.posting == posting)
    if before_ms is not None:
        mine.append(before_ms > _LAST_MS)
        # The ledger knows better when a posting was last seen: a look without a time of its own counts there, too.
        theirs.append(and_(sighting.c.last_seen_s < before_ms // 1000, ~_IN_LEDGER))
    found = set(connection.scalars(select(seen_posting.c.key).where(*mine)))
    return found | set(connection.scalars(select(sighting.c.posting).where(*theirs)))


def old(connection: Connection, before_ms: int, *, told: bool, most: int) -> list[str]:
    """Return the keys of some postings that were last seen before a time.

    Parameters
    ----------
    told : bool
        Also those of which something was told that was not taken back.
    most : int
        At most so many.
    """
    stands = exists().where(event.c.posting == seen_posting.c.id, event.c.undone_ms.is_(None))
    mine = select(seen_posting.c.key).where(before_ms > _LAST_MS, *(() if told else (~stands,)))
    # What has no time and is not in the ledger could never be told to be old; the newest may still be on their way there.
    newest = select(func.max(sighting.c.id)).scalar_subquery()
    timeless = and_(sighting.c.last_seen_s.is_(None), sighting.c.id <= newest - _ON_THEIR_WAY)
    theirs = select(sighting.c.posting).where(or_(sighting.c.last_seen_s < before_ms // 1000, timeless), ~_IN_LEDGER)
    keys = list(connection.scalars(mine.limit(most)))
    return keys + list(connection.scalars(theirs.limit(most - len(keys))))


def forget(connection: Connection, keys: Iterable[str]) -> None:
    """Forget postings and all that belongs to them."""
    for key in keys:
        ours = select(seen_posting.c.id).where(seen_posting.c.key == key)
        for table in (event, score, snapshot):
            connection.execute(delete(table).where(table.c.posting.in_(ours)))
        connection.execute(delete(seen_posting).where(seen_posting.c.key == key))
        seen = select(sighting.c.id).where(sighting.c.posting == key)
        connection.execute(delete(band).where(band.c.sighting.in_(seen)))
        connection.execute(delete(sighting).where(sighting.c.posting == key))


def _of_client(connection: Connection, client: str) -> Iterable[str]:
    """Yield the keys of postings whose page once named a client, whoever it names now."""
    pages = (
        select(seen_posting.c.key, seen_posting.c.texts, snapshot.c.page)
        .join_from(seen_posting, snapshot, snapshot.c.posting == seen_posting.c.id)
        .where(snapshot.c.page.contains('"id":'))
    )
    for key, texts, page in connection.execute(pages.execution_options(yield_per=500)):
        id_ = _client_id(orjson.loads(page))
        if id_ is not None and key_of_client(orjson.loads(texts).get("source"), id_) == client:
            yield key


def _client_id(page: dict[str, Any]) -> str | None:
    client = page.get("client")
    id_ = client.get("id") if isinstance(client, dict) else None
    try:
        return read_id(id_)
    except ValueError:
        return None
