"""The service judges by what it saw before a request, and remembers what it judged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings
from tests.serving.http.conftest import HOME
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


def _posting(id: str, client: str, text: str = ORIGINAL) -> dict[str, Any]:  # noqa: A002 - the contract's name
    return {"id": id, "title": "", "description": text, "client": {"id": client}}


def _codes(score: dict[str, Any]) -> set[str]:
    return {reason["code"] for reason in score["reasons"] if reason["code"].startswith("copy_")}


def _page(client: TestClient, *postings: dict[str, Any]) -> dict[str, set[str]]:
    scores = client.post("/v1/score/page", json={"postings": postings}).json()["scores"]
    return {score["id"]: _codes(score) for score in scores}


def test_a_copy_of_what_was_judged_before_is_told(make: Make, tmp_path: Path) -> None:
    """Also by a service that starts later with the same file."""
    file = str(tmp_path / "history.sqlite3")
    first = make(file)
    assert _codes(first.post("/v1/score", json=_posting("1", "a")).json()) == set()
    changed = _posting("2", "b", CHANGED["a few words"])
    assert _codes(first.post("/v1/score", json=changed).json()) == {"copy_other_clients"}
    assert _codes(make(file).post("/v1/score", json=_posting("3", "c")).json()) == {"copy_other_clients"}


def test_the_postings_of_a_page_are_judged_by_what_was_seen_before_it(make: Make, tmp_path: Path) -> None:
    """So their order changes nothing: not on the page itself, and not on the next."""
    a, b, next_one = _posting("1", "a"), _posting("2", "b"), _posting("3", "c")
    for number, page in enumerate([(a, b), (b, a)]):
        client = make(str(tmp_path / f"{number}.sqlite3"))
        assert _page(client, *page) == {"1": set(), "2": set()}
        assert _page(client, *page, next_one) == {key: {"copy_other_clients"} for key in "123"}


def test_asking_twice_about_one_posting_gives_the_same_bytes(make: Make, tmp_path: Path) -> None:
    """It is never its own copy."""
    client = make(str(tmp_path / "history.sqlite3"))
    asked = [client.post("/v1/score", json=_posting("1", "a")).content for _ in range(3)]
    assert len(set(asked)) == 1


def test_without_a_history_nothing_is_remembered(make: Make) -> None:
    """As a library and in tests it is off."""
    client = make(None)
    page = _posting("1", "a"), _posting("2", "b")
    assert _page(client, *page) == _page(client, *page) == {"1": set(), "2": set()}


def test_a_history_that_breaks_while_serving_fails_no_score(make: Make, tmp_path: Path) -> None:
    """The answer is that without a history."""
    file = tmp_path / "history.sqlite3"
    client = make(str(file))
    client.post("/v1/score", json=_posting("1", "a"))
    connection = sqlite3.connect(file)
    connection.execute("DROP TABLE band")
    connection.close()
    got = client.post("/v1/score", json=_posting("2", "b"))
    assert (got.status_code, got.content) == (200, make(None).post("/v1/score", json=_posting("2", "b")).content)


def test_the_service_says_where_it_remembers(tmp_path: Path) -> None:
    """After its address; a second service may share the file."""
    file = tmp_path / "seen" / "history.sqlite3"
    with serving("--history", str(file)) as (process, address), httpx2.Client(base_url=address) as client:
        assert process.stdout
        assert str(file) in process.stdout.readline() + process.stdout.readline()
        client.post("/v1/score", json=_posting("1", "a"))
        with serving("--history", str(file)) as (_, other), httpx2.Client(base_url=other) as second:
            assert _codes(second.post("/v1/score", json=_posting("2", "b")).json()) == {"copy_other_clients"}
