"""Who does not read an answer is let go; who reads it slowly gets all of it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from queue import Queue
from threading import Event
from typing import Any

import pytest
from starlette.responses import Response, StreamingResponse
from starlette.types import Scope

from serving.http.patience import PatientProtocol
from tests.support.load import wait_until
from tests.support.threaded import in_thread, read_to

#: Far more than the buffers of a connection take here, in one piece or in many.
LARGE = 1_000_000
#: More than they take, and too little for the server to wait before it writes on.
SMALL = 60_000
#: Of each side; the kernel doubles it.
BUFFER = 4_096


async def _answering(scope: Scope, receive: Any, send: Any) -> None:
    size = SMALL if scope["path"] == "/small" else LARGE
    parts = (bytes(10_000) for _ in range(size // 10_000))
    answer = StreamingResponse(parts) if scope["path"] == "/parts" else Response(bytes(size))
    await answer(scope, receive, send)


class _Watched(PatientProtocol):
    """Tells of its connections."""

    made: Queue[_Watched]

    def __init_subclass__(cls) -> None:
        cls.made = Queue()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.lost = Event()
        self.made.put(self)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.lost.set()

    @property
    def watch(self) -> object:
        """The waiting that goes on."""
        return self._watch

    def looked(self) -> bool:
        """Look as when the time is over, and return whether the connection is kept."""
        done = Event()
        self.loop.call_soon_threadsafe(self.look)
        self.loop.call_soon_threadsafe(done.set)
        assert done.wait(30)
        return not self.transport.is_closing()


def _connected(port: int) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    return connection


def _asked(connection: socket.socket, path: bytes, more: bytes = b"") -> None:
    connection.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n" % (path, more))


def _read(connection: socket.socket, size: int) -> None:
    while size > 0:
        part = connection.recv(min(size, 65_536))
        assert part
        size -= len(part)


@pytest.mark.parametrize("more", [b"", b"Connection: close\r\n"])
@pytest.mark.parametrize("path", [b"/", b"/parts", b"/small"])
def test_who_does_not_read_an_answer_is_let_go(path: bytes, more: bytes) -> None:
    """In one piece or in many, also the last piece, and also where the connection was to end with it."""

    class Hasty(_Watched):
        stall_s = 0.3

    with in_thread(Hasty, _answering, BUFFER) as port, _connected(port) as lazy:
        _asked(lazy, path, more)
        assert Hasty.made.get(timeout=30).lost.wait(30)
        got = 0
        while part := lazy.recv(65_536):
            got += len(part)
        assert 0 < got < SMALL


@pytest.fixture
def slow() -> Iterator[tuple[socket.socket, _Watched]]:
    """Return a connection and its server's side, which looks when the test says so."""

    class Patient(_Watched):
        stall_s, least_read = 3_600.0, 20_000

    with in_thread(Patient, _answering, BUFFER) as port, _connected(port) as connection:
        yield connection, Patient.made.get(timeout=30)


def test_who_reads_enough_between_two_looks_is_kept(slow: tuple[socket.socket, _Watched]) -> None:
    """And who reads less is not, however steadily."""
    connection, server = slow
    _asked(connection, b"/")
    for _ in range(20):
        _read(connection, 40_000)  # what the two buffers hold counts as read
        assert server.looked()
    _read(connection, 1_000)
    assert not server.looked()


def test_reading_on_begins_a_new_time(slow: tuple[socket.socket, _Watched]) -> None:
    """Where the rest of an answer waits for it, and where the next request comes after the whole of it."""
    connection, server = slow
    _asked(connection, b"/parts")
    wait_until(lambda: server.watch)
    first = server.watch
    _read(connection, 200_000)
    wait_until(lambda: server.watch not in (None, first))
    read_to(connection, b"\r\n0\r\n\r\n")
    last = server.watch
    assert last
    _asked(connection, b"/small")
    wait_until(lambda: server.watch not in (None, last))
