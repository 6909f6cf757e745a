"""Who may ask: pages of this machine by their own address, with the token that was printed at the start.

Threats: another page in the same browser that writes labels or reads postings (it does not know the token, and has another
origin), a name of its own that resolves to this machine (Host), another user of the machine (the token). A posting's text is
hostile: the policy below lets only the page's own scripts run, and the page puts texts in as text.
"""

from __future__ import annotations

import hmac

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from training.label.problems import problem

__all__ = ["HEADERS", "HOSTS", "TOKEN", "Guard"]

HOSTS = ("127.0.0.1", "localhost")
#: The header that carries the token.
TOKEN = "x-label-token"  # noqa: S105 - the name of a header
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
#: Headers that decide who may ask: sent twice, they could be read in two ways.
_ONCE = (b"host", b"origin", b"content-length", b"transfer-encoding", TOKEN.encode())
_API = "/api/"


class Guard:
    """ASGI middleware around the whole app.

    Parameters
    ----------
    app : ASGIApp
    token : str
        What a request for anything but the page's own files must carry.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer: ASGIApp = self._refusal(scope) or self._app
        await answer(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        names = [name for name, _ in scope["headers"] if name in _ONCE]
        if len(names) != len(set(names)):
            return problem(400, "A header came twice; send each once.")
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if host.partition(":")[0].lower() not in HOSTS:
            return problem(403, "The Host header names another machine; open the address that was printed at the start.")
        if headers.get(b"origin", f"http://{host}") != f"http://{host}":
            return problem(403, "Another page asked for this; open the address that was printed at the start.")
        sent = headers.get(TOKEN.encode(), "").encode("latin-1")
        if scope["path"].startswith(_API) and not hmac.compare_digest(sent, self._token.encode()):
            return problem(403, "The token is missing or old; open the address that was printed at the start.")
        return None


def _with_headers(send: Send) -> Send:
    raw = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *raw]
        await send(message)

    return wrapped
