"""Keeping a look at a posting: its texts once, and what its page showed and its answer said, each where it is new."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, Select, Table, bindparam, insert, select, update

from serving.ledger.schema import score, seen_posting, snapshot
from serving.ledger.seen import Seen

__all__ = ["keep_look"]


def _last(table: Table) -> Select[Any]:
    """Return the question for the newest row of a posting up to a time."""
    before = select(table).where(table.c.posting == bindparam("of"), table.c.at_ms <= bindparam("until_ms"))
    return before.order_by(table.c.at_ms.desc(), table.c.id.desc()).limit(1)


#: Made once: putting one together takes longer than asking.
_KNOWN = select(seen_posting).where(seen_posting.c.key == bindparam("known_as"))
_NEW = insert(seen_posting).returning(seen_posting.c.id)
_AGAIN = update(seen_posting).where(seen_posting.c.id == bindparam("known"))
_LAST = {table.name: _last(table) for table in (snapshot, score)}
_ADD = {table.name: insert(table) for table in (snapshot, score)}


def keep_look(connection: Connection, one: Seen) -> None:
    """Keep a look at a posting; the same look twice changes nothing."""
    row = connection.execute(_KNOWN, {"known_as": one.key}).one_or_none()
    if row is None:
        times = {"first_seen_ms": one.at_ms, "last_seen_ms": one.at_ms}
        new = {"key": one.key, "client": one.client, "texts": one.texts.decode(), **times}
        id_ = int(connection.execute(_NEW, new).scalar_one())
    else:
        id_ = row.id
        connection.execute(_AGAIN, {"known": id_, **_merged(row, one)})
    is_new = row is None
    if one.page is not None:
        _add_if_new(connection, snapshot, id_, one.at_ms, {"page": one.page.decode()}, is_new=is_new)
    if one.bundle is not None and one.answer is not None:
        answer = {"bundle": one.bundle, "answer": one.answer.decode()}
        _add_if_new(connection, score, id_, one.at_ms, answer, is_new=is_new)


def _merged(row: Any, one: Seen) -> dict[str, Any]:
    """Return the posting's row after another look: a list shows only the beginning of a text, so the longer one is kept."""
    known = orjson.loads(row.texts)
    longer = one.words >= len(known.get("title") or "") + len(known.get("description") or "")
    new = orjson.loads(one.texts)
    texts = known | new if longer else new | known
    return {
        "client": one.client or row.client,
        "first_seen_ms": min(one.at_ms, one.at_ms if row.first_seen_ms is None else row.first_seen_ms),
        "last_seen_ms": max(one.at_ms, one.at_ms if row.last_seen_ms is None else row.last_seen_ms),
        "texts": orjson.dumps(texts, option=orjson.OPT_SORT_KEYS).decode(),
    }


def _add_if_new(
    connection: Connection, table: Table, posting: int, at_ms: int, values: dict[str, str], *, is_new: bool
) -> None:
    """Add what a look showed, unless the look before it showed the same; of a new posting there is none before."""
    last = None
    if not is_new:
        last = connection.execute(_LAST[table.name], {"of": posting, "until_ms": at_ms}).one_or_none()
    if last is None or any(last._mapping[name] != value for name, value in values.items()):
        connection.execute(_ADD[table.name], {"posting": posting, "at_ms": at_ms, **values})
