"""The terminal that the service was started in: one that closes sends SIGHUP, which else asks for another bundle."""

from __future__ import annotations

import os

__all__ = ["Terminal"]

_STANDARD_INPUT = 0


class Terminal:
    """The terminal of this process as it is now, if there is one."""

    def __init__(self) -> None:
        self._was_there = _is_there()

    @property
    def closed(self) -> bool:
        """Whether it was there and is no more: a terminal that closes stops to be one before it says so."""
        return self._was_there and not _is_there()


def _is_there() -> bool:
    return os.isatty(_STANDARD_INPUT)
