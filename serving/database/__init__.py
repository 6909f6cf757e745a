"""The database: where the history and the ledger lie, on SQLite or PostgreSQL, opened, checked and made ready.

The flow: `address` reads a file or a URL → `opened` opens it by the way of `sqlite` or `postgres`, and sees that its tables
are those of this version (`version`; `migrations` move them where they are not) → `reading` and `writing` give connections.
Whatever the database says against it becomes one `HistoryError` (`faults`). `statements` are what the two write differently.
"""
