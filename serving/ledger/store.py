"""The store: what was seen and told of postings, in the database of the history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import orjson
from sqlalchemy import Connection, Engine, Table, func, insert, select, update

from features.fields.earlier import Earlier
from serving.database.name import named
from serving.database.opened import erase_log, open_database, reading, writing
from serving.history.sightings import key_of
from serving.ledger import forgetting, schema
from serving.ledger.dates import now_ms
from serving.ledger.earlier import first_looks
from serving.ledger.events import OUTCOMES, Event
from serving.ledger.looks import keep_look
from serving.ledger.names import check_name
from serving.ledger.returns import Returns
from serving.ledger.seen import Seen, with_texts
from serving.ledger.spending import Spending
from serving.ledger.spent import forget_spending, keep_spending, returns, spending_rows

__all__ = ["Ledger"]

_WAIT_S = 5.0
#: So many snapshots, scores and events of one posting are told, the newest.
_MOST_TOLD = 200


class Ledger:
    """Postings over time, their scores and what came of them. Threads and processes may share it.

    Made by `Ledger.open`. Every method raises `HistoryError` if the database cannot be used.
    """

    def __init__(self, engine: Engine, name: str, clock: Callable[[], int] = now_ms) -> None:
        self._engine = engine
        self.name = name
        self.clock = clock

    @classmethod
    def open(
        cls, where: str | Path, *, create: bool = True, wait_s: float = _WAIT_S, clock: Callable[[], int] = now_ms
    ) -> Self:
        """Open the ledger in a history, which is made where there is none and ``create`` allows it."""
        return cls(open_database(where, create=create, wait_s=wait_s), named(where), clock)

    def keep(self, seen: Sequence[Seen]) -> None:
        """Keep what was seen; once this returns it is kept. The same look twice changes nothing."""
        with writing(self._engine, self.name) as connection:
            for one in seen:
                keep_look(connection, one)

    def tell(self, event: Event) -> bool:
        """Keep an event; once this returns it is kept. Returns whether the posting was seen before.

        The same event told again changes nothing.

        Raises
        ------
        ToldOtherwise
            If another one has its name, or it was taken back.
        """
        with writing(self._engine, self.name) as connection:
            check_name(connection, event)
            return _tell(connection, event, self.clock())

    def take(self, looks: Sequence[Seen], events: Sequence[Event], spent: Sequence[Spending] = ()) -> None:
        """Keep looks at a posting, what was told of it and what was spent, all or nothing; what is there already stays."""
        with writing(self._engine, self.name) as connection:
            for one in looks:
                keep_look(connection, one)
            for event in events:
                _tell(connection, event, self.clock())
            for spending in spent:
                keep_spending(connection, spending, self.clock())

    def spend(self, spending: Spending) -> None:
        """Keep spending; once this returns it is kept. The same told again changes nothing.

        Raises
        ------
        ToldOtherwise
            If another one has its name, or it was taken back.
        """
        with writing(self._engine, self.name) as connection:
            check_name(connection, spending)
            keep_spending(connection, spending, self.clock())

    def undo(self, name: str) -> bool:
        """Take an event or spending back; it stays in the ledger as undone. Returns whether there is one of this name."""
        with writing(self._engine, self.name) as connection:
            # In both: a name that an older version let stand for two things is taken back as a whole.
            undone = [_undo(connection, table, name, self.clock()) for table in (schema.event, schema.spending)]
        return any(undone)

    def posting(self, source: str | None, id_: str) -> dict[str, Any] | None:
        """Return what is known of a posting: its texts and last page, last score, snapshots and events, oldest first."""
        table = schema.seen_posting.c
        with reading(self._engine, self.name) as connection:
            row = connection.execute(select(schema.seen_posting).where(table.key == key_of(source, id_))).one_or_none()
            return None if row is None else _told(connection, row)

    def first_looks(self, keys: Sequence[str]) -> dict[str, Earlier]:
        """Return the first look at each of some postings, by key, where there was one."""
        with reading(self._engine, self.name) as connection:
            return first_looks(connection, keys)

    def record(self) -> tuple[int, int]:
        """Return how many postings a proposal was sent to, and on how many of these you were hired."""
        told = schema.event.c
        sent = select(told.posting).where(told.what == "sent", told.undone_ms.is_(None)).distinct().subquery()
        hired = select(func.count(func.distinct(told.posting))).where(
            told.what == "hired", told.undone_ms.is_(None), told.posting.in_(select(sent.c.posting))
        )
        with reading(self._engine, self.name) as connection:
            proposals = connection.scalar(select(func.count()).select_from(sent)) or 0
            return proposals, connection.scalar(hired) or 0

    def figures(self) -> dict[str, int]:
        """Return on how many postings each outcome was told."""
        told = schema.event.c
        counted = select(told.what, func.count(func.distinct(told.posting))).where(
            told.kind == "outcome", told.undone_ms.is_(None)
        )
        with reading(self._engine, self.name) as connection:
            found = {str(what): int(count) for what, count in connection.execute(counted.group_by(told.what))}
        return {outcome: found.get(outcome, 0) for outcome in OUTCOMES}

    def returns(self) -> Returns:
        """Return what your Connects went to, and what they brought."""
        with reading(self._engine, self.name) as connection:
            return returns(connection)

    def spending(self) -> list[dict[str, Any]]:
        """Return all spending, in the order in which it was told."""
        with reading(self._engine, self.name) as connection:
            return list(spending_rows(connection))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield everything, a posting at a time in the order in which they were first seen."""
        with reading(self._engine, self.name) as connection:
            # A part at a time: a ledger of years need not fit into memory.
            everything = select(schema.seen_posting).order_by(schema.seen_posting.c.id).execution_options(yield_per=100)
            for row in connection.execute(everything):
                yield _told(connection, row, most=None)

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has."""
        with reading(self._engine, self.name) as connection:
            tables = schema.metadata.sorted_tables
            return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}

    def forget(self, *, client: str | None = None, posting: str | None = None, before_ms: int | None = None) -> int:
        """Forget postings, everything told of them, and their sightings; return how many were forgotten.

        Parameters
        ----------
        client, posting : str, optional
            Keys, as `serving.history.sightings` makes them.
        before_ms : int, optional
            Postings last seen earlier.
        """
        with writing(self._engine, self.name) as connection:
            keys = forgetting.chosen(connection, client, posting, before_ms)
            forgetting.forget(connection, keys)
        self._erase(keys)
        return len(keys)

    def forget_old(self, before_ms: int, *, told: bool, most: int) -> int:
        """Forget at most so many postings that were last seen before a time; return how many were.

        Parameters
        ----------
        told : bool
            Also those of which something was told, and spending.
        """
        with writing(self._engine, self.name) as connection:
            keys = forgetting.old(connection, before_ms, told=told, most=most)
            forgetting.forget(connection, keys)
            spent = forget_spending(connection, before_ms) if told else 0
        self._erase([*keys, spent])
        return len(keys)

    def forget_spending(self, before_ms: int) -> int:
        """Forget what was bought and spent before a time and return how many times that was."""
        with writing(self._engine, self.name) as connection:
            return forget_spending(connection, before_ms)

    def _erase(self, forgotten: Collection[object]) -> None:
        if forgotten:
            erase_log(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _undo(connection: Connection, table: Table, name: str, at_ms: int) -> bool:
    known = connection.scalar(select(table.c.id).where(table.c.name == name)) is not None
    connection.execute(update(table).where(table.c.name == name, table.c.undone_ms.is_(None)).values(undone_ms=at_ms))
    return known


def _tell(connection: Connection, event: Event, now: int) -> bool:
    id_, known = _posting_of(connection, key_of(event.source, event.id) or event.id, event)
    if connection.scalar(select(schema.event.c.id).where(schema.event.c.name == event.name)) is None:
        row = {
            "name": event.name,
            "posting": id_,
            "kind": event.kind,
            "what": event.what,
            "at_ms": now if event.at_ms is None else event.at_ms,
            "details": orjson.dumps(event.details).decode(),
            "undone_ms": event.undone_ms,
        }
        connection.execute(insert(schema.event), row)
    return known


def _posting_of(connection: Connection, key: str, event: Event) -> tuple[int, bool]:
    found = connection.scalar(select(schema.seen_posting.c.id).where(schema.seen_posting.c.key == key))
    if found is not None:
        return int(found), True
    texts = {"id": event.id} | ({} if event.source is None else {"source": event.source})
    row = {"key": key, "texts": orjson.dumps(texts).decode()}
    made = connection.execute(insert(schema.seen_posting).returning(schema.seen_posting.c.id), row)
    return int(made.scalar_one()), False


def _told(connection: Connection, row: Any, most: int | None = _MOST_TOLD) -> dict[str, Any]:
    pages = _newest(connection, schema.snapshot, row.id, most)
    scores = _newest(connection, schema.score, row.id, most)
    events = _newest(connection, schema.event, row.id, most)
    return {
        "posting": with_texts(row.texts, pages[-1].page if pages else "{}"),
        "first_seen_ms": row.first_seen_ms,
        "last_seen_ms": row.last_seen_ms,
        "score": orjson.loads(scores[-1].answer) if scores else None,
        "snapshots": [{"at_ms": page.at_ms} | orjson.loads(page.page) for page in pages],
        "scores": [{"at_ms": score.at_ms, "bundle": score.bundle, "answer": orjson.loads(score.answer)} for score in scores],
        "events": [
            {"event": told.name, "kind": told.kind, "what": told.what, "at_ms": told.at_ms, "undone_ms": told.undone_ms}
            | orjson.loads(told.details)
            for told in events
        ],
    }


def _newest(connection: Connection, table: Any, posting: int, most: int | None) -> list[Any]:
    rows = select(table).where(table.c.posting == posting).order_by(table.c.at_ms.desc(), table.c.id.desc()).limit(most)
    return list(connection.execute(rows))[::-1]
