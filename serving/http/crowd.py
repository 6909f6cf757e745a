"""The protocol of the server: no more connections than it can hold.

A connection costs memory before anything is asked, and each may have a body on its way and an answer that is not read yet.
"""

from __future__ import annotations

import asyncio

from serving.http.arrival import AGAIN
from serving.http.explaining import ExplainingProtocol

__all__ = ["MOST_CONNECTIONS", "BoundedProtocol"]

#: Half of the files that a process may usually have open; a browser opens six.
MOST_CONNECTIONS = 512


class BoundedProtocol(ExplainingProtocol):
    """HTTP/1.1 for so many callers; one more is told to come again, and its connection ends."""

    most_connections = MOST_CONNECTIONS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or refuse it at once: waiting for what it asks would be keeping it."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            detail = f"{self.most_connections} connections are open, as many as the scorer keeps; come again in a second"
            self.refuse(503, detail, AGAIN)
            transport.close()
