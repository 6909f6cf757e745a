"""Connects that belong to no posting: bought, or spent on the profile."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of spending."""
    op.create_table(
        "spending",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("connects", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("undone_ms", sa.BigInteger),
    )
    # Programs from before there were migrations read their format here, and then say that they must be updated.
    op.execute("UPDATE about SET value = '2' WHERE name = 'schema'")
