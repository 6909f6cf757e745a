"""The counters tell what was done, and nothing of whom or what."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings
from tests.serving.http.conftest import HOME
from tests.support.databases import Database

Counts = dict[tuple[str, frozenset[tuple[str, str]]], float]
POSTING = {"id": "zebra-7", "title": "Sort a shelf of maps", "description": "Forty maps.", "client": {"id": "quagga"}}


@pytest.fixture
def counting(database: Database) -> Iterator[TestClient]:
    """Return a client of a fresh service with a history."""
    with TestClient(create_app(Settings(history=database.where)), base_url=HOME, raise_server_exceptions=False) as client:
        yield client


def _counts(client: TestClient) -> Counts:
    got = client.get("/metrics")
    assert got.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(got.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def _count(client: TestClient, name: str, **labels: str) -> float:
    wanted = frozenset(labels.items())
    return sum(value for (found, has), value in _counts(client).items() if found == name and wanted <= has)


def test_requests_are_counted_by_endpoint_and_status(counting: TestClient) -> None:
    """Refusals too; an address of the caller's own makes no counter of its own."""
    counting.post("/v1/score", json=POSTING)
    counting.post("/v1/score", json={"title": 5})
    counting.get("/v1/postings/zebra-7")
    counting.get("/v1/postings/nobody")
    for number in range(3):
        counting.get(f"/nothing/{number}")
    asked = "bidworthy_requests_total"
    assert _count(counting, asked, endpoint="/v1/score", status="200") == 1
    assert _count(counting, asked, endpoint="/v1/score", status="422") == 1
    assert _count(counting, asked, endpoint="/v1/postings/{id}", status="404") == 1
    assert _count(counting, asked, endpoint="other", status="404") == 3
    refused = counting.post("/v1/score", json=POSTING, headers={"Origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert _count(counting, asked, status="403") == 1


def test_times_are_counted(counting: TestClient) -> None:
    """As a histogram that ends at all of them."""
    for _ in range(4):
        counting.post("/v1/score", json=POSTING)
    assert _count(counting, "bidworthy_request_seconds_count", endpoint="/v1/score") == 4
    assert _count(counting, "bidworthy_request_seconds_bucket", endpoint="/v1/score", le="+Inf") == 4
    assert 0 < _count(counting, "bidworthy_request_seconds_sum", endpoint="/v1/score") < math.inf


def test_verdicts_and_what_was_unknown_are_counted(counting: TestClient) -> None:
    """By posting, not by request."""
    page = counting.post("/v1/score/page", json={"postings": [POSTING, {**POSTING, "id": "b"}]}).json()
    assert _count(counting, "bidworthy_verdicts_total") == 2
    for score in page["scores"]:
        for missing in score["missing"]:
            assert _count(counting, "bidworthy_unknown_fields_total", field=missing["field"]) >= 1


def test_the_ledger_and_the_bundle_are_told(counting: TestClient) -> None:
    """What waits, what was kept, and which bundle answers."""
    bundle = counting.post("/v1/score", json=POSTING).json()["versions"]["bundle"]
    counting.get("/v1/postings/zebra-7")  # waits for the queue
    assert _count(counting, "bidworthy_ledger_kept") == 1
    assert _count(counting, "bidworthy_ledger_waiting") == _count(counting, "bidworthy_ledger_dropped") == 0
    assert _count(counting, "bidworthy_bundle", bundle=bundle) == 1


def test_nothing_of_a_posting_is_in_it(counting: TestClient) -> None:
    """No id, no text, no address."""
    counting.post("/v1/score", json=POSTING)
    counting.get("/v1/postings/zebra-7")
    text = counting.get("/metrics").text
    assert not any(word in text for word in ("zebra", "quagga", "shelf", "maps", "127.0.0.1"))


def test_with_a_token_they_need_it(tmp_path: Path) -> None:
    """They are not for everybody on the network."""
    with TestClient(create_app(Settings(token="t" * 40)), base_url=HOME) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"Authorization": f"Bearer {'t' * 40}"}).status_code == 200
