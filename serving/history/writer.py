"""The writer: what is owed to the history is written behind the answers, and again and again until the database takes it."""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING

from features.errors import HistoryError
from serving.history.owed import Owed
from serving.history.sightings import Sighting

if TYPE_CHECKING:
    from serving.history.store import History

__all__ = ["Writer"]

_LOG = logging.getLogger(__name__)
#: Postings written in one transaction: other writers wait for it.
_AT_ONCE = 128
#: So long others may join the first: together a posting takes a quarter of the time that it takes alone.
_GATHER_S = 0.25
#: So long a database that failed is left alone.
_REST_S = 2.0


class Writer:
    """One thread that writes what is owed.

    Parameters
    ----------
    history : History
    owed : Owed
        What was written is taken out of it.
    """

    def __init__(self, history: History, owed: Owed) -> None:
        self._history, self._owed = history, owed
        self._given, self._over = Event(), Event()
        self._at_once, self._fails = _AT_ONCE, False
        self._thread = Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """Write soon; never waits."""
        self._given.set()

    def close(self) -> None:
        """Write what is owed, if the database takes it now, and stop."""
        self._over.set()
        self._given.set()
        self._thread.join()
        if self._owed:
            _LOG.warning("Not remembered: %d postings, which the database did not take to the end", len(self._owed))

    def _run(self) -> None:
        while not self._over.is_set():
            self._given.wait()
            self._over.wait(_GATHER_S)
            self._given.clear()
            while not self._write_all() and not self._over.wait(_REST_S):
                pass
        # One more time: the last may have come since, and a database that failed may be back.
        self._write_all()

    def _write_all(self) -> bool:
        """Write until nothing is owed; return whether it came to that."""
        while some := self._owed.oldest(self._at_once):
            try:
                self._history.keep(some)
            except HistoryError as error:
                self._failed(some, str(error))
                return False
            except Exception as error:
                # Its text could quote a posting.
                self._failed(some, f"a fault of ours, {type(error).__name__}")
                return False
            self._owed.paid(some)
            self._at_once, self._fails = min(2 * self._at_once, _AT_ONCE), False
        return True

    def _failed(self, some: list[Sighting], why: str) -> None:
        if not self._fails:
            _LOG.warning("Not remembered yet: %s", why)
        # It may be only one of them that the database will not take: the others must not wait for it.
        if len(some) == 1:
            self._owed.defer(some[0].posting)
        self._at_once, self._fails = 1, True
