"""The protocol of the server: who does not read an answer is let go.

What the network does not take is kept in memory, and neither the server nor the kernel gives it up by itself: closing a
connection waits for its last byte to be taken.
"""

from __future__ import annotations

import asyncio
from typing import Any

from serving.http.crowd import BoundedProtocol

__all__ = ["LEAST_READ", "STALL_S", "WatchfulProtocol"]

#: Within so many seconds so many bytes are read, or all that is left: 17 kbit/s. One byte now and then would take for ever.
STALL_S = 30.0
LEAST_READ = 65_536


class WatchfulProtocol(BoundedProtocol):
    """HTTP/1.1 with an end to waiting for a reader."""

    stall_s, least_read = STALL_S, LEAST_READ

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._watch: asyncio.TimerHandle | None = None
        self._left = 0

    def on_response_complete(self) -> None:
        """Begin to look after an answer that was not taken at once."""
        super().on_response_complete()
        self._look_after()

    def pause_writing(self) -> None:
        """Begin anew to look after an answer whose rest waits: since it last went on, enough was read for that."""
        super().pause_writing()
        self._stop()
        self._look_after()

    def resume_writing(self) -> None:
        """Begin anew: enough was read for the rest to go on."""
        self._stop()
        self._look_after()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        """Take what came. Who read everything before asking on is no slow reader, however much comes next."""
        if self._watch is not None and not self.transport.get_write_buffer_size():
            self._stop()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        super().connection_lost(exc)
        self._stop()

    def look(self) -> None:
        """Let go whoever read too little since the last look."""
        self._stop()
        left = self.transport.get_write_buffer_size()
        if left > max(0, self._left - self.least_read):
            self.transport.abort()
        else:
            self._look_after()

    def _look_after(self) -> None:
        if self._watch is None and (left := self.transport.get_write_buffer_size()):
            self._left, self._watch = left, self.loop.call_later(self.stall_s, self.look)

    def _stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
