"""The history: postings seen, by the signatures of their texts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the history."""
    about = op.create_table(
        "about",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    # Programs from before there were migrations look here, and take what follows for more tables than they know.
    op.bulk_insert(about, [{"name": "schema", "value": "1"}])
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("posting", sa.String, nullable=False, unique=True),
        sa.Column("client", sa.String),
        sa.Column("first_seen_s", sa.BigInteger),
        sa.Column("last_seen_s", sa.BigInteger),
        sa.Column("values", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("format", sa.String, nullable=False),
    )
    op.create_table(
        "band",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("sighting", sa.Integer, sa.ForeignKey("sighting.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
