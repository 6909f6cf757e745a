"""Who may ask: host names, browser origins and the token, checked before anything is read.

Threats (SECURITY.md): a page on another origin that posts to the scorer, a host name that a hostile page made resolve to
this machine, other machines when the scorer is opened beyond loopback.
"""

from __future__ import annotations

import hmac

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.http.problems import problem_response
from serving.settings import Settings

__all__ = ["Guard"]

#: The page itself may load without a token: it holds nothing, and a browser cannot send one when it opens an address.
_OPEN_PATHS = ("/", "/healthz", "/readyz")
_HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    b"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cache-control": b"no-store",
}


class Guard:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, answer a preflight, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get(b"origin")
        refusal = self._refusal(scope, headers, origin)
        if refusal is not None:
            await problem_response(*refusal)(scope, receive, _with_headers(send, {}))
            return
        extra = self._cors(origin) if origin in self._settings.allowed_origins else {}
        if scope["method"] == "OPTIONS" and extra:
            await send({"type": "http.response.start", "status": 204, "headers": list(extra.items())})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, _with_headers(send, extra))

    def _refusal(self, scope: Scope, headers: dict[bytes, str], origin: str | None) -> tuple[int, str] | None:
        host = headers.get(b"host", "")
        # With a token the name does not matter: a page that made its own name resolve here does not know the token.
        if not self._settings.token and _name_of(host) not in self._settings.allowed_hosts:
            return 403, "the Host header names another machine; open the scorer by the address it printed"
        own = {f"http://{host}", f"https://{host}"}
        if origin is not None and origin not in own and origin not in self._settings.allowed_origins:
            return 403, "this browser origin is not allowed; start the scorer with --allow-origin to name it"
        if self._settings.token and not self._has_token(scope, headers):
            return 401, "send the header Authorization: Bearer with the scorer's token"
        return None

    def _has_token(self, scope: Scope, headers: dict[bytes, str]) -> bool:
        if scope["method"] == "OPTIONS" or scope["path"] in _OPEN_PATHS or scope["path"].startswith("/page/"):
            return True
        sent = headers.get(b"authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(sent.encode(), (self._settings.token or "").encode())

    def _cors(self, origin: str | None) -> dict[bytes, bytes]:
        return {
            b"access-control-allow-origin": (origin or "").encode("latin-1"),
            b"access-control-allow-methods": b"GET, POST",
            b"access-control-allow-headers": b"authorization, content-type",
            b"access-control-max-age": b"600",
            b"vary": b"Origin",
        }


def _name_of(host: str) -> str:
    """Return the Host header without its port."""
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _with_headers(send: Send, extra: dict[bytes, bytes]) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_HEADERS.items(), *extra.items()]
        await send(message)

    return wrapped
