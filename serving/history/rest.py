"""Rest: a database that failed is left alone for a moment, so that no score waits for it again and again."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

__all__ = ["Rest"]

_SECONDS = 2.0


class Rest:
    """Whether a database is left alone just now.

    Parameters
    ----------
    clock : callable
        Seconds of a clock that nobody sets.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._until = clock()

    @property
    def is_on(self) -> bool:
        """Whether it is left alone."""
        return self._clock() < self._until

    def begin(self) -> None:
        """Leave it alone from now on, for a moment."""
        self._until = self._clock() + _SECONDS
