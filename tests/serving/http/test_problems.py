"""Requests that lead nowhere, and faults of ours, are problem documents too."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from serving.app import create_app
from tests.support.problem import check_problem


@pytest.mark.parametrize("path", ["/nope", "/v1", "/v1/scores", "/docs", "/redoc", "/page/nope.js", "/page/", "/page/%00"])
def test_an_unknown_path_is_not_served(client: TestClient, path: str) -> None:
    """The message says where to look; there are no interactive docs, which would load foreign scripts."""
    check_problem(client.get(path), 404, f"GET {path}"[:8], "/openapi.json")


@pytest.mark.parametrize("path", ["/page/../settings.py", "/page/%2e%2e/settings.py", "/page/..%2f..%2fpyproject.toml"])
def test_nothing_beside_the_page_is_served(client: TestClient, path: str) -> None:
    """No way leads out of the page's folder."""
    check_problem(client.get(path), 404, "settings.py" if "settings" in path else "pyproject")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/score", "POST"),
        ("PUT", "/v1/score/page", "POST"),
        ("DELETE", "/v1/read", "POST"),
        ("OPTIONS", "/v1/score", "POST"),
        ("POST", "/healthz", "GET"),
        ("PATCH", "/v1/model", "GET"),
        ("BREW", "/readyz", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_one(client: TestClient, method: str, path: str, allowed: str) -> None:
    """In the header that is made for it."""
    got = client.request(method, path)
    check_problem(got, 405, f"{method} {path}", "/openapi.json")
    assert got.headers["allow"] == allowed


@pytest.mark.parametrize("start", ["/", "/page/"])
def test_a_long_path_is_not_sent_back(client: TestClient, start: str) -> None:
    """Its beginning and its length are enough."""
    check_problem(client.get(start + "x" * 9_000), 404, f"{9_000 + len(start):,} characters")


def test_a_long_method_is_not_sent_back(client: TestClient) -> None:
    """A method is any word that a caller makes up."""
    check_problem(client.request("BREW" * 2_000, "/v1/score"), 405, "BREWBREW")


def test_a_fault_of_ours_tells_its_kind_only() -> None:
    """The text of the error could quote the posting, so it stays out; the headers of the guard are there."""

    def fault() -> None:
        raise ArithmeticError("secret words of a posting")

    app = create_app()
    app.add_api_route("/fault", fault)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        got = client.get("/fault")
    check_problem(got, 500, "ArithmeticError", "SECURITY.md")
    assert "secret" not in got.text
    assert got.headers["x-content-type-options"] == "nosniff"
