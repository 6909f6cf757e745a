"""The store: which postings with nearly the same text were seen, and what is remembered of new ones."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, delete, insert, update

from features.posting import Posting
from features.text.copies import NEAR, bands, likeness
from serving.database.address import named
from serving.database.opened import open_database, reading, writing
from serving.database.statements import add_new
from serving.history.copies import NO_COPIES, Copies, count
from serving.history.queries import KNOWN, SHARING, SIGHTINGS
from serving.history.schema import band, sighting
from serving.history.sightings import Sighting, merged, sighting_of

__all__ = ["History"]

#: Seconds that opening waits for another writer, who may just be moving the tables.
_WAIT_S = 5.0
#: Seconds that remembering waits: somebody waits for the score.
_REMEMBER_S = 0.25


class History:
    """What was seen of postings, in one database. Threads and processes may share it.

    Made by `History.open`.
    """

    def __init__(self, engine: Engine, name: str, wait_s: float) -> None:
        self._engine = engine
        self.name = name
        self._wait_s = wait_s

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
            Longest wait in seconds for another writer, of which remembering takes at most a quarter of a second.

        Raises
        ------
        HistoryError
            If it cannot be used, naming it, why, and the next step.
        """
        return cls(open_database(where, create=create, wait_s=wait_s), named(where), min(wait_s, _REMEMBER_S))

    def copies(self, postings: Sequence[Posting]) -> list[Copies]:
        """Return for each posting how many others with nearly the same text are remembered.

        A posting is never its own copy; one that cannot be told from others (no id and no address), or has too few words,
        has none. Of each band of a signature only the newest `serving.history.copies.MOST` sightings are looked at.

        Raises
        ------
        HistoryError
            If the database cannot be read.
        """
        asked = [sighting_of(posting) for posting in postings]
        of = [() if one is None else bands(one.values) for one in asked]
        with reading(self._engine, self.name) as connection:
            by_band = _sharing(connection, {number for numbers in of for number in numbers})
            seen = _sightings(connection, {id_ for ids in by_band.values() for id_ in ids})
        found = [{id_ for number in numbers for id_ in by_band[number]} for numbers in of]
        return [
            NO_COPIES if one is None else _near(one, [seen[i] for i in sorted(ids) if i in seen])
            for one, ids in zip(asked, found, strict=True)
        ]

    def remember(self, postings: Iterable[Posting]) -> None:
        """Keep what was seen of postings; once this returns it is kept. Remembering a posting twice changes nothing.

        Raises
        ------
        HistoryError
            If the database cannot be written; then nothing of these postings is kept.
        """
        new: dict[str, Sighting] = {}
        for one in filter(None, map(sighting_of, postings)):
            new[one.posting] = merged(new[one.posting], one) if one.posting in new else one
        if not new:
            return
        with writing(self._engine, self.name, self._wait_s) as connection:
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


def _sharing(connection: Connection, numbers: Iterable[int]) -> defaultdict[int, list[int]]:
    """Return the ids of the newest sightings in each band."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, id_ in connection.execute(SHARING, {"asked": json.dumps(sorted(numbers))}):
        found[number].append(id_)
    return found


def _sightings(connection: Connection, ids: Iterable[int]) -> dict[int, Sighting]:
    rows = connection.execute(SIGHTINGS, {"asked": json.dumps(sorted(ids))})
    return {row[0]: Sighting(*row[1:]) for row in rows}


def _known(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[int, Sighting]]:
    rows = connection.execute(KNOWN, {"asked": json.dumps(list(keys))})
    return {row.posting: (row[0], Sighting(*row[1:])) for row in rows}


def _near(one: Sighting, candidates: Sequence[Sighting]) -> Copies:
    others = [other for other in candidates if other.posting != one.posting]
    if not others:
        return NO_COPIES
    alike = likeness(one.values, [other.values for other in others]) >= NEAR
    return count(one.client, [other.client for other, near in zip(others, alike, strict=True) if near])


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
