"""Who does not finish a head in time, or goes on with a body that was refused, is let go."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from serving.http.patience import PatientProtocol
from tests.support.threaded import in_thread, read_to


class _Hasty(PatientProtocol):
    head_s = rest_s = 0.3


@pytest.fixture
def port() -> Iterator[int]:
    """Return the port of a server that waits for a head for a third of a second, and for the next request for a minute."""
    with in_thread(_Hasty) as port:
        yield port


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
UNREAD = b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"


@pytest.mark.parametrize("begun", [b"", b"POST / HT", HEAD])
def test_a_head_that_never_ends_is_let_go(port: int, begun: bytes) -> None:
    """Also behind a request that was answered."""
    for first in (b"", HEAD + b"\r\nhello"):
        if not begun and first:
            continue  # a connection that idles between requests has a time of its own
        with socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
            if first:
                slow.sendall(first)
                read_to(slow, b"hello")
            slow.sendall(begun)
            assert slow.recv(4_096) == b""


def test_a_slow_body_and_a_late_next_request_are_no_slow_head(port: int) -> None:
    """Their time is not over."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as patient:
        for part in (HEAD + b"\r\n", b"he", b"llo"):
            patient.sendall(part)
            patient.settimeout(0.5)
            if part != b"llo":
                with pytest.raises(TimeoutError):
                    patient.recv(1)
        patient.settimeout(30)
        read_to(patient, b"hello")
        patient.settimeout(0.5)
        with pytest.raises(TimeoutError):
            patient.recv(1)
        patient.settimeout(30)
        patient.sendall(HEAD + b"\r\nagain")
        read_to(patient, b"again")


def test_a_body_that_nobody_reads_is_thrown_away_for_a_while_only(port: int) -> None:
    """However steadily it goes on: each byte of it would keep the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as endless:
        endless.sendall(UNREAD)
        read_to(endless, b"\r\n\r\n")
        endless.settimeout(0.05)
        for _ in range(600):
            try:
                assert endless.recv(1) == b""
                return
            except TimeoutError:
                endless.sendall(b"x")
            except ConnectionResetError:
                return
    pytest.fail("the connection is kept for half a minute")


def test_after_a_body_that_nobody_reads_comes_the_next_request(port: int) -> None:
    """And the connection goes on as long as any."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as patient:
        patient.sendall(UNREAD)
        read_to(patient, b"\r\n\r\n")
        patient.sendall(b"x" * 1_000_000 + HEAD + b"\r\nhe")
        patient.settimeout(0.5)
        with pytest.raises(TimeoutError):
            patient.recv(1)
        patient.settimeout(30)
        patient.sendall(b"llo")
        read_to(patient, b"hello")
