"""The service judges by what it saw before a request, and remembers what it judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings
from tests.serving.http.conftest import HOME
from tests.support.databases import Database
from tests.support.load import wait_until
from tests.support.server import serving
from tests.support.texts import CHANGED, ORIGINAL

Make = Callable[[str | None], TestClient]


@pytest.fixture
def make() -> Iterator[Make]:
    """Return a function that starts a service with a history."""
    made: list[TestClient] = []

    def start(history: str | None) -> TestClient:
        made.append(TestClient(create_app(Settings(history=history)), base_url=HOME))
        return made[-1].__enter__()

    yield start
    for client in made:
        client.__exit__(None, None, None)


@pytest.fixture
def settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second time be as the one after a second: then the history need not be asked."""
    monkeypatch.setattr("serving.recent._WRITTEN_S", 0.0)


def _posting(id: str, client: str, text: str = ORIGINAL) -> dict[str, Any]:  # noqa: A002 - the contract's name
    return {"id": id, "title": "", "description": text, "client": {"id": client}}


def _codes(score: dict[str, Any]) -> set[str]:
    return {reason["code"] for reason in score["reasons"] if reason["code"].startswith("copy_")}


def _page(client: TestClient, *postings: dict[str, Any]) -> dict[str, set[str]]:
    scores = client.post("/v1/score/page", json={"postings": postings}).json()["scores"]
    return {score["id"]: _codes(score) for score in scores}


def test_a_copy_of_what_was_judged_before_is_told(make: Make, database: Database) -> None:
    """Also by a service that starts later with the same history."""
    first = make(database.where)
    assert _codes(first.post("/v1/score", json=_posting("1", "a")).json()) == set()
    changed = _posting("2", "b", CHANGED["a few words"])
    assert _codes(first.post("/v1/score", json=changed).json()) == {"copy_other_clients"}
    wait_until(lambda: len(database.rows("SELECT id FROM sighting")) == 2)
    assert _codes(make(database.where).post("/v1/score", json=_posting("3", "c")).json()) == {"copy_other_clients"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_postings_of_a_page_are_judged_by_what_was_seen_before_it(
    make: Make, database: Database, order: tuple[int, int]
) -> None:
    """So their order changes nothing: not on the page itself, and not on the next."""
    both, next_one = [_posting("1", "a"), _posting("2", "b")], _posting("3", "c")
    page = [both[number] for number in order]
    client = make(database.where)
    assert _page(client, *page) == {"1": set(), "2": set()}
    assert _page(client, *page, next_one) == {key: {"copy_other_clients"} for key in "123"}


def test_asking_twice_about_one_posting_gives_the_same_bytes(make: Make, database: Database) -> None:
    """It is never its own copy."""
    client = make(database.where)
    asked = [client.post("/v1/score", json=_posting("1", "a")).content for _ in range(3)]
    assert len(set(asked)) == 1


@pytest.mark.usefixtures("settling")
def test_what_came_in_between_is_told_of_a_posting_that_is_asked_for_again(make: Make, database: Database) -> None:
    """Its answers of before are none any more."""
    client = make(database.where)
    assert [_page(client, _posting("1", "a")) for _ in range(4)] == [{"1": set()}] * 4
    assert _page(client, _posting("2", "b")) == {"2": {"copy_other_clients"}}
    assert [_page(client, _posting("1", "a")) for _ in range(4)] == [{"1": {"copy_other_clients"}}] * 4


@pytest.mark.usefixtures("settling")
def test_your_record_counts_at_once_for_a_posting_that_is_asked_for_again(make: Make, database: Database) -> None:
    """What was told since changes the chance that it is you."""
    client = make(database.where)
    before = [client.post("/v1/score", json=_posting("1", "a")).json()["worth"]["p_win"] for _ in range(3)]
    for outcome in ("sent", "hired"):
        assert client.post("/v1/outcomes", json={"id": "9", "outcome": outcome}).status_code == 201
    assert client.post("/v1/score", json=_posting("1", "a")).json()["worth"]["p_win"] > before[-1]


@pytest.mark.usefixtures("settling")
def test_the_answer_to_another_profile_is_kept(make: Make, database: Database) -> None:
    """Also where nothing else is asked of the history, for the posting was asked about a moment ago."""
    client = make(database.where)
    shown, deciding = {**_posting("1", "a"), "connects": 12}, {"proposals_sent": 60, "hires": 2}
    costs = []
    for price in (0.15, 0.15, 0.15, 0.5):
        body = {"postings": [shown], "profile": deciding | {"connect_price_usd": price}}
        costs.append(client.post("/v1/score/page", json=body).json()["scores"][0]["worth"]["connects_cost_usd"])
    assert costs[-1] > costs[0]
    kept = client.get("/v1/postings/1").json()["scores"]
    assert [one["answer"]["worth"]["connects_cost_usd"] for one in kept] == [costs[0], costs[-1]]


def test_an_empty_page_needs_no_history(make: Make, database: Database) -> None:
    """Nothing in, nothing out."""
    assert [_page(make(database.where)) for _ in range(2)] == [{}, {}]


def test_without_a_history_nothing_is_remembered(make: Make) -> None:
    """As a library and in tests it is off."""
    client = make(None)
    page = _posting("1", "a"), _posting("2", "b")
    assert _page(client, *page) == _page(client, *page) == {"1": set(), "2": set()}


def test_a_history_that_breaks_while_serving_fails_no_score(make: Make, database: Database) -> None:
    """The answer is that without a history."""
    client = make(database.where)
    client.post("/v1/score", json=_posting("1", "a"))
    wait_until(lambda: database.rows("SELECT id FROM sighting"))
    database.do("DROP TABLE band")
    got = client.post("/v1/score", json=_posting("2", "b"))
    assert (got.status_code, got.content) == (200, make(None).post("/v1/score", json=_posting("2", "b")).content)


def test_the_service_says_where_it_remembers(database: Database) -> None:
    """After its address; a second service may share the history."""
    with serving("--history", database.where) as (process, address), httpx2.Client(base_url=address) as client:
        assert process.stdout
        assert database.name in process.stdout.readline() + process.stdout.readline()
        client.post("/v1/score", json=_posting("1", "a"))
        wait_until(lambda: database.rows("SELECT id FROM sighting"))
        with serving("--history", database.where) as (_, other), httpx2.Client(base_url=other) as second:
            assert _codes(second.post("/v1/score", json=_posting("2", "b")).json()) == {"copy_other_clients"}
