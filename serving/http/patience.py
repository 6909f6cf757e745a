"""The protocol of the server: who does not finish what was begun in time is let go.

The server itself closes a connection that idles between two requests, but waits for ever for the rest of a head, for the
first one of a new connection, and for the rest of a body that was refused: a few hundred of these, and nobody else gets in.
A body that is not refused has its end in `serving.http.arrival`.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11

from serving.http.unread import WatchfulProtocol

__all__ = ["HEAD_S", "REST_S", "PatientProtocol"]

#: Seconds for the head of a request; on one machine it takes none.
HEAD_S = 15.0
#: Seconds for the rest of a body whose refusal is sent; it is thrown away. Ending at once could lose the refusal on its way.
REST_S = 30.0


class PatientProtocol(WatchfulProtocol):
    """HTTP/1.1 with an end to waiting."""

    head_s, rest_s = HEAD_S, REST_S

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._late: asyncio.TimerHandle | None = None
        self._rest: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came; while it is no whole head, the waiting that began goes on."""
        super().data_received(data)
        if self._rest is not None and not self._body_is_in_vain():
            self._rest.cancel()
            self._rest = None
        if self.conn.their_state is not h11.IDLE:
            self._come()
        elif self._late is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for the rest of a body that nobody reads any more."""
        super().on_response_complete()
        if self._body_is_in_vain() and self._rest is None:
            self._rest = self.loop.call_later(self.rest_s, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._come()
        if self._rest is not None:
            self._rest.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.head_s, self.transport.close)

    def _come(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _body_is_in_vain(self) -> bool:
        """Return whether the answer is sent and the body it answers is still coming."""
        return self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY
