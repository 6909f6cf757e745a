"""The ledger: postings over time, their scores, and what was told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of the ledger."""
    op.create_table(
        "seen_posting",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("client", sa.String, index=True),
        sa.Column("first_seen_ms", sa.BigInteger),
        sa.Column("last_seen_ms", sa.BigInteger),
        sa.Column("texts", sa.Text, nullable=False),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_posting(),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Index("snapshot_of_posting", "posting", "at_ms"),
    )
    op.create_table(
        "score",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_posting(),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("bundle", sa.String, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Index("score_of_posting", "posting", "at_ms"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        _of_posting(index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("undone_ms", sa.BigInteger),
    )


def _of_posting(index: bool = False) -> "sa.Column[int]":
    """Return the column that says of which posting a row is."""
    return sa.Column(
        "posting", sa.Integer, sa.ForeignKey("seen_posting.id", ondelete="CASCADE"), nullable=False, index=index
    )
