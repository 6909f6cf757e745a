"""A person's own ledger as training data: what `bidworthy ledger export` wrote, and nothing else.

The flow: `read` turns the lines of the file into `records` → `ending` says of a posting whether its outcome is known yet,
and which it is → `labels`, `outcomes` and `looks` make of them what training reads → `write` puts a data folder together,
and `command` is ``bidworthy-train import-ledger``. The database and the code that keeps it are never touched.
"""
