"""Memory: the history as scoring uses it. Whatever happens to the file, a score is given; the fault is logged."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from features.errors import HistoryError
from features.posting import Posting
from serving.history.copies import Copies
from serving.history.store import History

__all__ = ["Memory"]

_LOG = logging.getLogger(__name__)


class Memory:
    """A history that never fails a score.

    Parameters
    ----------
    history : History or None
        ``None`` remembers nothing.
    """

    def __init__(self, history: History | None) -> None:
        self._history = history

    def copies(self, postings: Sequence[Posting]) -> list[Copies] | None:
        """Return what `History.copies` does; ``None`` without a history or when it cannot be read."""
        if self._history is None:
            return None
        try:
            return self._history.copies(postings)
        except HistoryError as error:
            _LOG.warning("Judged without the history: %s", error)
            return None

    def remember(self, postings: Sequence[Posting]) -> None:
        """Keep what was seen, if it can be kept."""
        if self._history is None:
            return
        try:
            self._history.remember(postings)
        except HistoryError as error:
            _LOG.warning("Not remembered: %s", error)

    def close(self) -> None:
        """Let go of the file."""
        if self._history is not None:
            self._history.close()
