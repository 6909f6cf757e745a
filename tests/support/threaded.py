"""The server's protocol with short ends, in a thread of the test: waiting for the real ones would take minutes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Scope

from serving.http.patience import PatientProtocol

__all__ = ["echo", "in_thread", "read_to"]


async def echo(scope: Scope, receive: Any, send: Any) -> None:
    """Answer with the body, or at once where the path says that nobody reads it."""
    body = b"" if scope["path"] == "/unread" else await Request(scope, receive).body()
    await Response(body)(scope, receive, send)


@contextmanager
def in_thread(protocol: type[PatientProtocol], app: ASGIApp = echo, send_buffer: int | None = None) -> Iterator[int]:
    """Give the port of a server whose connections idle for up to a minute between two requests."""
    listener = socket.create_server(("127.0.0.1", 0))
    if send_buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    server = uvicorn.Server(uvicorn.Config(app, http=protocol, lifespan="off", log_level="error", timeout_keep_alive=60))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(30)


def read_to(connection: socket.socket, end: bytes) -> bytes:
    """Read an answer, whose head and body may come apart."""
    found = b""
    while not found.endswith(end):
        part = connection.recv(65_536)
        assert part, found
        found += part
    return found
