"""Connections beyond what the scorer keeps are told so at once, and those that are open go on."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

from serving.http.patience import PatientProtocol
from tests.support.load import wait_until
from tests.support.server import serving
from tests.support.threaded import in_thread, read_to
from tests.support.wire import exchange, request

ASK = request(b"hello", line=b"POST / HTTP/1.1")


class _Small(PatientProtocol):
    most_connections = 3


def test_one_connection_more_is_refused_and_the_others_go_on() -> None:
    """With a problem document and when to come again; once one is gone the next gets in."""
    with in_thread(_Small) as port, ExitStack() as open_:
        kept = [open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30)) for _ in range(3)]
        for connection in kept:
            connection.sendall(ASK)
            read_to(connection, b"hello")
        for sent in (b"", ASK):
            [refused] = exchange(port, sent, patience_s=20)
            assert (refused.status, refused.headers["retry-after"], refused.headers["connection"]) == (503, "1", "close")
            assert b"3 connections are open" in refused.body
        for connection in kept:
            connection.sendall(ASK)
            read_to(connection, b"hello")
        kept[0].close()
        wait_until(lambda: exchange(port, ASK)[0].status == 200)


def test_the_service_keeps_512() -> None:
    """Half of the files that a process may usually have open: its database and what else it opens need some, too."""
    with serving("--history", "off") as (_, address), ExitStack() as open_:
        port = int(str(urlsplit(address).port))
        for _ in range(512):
            open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        [refused] = exchange(port, b"", patience_s=20)
        assert refused.status == 503
        assert b"512 connections are open" in refused.body
