"""The tables of the ledger, as the migrations make them, in the database of the history.

`seen_posting` holds a posting once, with its texts; `snapshot` what its page showed at a time, each change once; `score` the
answers it got, each different one once; `event` what a person told of it. `spending` is what belongs to no posting.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

__all__ = ["event", "metadata", "score", "seen_posting", "snapshot", "spending"]

metadata = MetaData()

#: Times are milliseconds since 1970, in UTC; the columns of JSON hold what the contract calls a posting and a score.
seen_posting = Table(
    "seen_posting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("client", String, index=True),
    Column("first_seen_ms", BigInteger),
    Column("last_seen_ms", BigInteger),
    Column("texts", Text, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("posting", ForeignKey("seen_posting.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("page", Text, nullable=False),
    Index("snapshot_of_posting", "posting", "at_ms"),
)

score = Table(
    "score",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("posting", ForeignKey("seen_posting.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("bundle", String, nullable=False),
    Column("answer", Text, nullable=False),
    Index("score_of_posting", "posting", "at_ms"),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("posting", ForeignKey("seen_posting.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("what", String, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("details", Text, nullable=False),
    Column("undone_ms", BigInteger),
    UniqueConstraint("name"),
)

spending = Table(
    "spending",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("what", String, nullable=False),
    Column("connects", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("details", Text, nullable=False),
    Column("undone_ms", BigInteger),
)
