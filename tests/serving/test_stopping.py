"""The service stops when told to, says so by its status, and tells a closed terminal from a wish for another bundle."""

from __future__ import annotations

import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.support.load import wait_until
from tests.support.server import ROOT, serve_command, serving
from tests.support.wire import request as written

POSTING = b'{"title": "Sort a shelf of maps", "description": "Forty maps, by year."}'


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_told_to_stop_answers_what_is_in_work_and_ends_with_0(
    tmp_path: Path, told: signal.Signals
) -> None:
    """Connections that idle do not keep it, and what waits for the ledger is written."""
    where = str(tmp_path / "history.sqlite3")
    with serving("--history", where) as (process, address), httpx2.Client(base_url=address) as idle:
        assert idle.post("/v1/score", json={"id": "a", "title": "Maps", "description": ""}).status_code == 200
        port = int(str(urlsplit(address).port))
        with socket.create_connection(("127.0.0.1", port), timeout=30) as working:
            sent = written(POSTING)
            working.sendall(sent[:-5])
            assert idle.get("/healthz").status_code == 200
            process.send_signal(told)
            wait_until(lambda: _refuses(port))
            working.sendall(sent[-5:])
            assert working.recv(65_536).startswith(b"HTTP/1.1 200 ")
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    with serving("--history", where) as (_, address):
        assert httpx2.get(f"{address}v1/postings/a").status_code == 200


def test_a_second_interrupt_waits_for_nothing() -> None:
    """Half a body could come for half a minute; the status tells that it was not waited for."""
    with serving("--history", "off") as (process, address):
        port = int(str(urlsplit(address).port))
        with socket.create_connection(("127.0.0.1", port)) as working:
            working.sendall(written(POSTING)[:-5])
            assert httpx2.get(f"{address}healthz").status_code == 200
            process.send_signal(signal.SIGINT)
            wait_until(lambda: _refuses(port))
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "Stopped."


def _refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    return False


def test_signals_are_taken_before_it_says_that_it_is_ready() -> None:
    """Whoever waits for that word may stop it at once. Its output is full here, so that it cannot say it before it may."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    filled = 0
    with suppress(BlockingIOError):
        while True:
            filled += os.write(writing, bytes(4096))
    os.set_blocking(writing, True)
    with subprocess.Popen(serve_command("--port", "0", "--history", "off"), stdout=writing, cwd=ROOT) as process:
        os.close(writing)
        wait_until(lambda: _takes(process.pid, signal.SIGTERM))
        process.send_signal(signal.SIGTERM)
        with os.fdopen(reading, "rb") as output:
            assert output.read()[filled:].startswith(b"Bidworthy is ready: ")
        assert process.wait(60) == 0


def _takes(pid: int, number: signal.Signals) -> bool:
    """Return whether a process handles a signal by itself."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    caught = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:"))
    return bool(caught >> (number - 1) & 1)


#: Makes its standard input the terminal that it belongs to, as a terminal's program does before it starts a shell.
_OWN_TERMINAL = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.fixture(params=["1", "2"], ids=["one process", "two processes"])
def terminal(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """Return a service in a terminal of its own, its address, and what closes the terminal when it is closed."""
    master, slave = pty.openpty()
    command = [sys.executable, "-c", _OWN_TERMINAL, *serve_command("--port", "0", "--history", "off")]
    command += ["--workers", request.param]
    with subprocess.Popen(
        command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        os.close(slave)
        assert process.stdout
        first = process.stdout.readline()
        assert first.startswith("Bidworthy is ready: "), first
        try:
            yield process, first.split()[-1], master
        finally:
            process.kill()
            with suppress(OSError):
                os.close(master)


def test_a_terminal_that_closes_stops_it(terminal: tuple[subprocess.Popen[str], str, int]) -> None:
    """Nobody would know of it any more; `nohup` and a service manager start it without a terminal."""
    process, _, master = terminal
    os.close(master)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


def test_a_wish_for_another_bundle_in_a_terminal_is_one(terminal: tuple[subprocess.Popen[str], str, int]) -> None:
    """As long as that is open."""
    process, address, _ = terminal
    process.send_signal(signal.SIGHUP)
    wait_until(lambda: re.search(r"^bidworthy_bundle_renewed [12]", httpx2.get(f"{address}metrics").text, re.MULTILINE))
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
