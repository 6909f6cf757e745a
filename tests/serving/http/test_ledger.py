"""Feedback, outcomes and what is known of a posting, over HTTP."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from typing import Any

import httpx2
import jsonschema_rs
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings
from tests.serving.http.conftest import HOME
from tests.support.databases import Database
from tests.support.problem import check_problem
from tests.support.server import serving
from tests.support.strategies import postings

POSTING: dict[str, Any] = {
    "id": "021890000000000000001",
    "observed_at": "2026-11-20T10:00:00Z",
    "title": "Sort a shelf of maps",
    "description": "Forty maps, by year, <b>then by scale</b>.",
    "pay": {"type": "fixed", "max": 300},
    "connects": 12,
    "activity": {"interviewing": 0},
}


@pytest.fixture
def keeping(database: Database) -> Iterator[TestClient]:
    """Return a client of a service with a history."""
    app = create_app(Settings(history=database.where))
    with TestClient(app, base_url=HOME, raise_server_exceptions=False) as client:
        yield client


def _known(client: TestClient, id_: str = str(POSTING["id"])) -> dict[str, Any]:
    got = client.get(f"/v1/postings/{id_}")
    assert got.status_code == 200
    found: dict[str, Any] = got.json()
    return found


def test_a_posting_seen_before_is_judged_by_what_moved(keeping: TestClient, database: Database) -> None:
    """Its first look tells its age, though the page says that it is new; a ledger that cannot be read tells nothing."""
    first = POSTING | {"id": "p-7"}  # which does not tell when it was made
    keeping.post("/v1/score", json=first)
    _known(keeping, "p-7")
    later = first | {"observed_at": "2026-11-29T10:00:00Z", "posted_at": "2 hours ago", "activity": {"interviewing": 1}}
    page = keeping.post("/v1/score/page", json={"postings": [later, later | {"id": "another"}]}).json()
    codes, of_another = ({reason["code"] for reason in score["reasons"]} for score in page["scores"])
    assert {"renewed", "seen_moved"} <= codes
    assert not {"renewed", "seen_moved", "seen_still"} & of_another
    database.do("DROP TABLE snapshot")
    assert keeping.post("/v1/score", json=later).status_code == 200


def test_what_was_scored_is_known_at_once(keeping: TestClient) -> None:
    """Its last score is the answer that was given, and each change of its page is there."""
    first = keeping.post("/v1/score", json=POSTING).json()
    assert _known(keeping)["score"] == first
    later = {**POSTING, "observed_at": "2026-11-20T12:00:00Z", "activity": {"interviewing": 3}, "connects": 14}
    second = keeping.post("/v1/score/page", json={"postings": [later]}).json()["scores"][0]
    known = _known(keeping)
    assert known["score"] == second
    assert [(one["at"][:16], one["connects"]) for one in known["snapshots"]] == [
        ("2026-11-20T10:00", 12),
        ("2026-11-20T12:00", 14),
    ]
    assert known["posting"]["description"] == POSTING["description"]


def test_what_is_told_is_kept_and_can_be_undone(keeping: TestClient) -> None:
    """Each answer names its event."""
    keeping.post("/v1/score", json=POSTING)
    sent = keeping.post("/v1/outcomes", json={"id": POSTING["id"], "outcome": "sent", "connects": 12})
    low = keeping.post("/v1/feedback", json={"id": POSTING["id"], "label": "Budget too low", "note": "half of it"})
    assert (sent.status_code, low.status_code) == (201, 201)
    assert sent.json()["seen_before"]
    assert low.json()["feedback"] == "budget_too_low"
    told = [(one["what"], one["undone"]) for one in _known(keeping)["events"]]
    assert told == [("sent", None), ("budget_too_low", None)]
    assert keeping.post("/v1/undo", json={"event": sent.json()["event"]}).json()["undone"]
    assert [one["undone"] is None for one in _known(keeping)["events"]] == [False, True]


def test_connects_without_a_posting_are_told_and_undone(keeping: TestClient, database: Database) -> None:
    """Under one name only once."""
    body = {"spending": "Boosted profile", "connects": 60, "event": "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"}
    for _ in range(2):
        told = keeping.post("/v1/spending", json=body)
        assert (told.status_code, told.json()) == (201, {**body, "spending": "boosted_profile"})
    assert database.rows("SELECT what, connects, undone_ms FROM spending") == [("boosted_profile", 60, None)]
    assert keeping.post("/v1/undo", json={"event": body["event"]}).json()["undone"]
    assert database.rows("SELECT count(*) FROM spending WHERE undone_ms IS NOT NULL") == [(1,)]


def test_your_own_record_moves_the_chance_that_it_is_you(keeping: TestClient) -> None:
    """As the ledger has it, unless the profile states one; undone, it is as before."""
    page = {"postings": [POSTING]}

    def chance(**profile: Any) -> float:
        score = keeping.post("/v1/score/page", json=page | {"profile": profile}).json()["scores"][0]
        return float(score["worth"]["p_win"])

    before, stated = chance(), chance(proposals_sent=60, hires=0)
    events = []
    for number in range(60):
        told = keeping.post("/v1/outcomes", json={"id": f"sent-{number}", "outcome": "sent"})
        events.append(told.json()["event"])
    assert chance() == stated < before
    assert chance(proposals_sent=10, hires=5) > before
    for event in events:
        keeping.post("/v1/undo", json={"event": event})
    assert chance() == before


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/outcomes", {"outcome": "sent"}, "id"),
        ("/v1/outcomes", {"id": "1", "outcome": "won"}, "outcome"),
        ("/v1/feedback", {"id": "1", "label": "<script>"}, "label"),
        ("/v1/spending", {"spending": "boosted_profile"}, "connects"),
        ("/v1/spending", {"spending": "coffee", "connects": 5}, "spending"),
        ("/v1/undo", {}, "event"),
    ],
)
def test_what_cannot_be_read_is_named(keeping: TestClient, path: str, body: dict[str, Any], field: str) -> None:
    """As a problem, and nothing is kept."""
    got = keeping.post(path, json=body)
    assert (got.status_code, got.headers["content-type"]) == (422, "application/problem+json")
    assert got.json()["field"] == field


def test_a_name_that_stands_for_something_else_is_not_acknowledged(keeping: TestClient) -> None:
    """201 means that what was sent is kept."""
    told = {"event": "11111111-2222-4333-8444-555555555555", "id": "e1", "outcome": "sent"}
    assert [keeping.post("/v1/outcomes", json=told).status_code for _ in range(2)] == [201, 201]
    got = keeping.post("/v1/outcomes", json=told | {"outcome": "hired"})
    check_problem(got, 409, "stands for sent of a posting already; send another UUID", field="event")
    assert [event["what"] for event in _known(keeping, "e1")["events"]] == ["sent"]


def test_what_is_not_known_is_not_found(keeping: TestClient) -> None:
    """A posting, an event, and an id as long as an attack."""
    assert keeping.get("/v1/postings/nobody").status_code == 404
    assert keeping.get(f"/v1/postings/{'9' * 5_000}").status_code == 404
    assert keeping.post("/v1/undo", json={"event": "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"}).status_code == 404
    assert keeping.post("/v1/outcomes", content=b"{}" * 50_000).status_code in (413, 415)


def test_without_a_history_nothing_is_promised(client: TestClient) -> None:
    """The answer says how to start it with one."""
    for got in (
        client.post("/v1/outcomes", json={"id": "1", "outcome": "sent"}),
        client.post("/v1/feedback", json={"id": "1", "label": "worth_it"}),
        client.post("/v1/spending", json={"spending": "bought", "connects": 5}),
        client.get("/v1/postings/1"),
    ):
        assert got.status_code == 409
        assert "--history" in got.json()["detail"]


def test_what_could_not_be_kept_is_not_acknowledged(keeping: TestClient, database: Database) -> None:
    """And scores go on."""
    keeping.post("/v1/score", json=POSTING)
    database.do("DROP TABLE event")
    got = keeping.post("/v1/outcomes", json={"id": "1", "outcome": "sent"})
    assert got.status_code == 503
    assert "nothing was kept" in got.json()["detail"]
    assert keeping.post("/v1/score", json=POSTING).status_code == 200


def test_bodies_and_answers_are_as_described(keeping: TestClient) -> None:
    """By the OpenAPI document."""
    paths = keeping.get("/openapi.json").json()["paths"]
    keeping.post("/v1/score", json=POSTING)
    bodies = {
        "/v1/outcomes": {"id": POSTING["id"], "outcome": "hired", "value_usd": 280.0},
        "/v1/feedback": {"id": 7, "label": "worth_it"},
        "/v1/spending": {"spending": "bought", "connects": 100, "usd": 15.0},
    }
    for path, body in bodies.items():
        described = paths[path]["post"]
        jsonschema_rs.validator_for(described["requestBody"]["content"]["application/json"]["schema"]).validate(body)
        answer = described["responses"]["201"]["content"]["application/json"]["schema"]
        jsonschema_rs.validator_for(answer).validate(keeping.post(path, json=body).json())
    found = paths["/v1/postings/{id}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema_rs.validator_for(found).validate(_known(keeping))


@given(raw=postings())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_scored_can_be_kept_and_shown(keeping: TestClient, raw: dict[str, Any]) -> None:
    """No posting fails for the ledger's sake, and none is refused by it."""
    raw = {**raw, "id": "fuzzed"}
    scored = keeping.post("/v1/score", content=orjson.dumps(raw), headers={"Content-Type": "application/json"})
    assert scored.status_code == 200
    assert keeping.get("/v1/postings/fuzzed", params={"source": raw.get("source") or "upwork"}).status_code == 200
    kept = text_string_to_metric_families(keeping.get("/metrics").text)
    assert {s.name: s.value for family in kept for s in family.samples}["bidworthy_ledger_failed"] == 0


@pytest.mark.parametrize("run", range(3))
def test_killed_while_people_tell_loses_nothing_acknowledged(run: int, database: Database) -> None:
    """Whatever moment it is, and the next start reads the file."""
    acknowledged: list[str] = []
    with serving("--history", database.where) as (process, address), httpx2.Client(base_url=address) as client:
        for number in range(200):
            try:
                client.post("/v1/score", json={**POSTING, "id": f"n{number}"})
                told = client.post("/v1/outcomes", json={"id": f"n{number}", "outcome": "sent"})
            except httpx2.TransportError:
                break
            acknowledged.append(told.json()["event"])
            if number == 5 + 7 * run:
                process.send_signal(signal.SIGKILL)
    assert len(acknowledged) > 5
    assert database.whole()
    assert set(acknowledged) <= {name for (name,) in database.rows("SELECT name FROM event")}


def test_stopped_politely_it_keeps_what_was_waiting(database: Database) -> None:
    """The queue is emptied before the end."""
    with serving("--history", database.where) as (process, address), httpx2.Client(base_url=address) as client:
        for number in range(5):
            page = {"postings": [{**POSTING, "id": f"n{number}-{k}"} for k in range(20)]}
            assert client.post("/v1/score/page", json=page).status_code == 200
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert database.rows("SELECT count(*) FROM seen_posting") == [(100,)]


def test_no_posting_text_is_logged(database: Database) -> None:
    """Also when the ledger breaks under it."""
    with serving("--history", database.where) as (process, address), httpx2.Client(base_url=address) as client:
        client.post("/v1/score", json=POSTING)
        database.do("DROP TABLE snapshot")
        client.post("/v1/score", json={**POSTING, "id": "other"})
        client.post("/v1/outcomes", json={"id": "other", "outcome": "sent", "note": "zebra"})
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert "ledger" in said
    assert not re.search(r"shelf|Forty|zebra", said)
    assert json.dumps(POSTING["id"])[1:-1] not in said
