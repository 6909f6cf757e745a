"""The app put together: the page and its files beside the endpoints, and nothing sent elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import serving
from serving.app import create_app

PAGE = Path(serving.__file__).with_name("page")


def test_the_page_is_served(client: TestClient) -> None:
    """At the address that the scorer prints."""
    got = client.get("/")
    assert (got.status_code, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert got.content == (PAGE / "index.html").read_bytes()


@pytest.mark.parametrize("name", sorted(path.name for path in PAGE.iterdir()))
def test_every_file_of_the_page_is_served(client: TestClient, name: str) -> None:
    """Under a type that a browser accepts with sniffing forbidden."""
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
    got = client.get(f"/page/{name}")
    assert got.status_code == 200
    assert got.headers["content-type"].startswith(kinds[Path(name).suffix])


def test_the_page_names_no_other_address() -> None:
    """Neither files nor calls: the only addresses in it are names of formats."""
    sources = "".join(path.read_text(encoding="utf-8") for path in PAGE.iterdir())
    assert set(re.findall(r"(?:https?:)?//[a-z0-9.-]{1,80}\.[a-z]{2,8}", sources)) <= {"http://www.w3.org"}


def test_no_collector_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework's own telemetry stays off, whatever the environment says."""
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    app = create_app()
    assert not any(getattr(app, "_telemetry", {}).get(name) for name in ("tracing", "metrics", "logs", "auto_configure"))
