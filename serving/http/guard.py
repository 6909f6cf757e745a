"""Who may ask: host names, browser origins and the token, checked before anything is read.

Threats (SECURITY.md): a page on another origin that posts to the scorer or tells its answers apart, a host name that a
hostile page made resolve to this machine, other machines when the scorer is opened beyond loopback.
"""

from __future__ import annotations

import hmac

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.http.headers import SECURITY_HEADERS
from serving.http.problems import problem_response
from serving.settings import Settings

__all__ = ["Guard"]

#: The page itself may load without a token: it holds nothing, and a browser cannot send one when it opens an address.
_OPEN_PATHS = ("/", "/healthz", "/readyz")
#: Where a browser says that a request comes from another page: it sends no origin with pictures, frames and addresses.
_FOREIGN_SITES = ("cross-site", "same-site")
#: Headers that decide who may ask and where a body ends: sent twice, somebody before the scorer may read the other one.
_ONCE = (b"host", b"origin", b"authorization", b"content-length", b"transfer-encoding", b"sec-fetch-site")


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
        # An allowed origin may read refusals, too: without these headers its browser would hide what is wrong.
        extra = _cors(headers) if headers.get(b"origin") in self._settings.allowed_origins else {}
        answer: ASGIApp = self._refusal(scope, headers) or (
            Response(status_code=204) if scope["method"] == "OPTIONS" and extra else self._app
        )
        await answer(scope, receive, _with_headers(send, SECURITY_HEADERS | extra))

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> Response | None:
        if detail := _read_in_two_ways(scope):
            return problem_response(400, detail)
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        # With a token the name does not matter: a page that made its own name resolve here does not know the token.
        if not self._settings.token and _name_of(host) not in self._settings.allowed_hosts:
            return problem_response(403, "the Host header names another machine; open the scorer by the address it printed")
        allowed = {f"http://{host}", f"https://{host}", *self._settings.allowed_origins}
        if origin is not None and origin not in allowed:
            return problem_response(
                403, "this browser origin is not allowed; start the scorer with --allow-origin to name it"
            )
        # Nor may it learn from an error or a picture which postings are known: everything looks alike to it.
        if _is_foreign(headers) and origin not in self._settings.allowed_origins and not _opens_the_page(scope, headers):
            return problem_response(403, "a page of another site asked for this; open the scorer by the address it printed")
        if self._settings.token and not self._has_token(scope, headers):
            detail = "send the header Authorization: Bearer with the scorer's token"
            return problem_response(401, detail, headers={"www-authenticate": "Bearer"})
        return None

    def _has_token(self, scope: Scope, headers: dict[bytes, str]) -> bool:
        if scope["method"] == "OPTIONS" or scope["path"] in _OPEN_PATHS or scope["path"].startswith("/page/"):
            return True
        scheme, _, sent = headers.get(b"authorization", "").partition(" ")
        # Compared as bytes: a header is Latin-1 to the server, and UTF-8 to whoever sends another letter in it.
        known = (self._settings.token or "").encode()
        return scheme.lower() == "bearer" and hmac.compare_digest(sent.strip().encode("latin-1"), known)


def _read_in_two_ways(scope: Scope) -> str | None:
    once = [name for name, _ in scope["headers"] if name in _ONCE]
    if len(once) != len(set(once)):
        twice = next(name for name in once if once.count(name) > 1)
        return f"the header {twice.decode()} came twice; send it once"
    if b"content-length" in once and b"transfer-encoding" in once:
        return "the body has a length and comes in chunks; send it one way"
    return None


def _is_foreign(headers: dict[bytes, str]) -> bool:
    return headers.get(b"sec-fetch-site") in _FOREIGN_SITES


def _opens_the_page(scope: Scope, headers: dict[bytes, str]) -> bool:
    """Return whether a person followed a link to the page, in a window of its own."""
    asked = (headers.get(b"sec-fetch-mode"), headers.get(b"sec-fetch-dest"))
    return asked == ("navigate", "document") and (scope["method"], scope["path"]) == ("GET", "/")


def _cors(headers: dict[bytes, str]) -> dict[str, str]:
    allowed = {
        "access-control-allow-origin": headers[b"origin"],
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "600",
        "vary": "Origin",
    }
    # Browsers ask this before a page of the public network may call an address of this machine.
    if headers.get(b"access-control-request-private-network") == "true":
        allowed["access-control-allow-private-network"] = "true"
    return allowed


def _name_of(host: str) -> str:
    """Return the Host header without its port."""
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _with_headers(send: Send, more: dict[str, str]) -> Send:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in more.items()]

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *raw]
        await send(message)

    return wrapped
