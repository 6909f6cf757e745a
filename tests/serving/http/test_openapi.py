"""The OpenAPI document describes what the service takes and gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
POSTS = {"/v1/score", "/v1/score/page", "/v1/read"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """Return the document as it is served."""
    got = client.get("/openapi.json")
    assert got.headers["content-type"] == "application/json"
    document: dict[str, Any] = got.json()
    return document


@pytest.mark.parametrize("asked", [[], ["/healthz", "/v1/model", "/openapi.json"]])
def test_it_is_the_same_whenever_it_is_asked_for(document: dict[str, Any], asked: list[str]) -> None:
    """Before the first request, after others, and again."""
    with TestClient(create_app(Settings(history=None)), base_url="http://127.0.0.1:8484") as client:
        for path in asked:
            assert client.get(path).status_code == 200
        assert client.get("/openapi.json").json() == document


def _body(document: dict[str, Any], path: str) -> dict[str, Any]:
    schema: dict[str, Any] = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return schema


def _answer(document: dict[str, Any], path: str, status: int = 200) -> dict[str, Any]:
    kind = "application/json" if status == 200 else "application/problem+json"
    schema: dict[str, Any] = document["paths"][path]["post"]["responses"][str(status)]["content"][kind]["schema"]
    return schema


def _schemas(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "schema" in value:
            yield value["schema"]
        for item in value.values():
            yield from _schemas(item)
    elif isinstance(value, list):
        for item in value:
            yield from _schemas(item)


def test_it_is_openapi_3_1_and_lists_every_endpoint(document: dict[str, Any]) -> None:
    """The page and its files are no part of it."""
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    told = {"/v1/feedback", "/v1/outcomes", "/v1/spending", "/v1/undo", "/v1/postings/{id}"}
    assert set(document["paths"]) == POSTS | told | {"/healthz", "/readyz", "/metrics", "/v1/model"}


def test_every_operation_has_an_id_a_description_and_answers(document: dict[str, Any]) -> None:
    """What OpenAPI demands of a response, and what a reader needs."""
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        assert operation["description"]
        assert {"200", "201"} & set(operation["responses"])
        assert all(response["description"] for response in operation["responses"].values())


def test_every_schema_in_it_is_one(document: dict[str, Any]) -> None:
    """Each is JSON Schema of 2020, and none points out of the document."""
    found = list(_schemas(document["paths"]))
    assert len(found) > 20
    for schema in found:
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    assert '"$ref"' not in json.dumps(document["paths"])


def test_the_contracts_posting_is_described(document: dict[str, Any]) -> None:
    """Every field of the contract is named, and a full posting validates."""
    schema = _body(document, "/v1/score")
    assert set(FULL) <= set(schema["properties"])
    assert set(FULL["client"]) == set(schema["properties"]["client"]["properties"])
    assert set(FULL["activity"]) == set(schema["properties"]["activity"]["properties"])
    jsonschema_rs.validator_for(schema).validate(FULL)


def test_a_full_posting_gets_a_described_answer(client: TestClient, document: dict[str, Any]) -> None:
    """One posting, and a page with a reject."""
    jsonschema_rs.validator_for(_answer(document, "/v1/score")).validate(client.post("/v1/score", json=FULL).json())
    # The second is as described, and still no posting: a schema cannot say that one of two texts must not be empty.
    empty = {"title": "", "description": ""}
    body = {"postings": [FULL, empty], "profile": json.loads((SAMPLE / "profile.json").read_text(encoding="utf-8"))}
    jsonschema_rs.validator_for(_body(document, "/v1/score/page")).validate(body)
    got = client.post("/v1/score/page", json=body).json()
    assert len(got["rejects"]) == 1
    jsonschema_rs.validator_for(_answer(document, "/v1/score/page")).validate(got)


def test_reading_is_described(client: TestClient, document: dict[str, Any]) -> None:
    """Text in, and what comes out can be scored."""
    body = {"text": (SAMPLE / "page.txt").read_text(encoding="utf-8")}
    jsonschema_rs.validator_for(_body(document, "/v1/read")).validate(body)
    got = client.post("/v1/read", json=body).json()
    jsonschema_rs.validator_for(_answer(document, "/v1/read")).validate(got)
    jsonschema_rs.validator_for(_body(document, "/v1/score")).validate(got["posting"])


@pytest.mark.parametrize("path", sorted(POSTS))
@pytest.mark.parametrize("body", [b"{", b"[]", b"{}"])
def test_refusals_are_described(client: TestClient, document: dict[str, Any], path: str, body: bytes) -> None:
    """Each status is listed, and its document is as described."""
    got = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert got.status_code in (400, 422)
    jsonschema_rs.validator_for(_answer(document, path, got.status_code)).validate(got.json())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/score", {"description": ""}),
        ("/v1/score", {"title": "x" * 1_001, "description": ""}),
        ("/v1/score/page", {}),
        ("/v1/score/page", {"postings": [{"title": "x", "description": ""}] * 101}),
        ("/v1/score/page", {"postings": [], "profile": []}),
        ("/v1/read", {"text": 5}),
    ],
)
def test_what_is_refused_is_not_described(client: TestClient, document: dict[str, Any], path: str, body: Any) -> None:
    """The document and the service say no together."""
    assert client.post(path, json=body).status_code == 422
    assert not jsonschema_rs.validator_for(_body(document, path)).is_valid(body)


FULL: dict[str, Any] = {
    "id": "022123657138205513381", "url": None, "source": "upwork", "observed_at": "2026-11-24T09:30:00Z", "posted_at": None,
    "title": "Plot a year of tide gauges", "description": "Twelve CSV files, one chart each, and a note on gaps.",
    "skills": ["Python", "Matplotlib"], "category": "Data Visualization", "tier": "expert",
    "pay": {"type": "hourly", "min": 20, "max": 35, "currency": "USD"}, "duration": "Less than 1 month",
    "weekly_hours": "Less than 30 hrs/week", "connects": 9, "boost_bids": [22, 18, 11, 9], "invited": False,
    "questions": ["Which tide gauges have you worked with?"],
    "client": {
        "id": None, "payment_verified": True, "phone_verified": None, "country": "Norway", "rating": 4.7, "reviews": 8,
        "jobs_posted": 21, "hire_rate_percent": 62, "open_jobs": 2, "total_spent_usd": "$7.9K", "hires": 15,
        "active_hires": 1, "avg_hourly_usd": 28.4, "hours": 140, "member_since": "2021-03-02", "enterprise": None,
    },
    "activity": {
        "proposals": "5 to 10", "last_viewed": "40 minutes ago", "hires": 0, "interviewing": 1, "invites_sent": 2,
        "unanswered_invites": 1,
    },
}  # fmt: skip
