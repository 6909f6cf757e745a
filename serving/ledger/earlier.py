"""The first look at a posting, as judging it again counts it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, bindparam, func, select

from features.errors import InputError
from features.fields.earlier import Earlier
from features.posting import Posting, read_posting
from serving.ledger import schema

__all__ = ["first_looks"]

_LOG = logging.getLogger(__name__)


def _first() -> Select[Any]:
    seen, look, other = schema.seen_posting.c, schema.snapshot.c, schema.snapshot.alias().c
    first = select(func.min(other.at_ms)).where(other.posting == seen.id).scalar_subquery()
    return (
        select(seen.key, look.at_ms, look.page)
        .join_from(schema.seen_posting, schema.snapshot, look.posting == seen.id)
        .where(seen.key.in_(bindparam("keys", expanding=True)), look.at_ms == first)
    )


#: Made once: putting it together takes longer than asking.
_FIRST = _first()


def first_looks(connection: Connection, keys: Iterable[str]) -> dict[str, Earlier]:
    """Return the first look at each of some postings, by key, where there was one."""
    rows = connection.execute(_FIRST, {"keys": list(keys)})
    found = {row.key: _earlier(row.at_ms, row.page) for row in rows}
    return {key: earlier for key, earlier in found.items() if earlier is not None}


def _earlier(at_ms: int, page: str) -> Earlier | None:
    at, shown = datetime.fromtimestamp(at_ms / 1000, UTC), orjson.loads(page)
    # What the client wrote tells nothing here, and a posting has a title.
    told = {"title": "-", "description": "", "posted_at": shown.get("posted_at"), "activity": shown.get("activity") or {}}
    try:
        posting = read_posting(told)
    except InputError as error:
        # An imported file may hold what no page showed; the posting is then judged by its page alone.
        _LOG.warning("An earlier look at a posting cannot be read, by its %s", error.field or "form")
        return None
    return Earlier(at, _posted(posting, at), posting.activity)


def _posted(posting: Posting, at: datetime) -> datetime | None:
    stated = posting.posted_at
    if stated is None:
        return None
    return stated.at if stated.ago is None else at - stated.ago
