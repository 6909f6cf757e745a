"""``bidworthy serve`` as a process: its address, its end, and calls that cannot work."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from serving.bundle import DEFAULT_BUNDLE
from serving.listening import bound
from serving.settings import Settings
from tests.support.problem import check_problem
from tests.support.server import ROOT, serve_command, serving


def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    return process.returncode, errors


def test_it_prints_its_address_answers_and_stops() -> None:
    """Ctrl-C ends it without a traceback, also with a connection still open."""
    with serving() as (process, address), httpx2.Client(base_url=address) as client:
        assert urlsplit(address).hostname == "127.0.0.1"
        assert client.get("/readyz").json()["status"] == "ready"
        got = client.post("/v1/score", json={"title": "Tidy a spreadsheet", "description": ""})
        assert got.json()["verdict"]
        assert "server" not in got.headers
        status, errors = _ended(process)
    assert (status, errors) == (0, "")


def test_a_caller_that_goes_away_leaves_no_trace() -> None:
    """Half a body and a closed connection are no fault of ours: nothing is logged, and the next one is served."""
    with serving() as (process, address), httpx2.Client(base_url=address) as client:
        host, port = urlsplit(address).hostname, urlsplit(address).port
        with socket.create_connection((str(host), int(str(port)))) as gone:
            gone.sendall(
                f"POST /v1/score HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
                "Content-Length: 99\r\n\r\n{".encode()
            )
        assert client.get("/healthz").status_code == 200
        status, errors = _ended(process)
    assert (status, errors) == (0, "")


def _parts() -> Iterator[bytes]:
    for _ in range(17):
        yield b" " * 1_000_000


def test_a_large_body_is_refused_and_the_server_goes_on() -> None:
    """With and without a stated length, over a real connection."""
    headers = {"Content-Type": "application/json"}
    with serving() as (_, address), httpx2.Client(base_url=address) as client:
        for content in (b" " * 17_000_000, _parts()):
            check_problem(client.post("/v1/score", content=content, headers=headers), 413, "16,000,000")
        assert client.get("/healthz").status_code == 200


def _refused(*arguments: str, token: str = "") -> str:
    result = subprocess.run(
        serve_command(*arguments),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"BIDWORTHY_TOKEN": token},
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


def test_a_taken_port_is_one_clear_line() -> None:
    """With the port and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = _refused("--port", port)
    assert port in line
    assert "--port" in line


@pytest.mark.parametrize("host", ["no-such-host.invalid", "ü" * 70])
def test_a_name_that_is_no_address_is_one_clear_line(host: str) -> None:
    """It may be unknown, or no host name at all."""
    assert f"cannot listen on {host}" in _refused("--host", host, "--port", "0", token="a long secret")  # noqa: S106


def _with_a_broken_file(folder: Path) -> None:
    (folder / "risk.json").write_text("{}" + " " * 1_000_000)


def _with_a_short_file(folder: Path) -> None:
    (folder / "pay.safetensors").write_bytes((folder / "pay.safetensors").read_bytes()[:100])


def _without_a_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


@pytest.mark.parametrize(
    ("harm", "word"),
    [(_with_a_broken_file, "risk.json"), (_with_a_short_file, "pay.safetensors"), (_without_a_manifest, "manifest.json")],
)
def test_a_bad_bundle_is_one_clear_line(tmp_path: Path, harm: object, word: str) -> None:
    """Better no service than a wrong one; the file is named."""
    bundle = tmp_path / "bundle"
    shutil.copytree(DEFAULT_BUNDLE, bundle)
    assert callable(harm)
    harm(bundle)
    line = _refused("--bundle", str(bundle), "--port", "0")
    assert str(bundle) in line
    assert word in line


def test_small_answers_are_sent_at_once() -> None:
    """On a listener that is not named as TCP each answer waits 40 ms for the receipt of the one before."""
    with bound(Settings(port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP
