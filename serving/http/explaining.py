"""The protocol of the server: what is no HTTP request gets a problem document like every other refusal."""

from __future__ import annotations

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from serving.http.headers import SECURITY_HEADERS
from serving.http.problems import problem_response

__all__ = ["ExplainingProtocol"]

_DETAIL = "this is not a request as HTTP/1.1 has it, or its head is over 64 KB; send it by a library or a browser"


class ExplainingProtocol(H11Protocol):
    """HTTP/1.1 that says what is wrong in one shape."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, unless an answer has begun already: then the connection ends in its middle."""
        if self.cycle is not None:
            # The request that cannot be read further may be in work; what comes of that goes nowhere.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.refuse(400, _DETAIL)
        self.transport.close()

    def refuse(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        """Send a problem document as the last answer of this connection."""
        answer = problem_response(status, detail, headers=SECURITY_HEADERS | (headers or {}) | {"connection": "close"})
        head = h11.Response(status_code=status, headers=answer.raw_headers, reason=STATUS_PHRASES[status])
        for event in (head, h11.Data(data=bytes(answer.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")

    def _unsupported_upgrade_warning(self) -> None:
        """Stay silent: a page that tries web sockets would fill the log, with advice that is none for this service."""
