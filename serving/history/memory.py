"""Memory: the history as scoring uses it. Whatever happens to it, a score is given, and soon; the fault is logged."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from features.errors import HistoryError
from features.posting import Posting
from serving.history.copies import Copies
from serving.history.rest import Rest
from serving.history.store import History

__all__ = ["Memory"]

_LOG = logging.getLogger(__name__)


class Memory:
    """A history that never fails a score.

    ``unread`` counts postings that were judged without it, ``missed`` those that it did not take.

    Parameters
    ----------
    history : History or None
        ``None`` remembers nothing.
    """

    def __init__(self, history: History | None) -> None:
        self._history = history
        self._no_reading, self._no_writing = Rest(), Rest()
        self.unread = self.missed = 0

    def copies(self, postings: Sequence[Posting]) -> list[Copies] | None:
        """Return what `History.copies` does; ``None`` without a history or when it cannot be read."""
        if self._history is None:
            return None
        if not self._no_reading.is_on:
            try:
                return self._history.copies(postings)
            except HistoryError as error:
                self._no_reading.begin()
                _LOG.warning("Judged without the history: %s", error)
        self.unread += len(postings)
        return None

    def remember(self, postings: Sequence[Posting]) -> None:
        """Keep what was seen, if it can be kept."""
        if self._history is None:
            return
        if not self._no_writing.is_on:
            try:
                self._history.remember(postings)
                return
            except HistoryError as error:
                self._no_writing.begin()
                _LOG.warning("Not remembered: %s", error)
        self.missed += len(postings)

    def close(self) -> None:
        """Let go of the database."""
        if self._history is not None:
            self._history.close()
