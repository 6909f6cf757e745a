"""What the service writes to standard error: a line an event by choice, and nothing of anybody's in it."""

from __future__ import annotations

import json
import logging
import signal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from serving.logs import LogFormat, set_up
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


@pytest.mark.parametrize("form", ["json", "plain"])
def test_a_fault_is_told_by_its_kind_and_place(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    """Its text could be a posting's."""
    loggers = {name: logging.getLogger(name) for name in ("serving", "uvicorn")}
    before = {name: (logger.handlers, logger.propagate, logger.level) for name, logger in loggers.items()}
    try:
        set_up(form)
        try:
            raise ValueError("zanzibar")
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    finally:
        for name, (handlers, propagate, level) in before.items():
            loggers[name].handlers, loggers[name].propagate = handlers, propagate
            loggers[name].setLevel(level)
    written = capsys.readouterr().err
    assert "ValueError at test_logs.py:" in written
    assert "zanzibar" not in written
    assert written.count("\n") == 1


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
