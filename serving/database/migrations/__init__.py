"""The migrations, run by Alembic inside of the transaction of `serving.database.version.move`.

A new one is a file in `versions` with the next number, which `VERSIONS` there names. It imports no table of ours, for those
change.
"""
