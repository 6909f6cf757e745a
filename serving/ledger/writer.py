"""The writer: what was seen is kept in the background, so that no score waits for the disk or fails with it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from features.errors import HistoryError
from serving.ledger.retention import Retention
from serving.ledger.seen import Seen

if TYPE_CHECKING:
    from serving.ledger.store import Ledger

__all__ = ["Writer"]

_LOG = logging.getLogger(__name__)
#: Requests that may wait.
_MOST_WAITING = 256
#: Postings kept in one transaction, if they are of several requests: whoever else writes waits for it.
_AT_ONCE = 128
_LOOK_S = 0.2
#: So long others may join the first: keeping takes as much of Python as judging, and one posting at a time it would make
#: every next request wait.
_GATHER_S = 0.25
#: Longest wait of somebody who wants what was just seen to be there.
_MOST_WAIT_S = 2.0
#: How often is looked for what is old.
_FORGET_S = 600.0


class Writer:
    """A bounded queue with one thread behind it, which also forgets what is old.

    ``dropped`` counts postings that found the queue full, ``failed`` those that the database did not take: neither was
    acknowledged to anybody.
    """

    def __init__(self, ledger: Ledger, most_waiting: int = _MOST_WAITING, retention: Retention | None = None) -> None:
        self._ledger, self._retention, self._forget_at = ledger, retention, monotonic()
        self._waiting: Queue[list[Seen]] = Queue(most_waiting)
        self._over, self._hurry = Event(), Event()
        self.dropped = self.failed = self.kept = 0
        self._thread = Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    def note(self, seen: Sequence[Seen]) -> None:
        """Hand over what was seen; never waits."""
        if not seen:
            return
        try:
            self._waiting.put_nowait(list(seen))
        except Full:
            self.dropped += len(seen)

    @property
    def waiting(self) -> int:
        """Pages that are not kept yet."""
        return self._waiting.qsize()

    def flush(self, most_s: float = _MOST_WAIT_S) -> bool:
        """Wait until everything handed over so far is kept or refused, and return whether it is; never for long."""
        self._hurry.set()
        # `join` cannot be told to give up, and a database that another program holds may keep it for minutes.
        with self._waiting.all_tasks_done:
            return self._waiting.all_tasks_done.wait_for(lambda: not self._waiting.unfinished_tasks, most_s)

    def close(self) -> None:
        """Keep what is waiting and stop."""
        self._over.set()
        self._hurry.set()
        self._thread.join()

    def _run(self) -> None:
        while not (self._over.is_set() and self._waiting.empty()):
            self._forget_some()
            try:
                pages = [self._waiting.get(timeout=_LOOK_S)]
            except Empty:
                continue
            self._hurry.wait(_GATHER_S)
            if not self._over.is_set():
                self._hurry.clear()
            while self._fits(sum(map(len, pages))):
                pages.append(self._waiting.get_nowait())
            self._keep([one for page in pages for one in page])
            for _ in pages:
                self._waiting.task_done()

    def _fits(self, postings: int) -> bool:
        """Return whether the next request, if there is one, may be kept together with so many postings."""
        # Nobody else takes any out, so the first stays the first.
        if self._waiting.empty():
            return False
        # At a stop all together: a database that takes nothing then keeps it waiting once, not for each request.
        return self._over.is_set() or postings + len(self._waiting.queue[0]) <= _AT_ONCE

    def _forget_some(self) -> None:
        if self._retention is None or self._over.is_set() or monotonic() < self._forget_at:
            return
        more = False
        try:
            more = self._retention.forget_some()
        except HistoryError as error:
            _LOG.warning("What is old was not forgotten, and will be tried again: %s", error)
        except Exception as error:
            _LOG.error("What is old was not forgotten: a fault of ours, %s", type(error).__name__)
        self._forget_at = monotonic() + (0 if more else _FORGET_S)

    def _keep(self, seen: list[Seen]) -> None:
        try:
            self._ledger.keep(seen)
            self.kept += len(seen)
        except HistoryError as error:
            self.failed += len(seen)
            _LOG.warning("Not kept in the ledger: %s", error)
        except Exception as error:
            # Whatever it was, the next postings must still be kept; its text could quote one.
            self.failed += len(seen)
            _LOG.error("Not kept in the ledger: a fault of ours, %s", type(error).__name__)
