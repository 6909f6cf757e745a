"""Whole: files are given as a whole. Their parts nobody needs, and many overlapping ones cost far more than the file."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Whole"]

_ASKED = frozenset({b"range", b"if-range"})


class Whole:
    """ASGI middleware that knows of no parts: whoever asks for some gets all, as HTTP allows (RFC 9110, 14.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on without what it says of parts, and the answer with the word that there are none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                message["headers"] = [(name, b"none" if name == b"accept-ranges" else value) for name, value in headers]
            await send(message)

        # In place: whoever counts requests reads from it which endpoint took them.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in _ASKED]
        await self._app(scope, receive, told)
