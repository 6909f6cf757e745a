"""HTTP as bytes: what a client that keeps to no rule sends, and what must hold of whatever comes back."""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from dataclasses import dataclass

__all__ = ["Answer", "check_answers", "exchange", "request"]

#: The server gives up by itself within 15 seconds (a head) or 30 (a body); with the sending side closed there is no waiting.
_HANGS_S = 20.0


@dataclass(frozen=True)
class Answer:
    """One response of a connection."""

    status: int
    headers: dict[str, str]
    body: bytes


def request(
    body: bytes = b"",
    *headers: bytes,
    line: bytes = b"POST /v1/score HTTP/1.1",
    host: bytes = b"Host: 127.0.0.1",
    kind: bytes = b"Content-Type: application/json",
    length: bool = True,
) -> bytes:
    """Return a request, well formed unless the pieces are not."""
    stated = [b"Content-Length: %d" % len(body)] if length else []
    return b"\r\n".join([line, *filter(None, (host, kind)), *stated, *headers, b"", body])


def exchange(port: int, sent: bytes, answers: int = 1, patience_s: float = _HANGS_S) -> list[Answer]:
    """Send bytes, wait for so many answers, say that nothing more comes, and return all until the server closes.

    A server that neither answers nor closes once nothing more comes hangs, which is an error.
    """
    with socket.create_connection(("127.0.0.1", port)) as connection:
        # A server that refuses early may close while we still send.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.settimeout(_HANGS_S)
            connection.sendall(sent)
        got = b""
        with suppress(ConnectionResetError, TimeoutError):
            connection.settimeout(patience_s)
            while _count(got) < answers and (part := connection.recv(65_536)):
                got += part
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        connection.settimeout(_HANGS_S)
        with suppress(ConnectionResetError):
            while part := connection.recv(65_536):
                got += part
    return _parsed(got)


def _count(got: bytes) -> int:
    """Return how many whole answers came, "go on" not counted."""
    return sum(answer.status != 100 for answer in _parsed(got))


def _parsed(got: bytes) -> list[Answer]:
    """Return the whole answers in what came."""
    answers = []
    while got:
        head, end, rest = got.partition(b"\r\n\r\n")
        if not end:
            break
        first, *lines = head.decode("latin-1").split("\r\n")
        version, status, *_ = first.split(" ")
        assert version == "HTTP/1.1", first
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        size = int(headers.get("content-length", 0))
        assert "transfer-encoding" not in headers, headers
        if len(rest) < size:
            break  # cut short, as for any client that says it is done before it has its answer
        answers.append(Answer(int(status), headers, rest[:size]))
        got = rest[size:]
    return answers


def check_answers(answers: list[Answer]) -> list[int]:
    """Assert that no answer is a fault of ours and each refusal a problem under the policy; return their statuses."""
    for answer in answers:
        if answer.status == 100:
            continue
        assert answer.status < 500, answer
        assert "default-src 'none'" in answer.headers["content-security-policy"], answer
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.status >= 400:
            assert answer.headers["content-type"] == "application/problem+json", answer
            problem = json.loads(answer.body)
            assert problem["status"] == answer.status
            assert len(answer.body) < 2_000
    return [answer.status for answer in answers]
