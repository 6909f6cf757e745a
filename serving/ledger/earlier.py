"""The first look at a posting, as judging it again counts it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from features.errors import InputError
from features.fields.earlier import Earlier
from features.posting import Posting, read_posting
from serving.ledger import schema
from serving.ledger.seen import with_texts

__all__ = ["first_looks"]

_LOG = logging.getLogger(__name__)
#: What the client wrote tells nothing here, and a posting has a title.
_TEXTS = '{"title":"-","description":""}'


def first_looks(connection: Connection, keys: Iterable[str]) -> dict[str, Earlier]:
    """Return the first look at each of some postings, by key, where there was one."""
    seen, look = schema.seen_posting.c, schema.snapshot.c
    other = schema.snapshot.alias().c
    first = select(func.min(other.at_ms)).where(other.posting == seen.id).scalar_subquery()
    rows = connection.execute(
        select(seen.key, look.at_ms, look.page)
        .join_from(schema.seen_posting, schema.snapshot, look.posting == seen.id)
        .where(seen.key.in_(list(keys)), look.at_ms == first)
    )
    found = {key: _earlier(at_ms, page) for key, at_ms, page in rows}
    return {key: earlier for key, earlier in found.items() if earlier is not None}


def _earlier(at_ms: int, page: str) -> Earlier | None:
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    try:
        posting = read_posting({**with_texts(_TEXTS, page), "observed_at": at.isoformat()})
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
