"""Memory: the history as scoring uses it. Whatever happens to it, a score is given, and soon; the fault is logged."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from features.errors import HistoryError
from features.posting import Posting
from serving.history.copies import Copies
from serving.history.owed import Owed
from serving.history.rest import Rest
from serving.history.sightings import Sighting, sighting_of
from serving.history.writer import Writer

if TYPE_CHECKING:
    from serving.history.store import History

__all__ = ["Memory"]

_LOG = logging.getLogger(__name__)


class Memory:
    """A history that never fails a score and never makes one wait for a disk.

    ``unread`` counts postings that were judged without it, ``missed`` those that it will not get.

    Parameters
    ----------
    history : History or None
        ``None`` remembers nothing.
    """

    def __init__(self, history: History | None) -> None:
        self._history = history
        self._owed = Owed()
        self._writer = None if history is None else Writer(history, self._owed)
        self._no_reading = Rest()
        self.unread = 0

    @property
    def owed(self) -> int:
        """Postings that are not written yet; they are found all the same."""
        return len(self._owed)

    @property
    def missed(self) -> int:
        """Postings that the database did not take for so long that newer ones have taken their place."""
        return self._owed.dropped

    def sightings(self, postings: Sequence[Posting]) -> list[Sighting | None]:
        """Return what can be asked about and remembered of each posting."""
        return [] if self._history is None else [sighting_of(posting) for posting in postings]

    def copies(self, asked: Sequence[Sighting | None]) -> list[Copies] | None:
        """Return the copies of each; ``None`` without a history or when it cannot be read."""
        if self._history is None:
            return None
        if not self._no_reading.is_on:
            try:
                return self._history.copies_of(asked, self._owed)
            except HistoryError as error:
                self._no_reading.begin()
                _LOG.warning("Judged without the history: %s", error)
        self.unread += len(asked)
        return None

    def remember(self, sightings: Sequence[Sighting | None]) -> None:
        """Have what was seen be found from now on, and written soon; never waits."""
        if self._writer is not None:
            self._owed.add(one for one in sightings if one is not None)
            self._writer.begin()

    def close(self) -> None:
        """Write what is owed and let go of the database."""
        if self._writer is not None and self._history is not None:
            self._writer.close()
            self._history.close()
