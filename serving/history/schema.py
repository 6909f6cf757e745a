"""The tables of the history, as the migrations make them.

`sighting` holds one row a posting, `band` finds those with a similar text without reading every row, `about` says the format
to programs from before there were migrations.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, String, Table

__all__ = ["about", "band", "metadata", "sighting"]

metadata = MetaData()

about = Table(
    "about",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

#: After the id, the fields of `serving.history.sightings.Sighting` in their order.
sighting = Table(
    "sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("posting", String, nullable=False, unique=True),
    Column("client", String),
    Column("first_seen_s", BigInteger),
    Column("last_seen_s", BigInteger),
    Column("values", LargeBinary, nullable=False),
    Column("words", Integer, nullable=False),
    Column("format", String, nullable=False),
)

band = Table(
    "band",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("sighting", Integer, ForeignKey("sighting.id"), primary_key=True),
    # The key is the whole row: kept once, in its order.
    sqlite_with_rowid=False,
)
