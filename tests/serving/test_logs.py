"""What the service writes to standard error: a line an event by choice, and nothing of anybody's in it."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
import uvicorn

from serving.logs import LogFormat, set_up
from tests.support.load import wait_until
from tests.support.server import serving

TOKEN = "zanzibar-token"  # noqa: S105
POSTING: dict[str, Any] = {
    "id": "zanzibar-id",
    "url": "https://example.com/zanzibar-url",
    "source": "zanzibar-source",
    "title": "zanzibar title",
    "description": "zanzibar description. Write to me on Telegram, zanzibar.",
    "skills": ["zanzibar skill"],
    "category": "zanzibar category",
    "questions": ["zanzibar question?"],
    "pay": {"type": "fixed", "max": 300, "currency": "zanzibar"},
    "client": {"id": "zanzibar-client", "country": "zanzibar land"},
}


def _asked(address: str) -> None:
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "User-Agent": "zanzibar-agent",
        "Referer": "http://zanzibar.test/",
        "X-Zanzibar": "zanzibar",
    }
    good = POSTING | {"pay": {"type": "fixed", "max": 300}}
    with httpx2.Client(base_url=address, headers=headers) as client:
        assert client.post("/v1/score?zanzibar=zanzibar", json=good).status_code == 200
        assert client.post("/v1/score", json=POSTING).status_code == 422
        assert client.post(
            "/v1/score/page", json={"postings": [good, POSTING], "profile": {"skills": ["zanzibar"]}}
        ).is_success
        assert client.post("/v1/score", content=b'{"zanzibar').status_code == 415
        assert client.post("/v1/read", json={"text": "zanzibar"}).is_success
        told = {"id": "zanzibar-id", "source": "zanzibar-source", "outcome": "sent", "note": "zanzibar note"}
        assert client.post("/v1/outcomes", json=told).is_success
        assert client.get("/v1/postings/zanzibar-id", params={"source": "zanzibar-source"}).is_success
        assert client.get("/zanzibar/zanzibar?zanzibar").status_code == 404
        assert client.get("/readyz", headers={"Host": "zanzibar.test"}).is_success
        assert client.get("/v1/model", headers={"Authorization": "Bearer zanzibar"}).status_code == 401


@pytest.fixture
def loggers() -> Iterator[None]:
    """Leave the loggers of the process as they were."""
    kept = {name: logging.getLogger(name) for name in ("", "serving", "uvicorn", "uvicorn.error")}
    before = {name: (logger.handlers, logger.level, logger.propagate) for name, logger in kept.items()}
    yield
    for name, (handlers, level, propagate) in before.items():
        kept[name].handlers, kept[name].propagate = handlers, propagate
        kept[name].setLevel(level)


@pytest.mark.usefixtures("loggers")
def test_a_name_makes_no_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A bundle is named by whoever made it."""
    set_up("plain")
    logging.getLogger("serving.live").warning("Answering with %s from now on.", "9\n2026-01-01 error FORGED \x1b[31mred")
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "\x1b" not in written


@pytest.mark.usefixtures("loggers")
@pytest.mark.parametrize("form", ["json", "plain"])
@pytest.mark.parametrize("name", ["serving.live", "uvicorn.error", "asyncio", "sqlalchemy.pool"])
def test_a_fault_is_told_by_its_kind_and_place(form: LogFormat, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, whoever tells it. Its text could be a posting's."""
    uvicorn.Config(print)  # gives its loggers a way of their own
    set_up(form)
    try:
        raise ValueError("zanzibar")
    except ValueError:
        logging.getLogger(name).exception(
            "Exception in application" if name == "serving.live" else "Exception in application\n"
        )
    written = capsys.readouterr().err
    assert "ValueError at test_logs.py:" in written
    assert "Exception in application" in written
    assert "zanzibar" not in written
    assert written.count("\n") == 1


@pytest.mark.usefixtures("loggers")
@pytest.mark.parametrize("form", ["json", "plain"])
def test_what_asyncio_quotes_is_left_out(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    """A call with what was passed to it, and a task with its error."""
    set_up(form)

    def broken(text: str) -> None:
        raise ValueError(text)

    async def forgotten() -> None:
        raise ValueError("zanzibar")

    async def tried() -> None:
        asyncio.get_running_loop().call_soon(broken, "zanzibar")
        task = asyncio.create_task(forgotten())
        await asyncio.wait([task])

    asyncio.run(tried())
    gc.collect()
    written = capsys.readouterr().err
    assert "Exception in callback" in written
    assert "Task exception was never retrieved" in written
    assert written.count("ValueError at test_logs.py:") == 2
    assert "zanzibar" not in written
    assert written.count("\n") == 2


def test_what_the_server_and_asyncio_say_comes_in_the_form() -> None:
    """Of a process that may open no more files; nothing of bytes that are no request, for these may come without end."""
    words = ["--history", "off", "--log-format", "json"]
    with serving(*words) as (process, address), ExitStack() as open_:
        # Until then it opens files of its own.
        wait_until(lambda: "confirmed at once" in httpx2.get(f"{address}readyz").text)
        place = (str(urlsplit(address).hostname), int(str(urlsplit(address).port)))
        with socket.create_connection(place) as connection:
            connection.sendall(b"noise\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (3, resource.prlimit(process.pid, resource.RLIMIT_NOFILE)[1]))
        open_.enter_context(socket.create_connection(place))
        assert process.stderr
        row = next(row for row in map(json.loads, process.stderr) if row["said"] != "answered")
    assert (row["from"], row["said"]) == ("asyncio", "socket.accept() out of system resource")
    assert row["fault"].startswith("OSError at ")


@pytest.mark.parametrize("form", ["json", "plain", None])
def test_a_line_an_event_and_nothing_of_anybodys(tmp_path: Path, form: str | None) -> None:
    """Whatever is asked, well or badly; without a choice nothing is written at all."""
    words = [] if form is None else ["--log-format", form]
    with serving("--history", str(tmp_path / "history.sqlite3"), *words, token=TOKEN) as (process, address):
        _asked(address)
        process.send_signal(signal.SIGINT)
        _, written = process.communicate()
    assert "zanzibar" not in written.lower()
    lines = [line for line in written.splitlines() if line != "Stopped."]
    if form is None:
        assert lines == []
        return
    assert len(lines) == 10
    if form == "plain":
        assert all(" info answered request=" in line for line in lines)
        return
    rows = [json.loads(line) for line in lines]
    assert [row["status"] for row in rows] == [200, 422, 200, 415, 200, 201, 200, 404, 200, 401]
    assert {row["route"] for row in rows} >= {"/v1/score", "/v1/score/page", "/v1/postings/{id}", "other"}
    assert len({row["request"] for row in rows}) == len(rows)
    assert all(row["ms"] >= 0 and row["level"] == "info" for row in rows)
