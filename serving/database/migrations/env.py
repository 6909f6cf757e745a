"""What Alembic runs: every step of `versions` within the transaction that `serving.database.version.move` gives it.

This folder is no package: Alembic runs its files, nothing imports them. A new step is a file with the next number, which
`VERSIONS` there names; it imports no table of ours, for those change.
"""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
