"""Being told to stop: what is at hand is ended first; told a second time, it is broken off."""

from __future__ import annotations

import select
import signal
import socket
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self

__all__ = ["Stop"]


class Stop:
    """Takes SIGTERM and Ctrl-C of this process within the ``with``; ``told`` is whether one came."""

    def __init__(self) -> None:
        self.told = False

    def __enter__(self) -> Self:
        # A signal may come within anything that holds a lock, so that what it does must need none.
        self._waiting, self._waking = socket.socketpair()
        self._waking.setblocking(False)
        self._before = {name: signal.signal(name, self._come) for name in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the signals back."""
        for name, handler in self._before.items():
            signal.signal(name, handler)
        self._waiting.close()
        self._waking.close()

    def wait(self, seconds: float) -> bool:
        """Wait for so long, or until told to stop; return whether that is so."""
        if not self.told:
            select.select([self._waiting], [], [], seconds)
        return self.told

    def _come(self, number: int, frame: FrameType | None) -> None:
        if self.told:
            raise KeyboardInterrupt
        self.told = True
        with suppress(OSError):
            self._waking.send(b".")
