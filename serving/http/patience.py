"""The protocol of the server: who does not finish the head of a request in time is let go.

The server itself closes a connection that idles between two requests, but waits for ever for the rest of a head, or for the
first one of a new connection: a few thousand of these, and nobody else gets in.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11

from serving.http.explaining import ExplainingProtocol

__all__ = ["HEAD_S", "PatientProtocol"]

#: Seconds for the head of a request; on one machine it takes none.
HEAD_S = 15.0


class PatientProtocol(ExplainingProtocol):
    """HTTP/1.1 with an end to waiting for a head."""

    head_s = HEAD_S

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; while it is no whole head, the waiting that began goes on."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._come()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._come()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.head_s, self.transport.close)

    def _come(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
