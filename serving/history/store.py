"""The store: which postings with nearly the same text were seen, and what is remembered of new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, insert, update

from features.posting import Posting
from features.text.copies import bands
from serving.database.name import named
from serving.database.opened import open_database, reading, writing
from serving.database.statements import add_new
from serving.history.copies import Copies
from serving.history.lookup import near_copies
from serving.history.owed import Owed
from serving.history.queries import KNOWN
from serving.history.schema import band, sighting
from serving.history.sightings import Sighting, merged, sighting_of

__all__ = ["History"]

_WAIT_S = 5.0


class History:
    """What was seen of postings, in one database. Threads and processes may share it.

    Made by `History.open`.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True, wait_s: float = _WAIT_S) -> Self:
        """Open a history.

        Parameters
        ----------
        where : str or Path
            A file, or the URL of a database.
        create : bool
            Make the history where there is none. Without it, one that is only read will do.
        wait_s : float
            Longest wait in seconds for another writer.

        Raises
        ------
        HistoryError
            If it cannot be used, naming it, why, and the next step.
        """
        return cls(open_database(where, create=create, wait_s=wait_s), named(where))

    def copies(self, postings: Iterable[Posting]) -> list[Copies]:
        """Do what `copies_of` does, for postings."""
        return self.copies_of([sighting_of(posting) for posting in postings], Owed())

    def copies_of(self, asked: Sequence[Sighting | None], owed: Owed) -> list[Copies]:
        """Return for each sighting how many other postings with nearly the same text are remembered.

        A posting is never its own copy; one that cannot be told from others (no id and no address), or has too few words,
        has no sighting and no copies. Of each band of a signature only the newest `serving.history.copies.MOST` sightings
        are looked at.

        Parameters
        ----------
        owed : Owed
            What is looked at as if it were written.

        Raises
        ------
        HistoryError
            If the database cannot be read.
        """
        with reading(self._engine, self.name) as connection:
            return near_copies(connection, asked, owed)

    def remember(self, postings: Iterable[Posting]) -> None:
        """Do what `keep` does, for postings."""
        self.keep(one for one in map(sighting_of, postings) if one is not None)

    def keep(self, sightings: Iterable[Sighting]) -> None:
        """Keep sightings; once this returns they are kept. Keeping one twice changes nothing.

        Raises
        ------
        HistoryError
            If the database cannot be written; then none of them is kept.
        """
        new: dict[str, Sighting] = {}
        for one in sightings:
            new[one.posting] = merged(new[one.posting], one) if one.posting in new else one
        if not new:
            return
        with writing(self._engine, self.name) as connection:
            old = _known(connection, new)
            _add(connection, [one for key, one in new.items() if key not in old])
            for id_, known in old.values():
                _change(connection, id_, known, merged(known, new[known.posting]))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _known(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[int, Sighting]]:
    rows = connection.execute(KNOWN, {"asked": json.dumps(list(keys))})
    return {row.posting: (row[0], Sighting(*row[1:])) for row in rows}


def _add(connection: Connection, new: list[Sighting]) -> None:
    if not new:
        return
    adding = insert(sighting).returning(sighting.c.id, sort_by_parameter_order=True)
    ids = connection.scalars(adding, [asdict(one) for one in new]).all()
    add_new(connection, band, [row for id_, one in zip(ids, new, strict=True) for row in _band_rows(id_, one)])


def _change(connection: Connection, id_: int, old: Sighting, new: Sighting) -> None:
    if new == old:
        return
    connection.execute(update(sighting).where(sighting.c.id == id_), asdict(new))
    if new.values != old.values:
        connection.execute(delete(band).where(band.c.sighting == id_, band.c.band.in_(bands(old.values))))
        # A band that is there already is as it should be.
        add_new(connection, band, _band_rows(id_, new))


def _band_rows(id_: int, one: Sighting) -> list[dict[str, int]]:
    return [{"band": number, "sighting": id_} for number in bands(one.values)]
