"""The service answers as the library does, and every fault is a problem document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from features.errors import CallError
from features.posting import read_posting
from serving.app import create_app
from serving.scorer import Scorer
from serving.settings import Settings

HOME = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Return a client of the app with its defaults."""
    with TestClient(create_app(), base_url=HOME, raise_server_exceptions=False) as client:
        yield client


def test_one_posting_gets_the_bytes_of_the_library(client: TestClient, scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """By HTTP or by call: the same answer."""
    for raw in sample[:10]:
        assert client.post("/v1/score", json=raw).content == scorer.score(read_posting(raw)).to_json()


def test_a_page_keeps_order_and_names_its_rejects(client: TestClient, sample: list[dict[str, Any]]) -> None:
    """What cannot be read is named by index and field; the rest goes on."""
    got = client.post("/v1/score/page", json={"postings": [sample[0], {"description": ""}, 3, sample[1]]}).json()
    assert [score["id"] for score in got["scores"]] == [sample[0]["id"], sample[1]["id"]]
    assert [(r["index"], r["field"]) for r in got["rejects"]] == [(1, "title"), (2, "")]


BAD_BODIES = [
    b"", b"{", b"[]", b"3", b'{"title": "\\ud800", "description": ""}', b"[" * 100_000, b'{"title": 5, "description": ""}',
    b'{"description": "x"}', b'{"title": "a\\u0000b", "description": ""}',
    b'{"title": "x", "description": "' + b"y" * 10_000_000 + b'"}',
    b'{"title": "x", "description": "", "skills": [' + b'"a",' * 1_000_000 + b'"a"]}', b"x" * 17_000_000,
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_a_bad_body_is_a_short_problem(client: TestClient, body: bytes) -> None:
    """Status 4xx, problem+json, and no echo of megabytes."""
    got = client.post("/v1/score", content=body, headers={"Content-Type": "application/json"})
    assert 400 <= got.status_code < 500
    assert got.headers["content-type"] == "application/problem+json"
    assert len(got.content) < 2_000


@pytest.mark.parametrize(("headers", "status"), [({"Host": "evil.example"}, 403), ({"Origin": "http://evil.example"}, 403)])
def test_a_foreign_name_or_origin_is_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    """Neither another host name nor another origin gets an answer."""
    assert client.get("/healthz", headers=headers).status_code == status


def test_the_page_is_served_under_a_strict_policy(client: TestClient) -> None:
    """Own scripts only."""
    got = client.get("/")
    assert got.status_code == 200
    assert "default-src 'none'" in got.headers["content-security-policy"]


def test_a_copied_page_is_read(client: TestClient) -> None:
    """Text in, posting out."""
    got = client.post("/v1/read", json={"text": "Fix a shop\nPosted 2 hours ago\nTwo bugs.\nProposals: 5 to 10"}).json()
    assert got["posting"]["title"] == "Fix a shop"


def test_a_token_is_asked_for() -> None:
    """Without it 401, with it an answer."""
    with TestClient(create_app(Settings(token="a long secret")), base_url=HOME) as client:  # noqa: S106
        assert client.get("/v1/model").status_code == 401
        assert client.get("/v1/model", headers={"Authorization": "Bearer a long secret"}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104
def test_beyond_loopback_a_token_is_required(host: str) -> None:
    """The service refuses to start without one."""
    with pytest.raises(CallError, match="token"):
        Settings(host=host)
