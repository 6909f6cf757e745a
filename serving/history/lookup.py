"""Looking up: which sightings have nearly the same text as those asked about, of what is written and what is owed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from features.text.copies import NEAR, bands, likeness
from serving.history.copies import NO_COPIES, Copies, count
from serving.history.owed import Owed
from serving.history.queries import COMPARABLE, SHARING, SIGHTINGS
from serving.history.sightings import Sighting, merged

__all__ = ["near_copies"]


def near_copies(connection: Connection, asked: Sequence[Sighting | None], owed: Owed) -> list[Copies]:
    """Return the copies of each sighting asked about; of None there are none.

    Parameters
    ----------
    owed : Owed
        What is looked at as if it were written.
    """
    of = [() if one is None else bands(one.values) for one in asked]
    numbers = {number for own in of for number in own}
    # Before the database is read for the first time: what is written in between is then met twice, not missed.
    waiting = owed.sharing(numbers)
    in_band, seen = _written(connection, numbers)
    waiting |= owed.of(seen)
    if waiting:
        _add_waiting(connection, in_band, seen, waiting)
    found = [{key for number in own for key in in_band[number]} for own in of]
    return [
        NO_COPIES if one is None else _counted(one, [seen[key] for key in sorted(keys)])
        for one, keys in zip(asked, found, strict=True)
    ]


def _written(connection: Connection, numbers: Iterable[int]) -> tuple[defaultdict[int, list[str]], dict[str, Sighting]]:
    """Return the keys of the newest written sightings in each band, and these by their keys."""
    by_band = connection.execute(SHARING, {"asked": json.dumps(sorted(numbers))}).all()
    rows = connection.execute(SIGHTINGS, {"asked": json.dumps(sorted({id_ for _, id_ in by_band}))})
    seen = {row[0]: Sighting(*row[1:]) for row in rows}
    in_band: defaultdict[int, list[str]] = defaultdict(list)
    for number, id_ in by_band:
        if id_ in seen:
            in_band[number].append(seen[id_].posting)
    return in_band, {one.posting: one for one in seen.values()}


def _add_waiting(
    connection: Connection,
    in_band: defaultdict[int, list[str]],
    seen: dict[str, Sighting],
    waiting: Mapping[str, Sighting],
) -> None:
    """Put what waits where it will be found once it is written."""
    elsewhere = [key for key in waiting if key not in seen]
    rows = connection.execute(COMPARABLE, {"asked": json.dumps(elsewhere)}) if elsewhere else ()
    seen.update((row.posting, Sighting(*row[1:])) for row in rows)
    for key, one in waiting.items():
        seen[key] = merged(seen[key], one) if key in seen else one
        for number in bands(seen[key].values):
            in_band[number].append(key)


def _counted(one: Sighting, candidates: Sequence[Sighting]) -> Copies:
    others = [other for other in candidates if other.posting != one.posting]
    if not others:
        return NO_COPIES
    alike = likeness(one.values, [other.values for other in others]) >= NEAR
    return count(one.client, [other.client for other, near in zip(others, alike, strict=True) if near])
