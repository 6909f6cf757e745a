"""What the history asks its database.

A list goes in as one JSON value, so that one prepared statement serves every length (`serving.database.statements`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, func, select

from features.text.copies import FORMAT, SIZE
from serving.database.statements import is_bytes, numbers, texts
from serving.history.copies import MOST
from serving.history.schema import band, sighting

__all__ = ["COMPARABLE", "KNOWN", "SHARING", "SIGHTINGS"]

_asked, _keys = numbers("asked"), texts("asked")
_twin = band.alias("twin")
#: The oldest sighting that is looked at of a band, where it has more than `MOST`.
_floor = (
    select(_twin.c.sighting)
    .where(_twin.c.band == _asked.c.value)
    .order_by(_twin.c.sighting.desc())
    .limit(1)
    .offset(MOST)  # one more: the posting itself may be among them
    .correlate(_asked)
    .scalar_subquery()
)
#: Band and sighting, for the newest sightings in each band asked for.
SHARING: Select[Any] = (
    select(band.c.band, band.c.sighting)
    .join_from(_asked, band, band.c.band == _asked.c.value)
    .where(band.c.sighting >= func.coalesce(_floor, 0))
)
_comparable = and_(
    sighting.c.format == FORMAT,
    # The file may have come from anywhere.
    is_bytes(sighting.c["values"]),
    func.length(sighting.c["values"]) == SIZE,
)
#: The sightings of the ids asked for that can be compared with a signature of today.
SIGHTINGS: Select[Any] = select(sighting).where(sighting.c.id.in_(select(_asked.c.value)), _comparable)
#: The sightings of the posting keys asked for.
KNOWN: Select[Any] = select(sighting).where(sighting.c.posting.in_(select(_keys.c.value)))
#: Those that can be compared.
COMPARABLE: Select[Any] = KNOWN.where(_comparable)
