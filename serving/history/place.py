"""Where the history lies: named, off, or in the user's own data folder."""

from __future__ import annotations

from platformdirs import user_data_path

__all__ = ["OFF", "place"]

OFF = "off"


def place(given: str | None) -> str | None:
    """Return the file or URL of the history; ``None`` for `OFF`.

    Parameters
    ----------
    given : str or None
        As in ``--history``; ``None`` is the user's data folder, as the platform and ``XDG_DATA_HOME`` name it.
    """
    if given is None:
        return str(user_data_path("bidworthy", appauthor=False) / "history.sqlite3")
    return None if given == OFF else given
