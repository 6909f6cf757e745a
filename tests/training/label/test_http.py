"""The app over HTTP: who may ask, what is refused, and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.problem import check_problem
from tests.training.label.conftest import HOME, SECRET, TEXT, answer, danger, safe
from training.label import app
from training.label.app import MOST_BYTES
from training.label.guard import TOKEN
from training.label.session import Session

Clients = Callable[..., TestClient]
CHANGES = ("/api/label", "/api/skip", "/api/undo")


def test_a_posting_is_asked_labelled_and_taken_back(client: TestClient, session: Session) -> None:
    """The whole way, as the page goes it."""
    state = client.get("/api/state").json()
    assert state["posting"]["id"] == "p1"
    assert state["posting"]["fields"][1] == {"name": "description", "label": "Text", "text": TEXT}
    assert state["posting"]["pay_stated"] is True
    state = client.post("/api/label", json=answer("p1", danger())).json()
    assert (state["posting"]["id"], state["done"], state["left"]) == ("p2", 1, 3)
    state = client.post("/api/skip", json={"id": "p2"}).json()
    assert (state["posting"]["id"], state["done"], state["left"]) == ("p3", 2, 2)
    client.post("/api/undo", json={})
    state = client.post("/api/undo", json={}).json()
    assert (state["posting"]["id"], state["draft"]["risk"], state["done"]) == ("p1", 2, 0)
    assert session.store.book.answers == {}


def test_the_page_is_told_what_may_be_answered(client: TestClient) -> None:
    """Choices, guideline and who labels."""
    about = client.get("/api/about").json()
    assert about["annotator"] == "anna"
    assert about["export"].startswith("bidworthy-train label --export labels.jsonl /")
    assert [choice["key"] for choice in about["risk"]] == ["0", "1", "2"]
    assert len(about["types"]) == 14
    assert about["guideline"][0]["kind"] == "h1"


def test_danger_without_evidence_gets_a_sentence(client: TestClient) -> None:
    """And the part that it is about."""
    refused = client.post("/api/label", json=answer("p1", danger()) | {"evidence": []})
    check_problem(
        refused, 422, "Evidence is missing: risk 2 rests on exact words; select them and press e.", field="evidence"
    )


def test_another_window_is_told(client: TestClient) -> None:
    """What it shows was answered already."""
    client.post("/api/label", json=answer("p1", safe()))
    check_problem(client.post("/api/label", json=answer("p1", safe())), 409, "perhaps in another window")
    client.post("/api/undo", json={})
    check_problem(client.post("/api/undo", json={}), 409, "no answer to take back")


@pytest.mark.parametrize("path", CHANGES)
def test_another_origin_changes_nothing(clients: Clients, session: Session, path: str) -> None:
    """Not even with the token; the page's own origin may."""
    for origin in (
        "https://example.com",
        "null",
        "http://127.0.0.1:9",
        "http://localhost:4321",
        "http://127.0.0.1:4321.example.com",
    ):
        check_problem(clients(origin=origin).post(path, json={"id": "p1"}), 403, "Another page")
    assert session.store.book.answers == {}
    assert clients(origin=HOME).post("/api/skip", json={"id": "p1"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/state", "/page/app.js"])
@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "", "localhost.example.com:4321", "127.0.0.2"])
def test_another_name_of_this_machine_is_refused(clients: Clients, path: str, host: str) -> None:
    """A page may make its own name resolve here."""
    check_problem(clients(host=host).get(path), 403, "Host header")


@pytest.mark.parametrize("host", ["127.0.0.1:4321", "localhost:4321", "LOCALHOST"])
def test_its_own_names_are_taken(clients: Clients, host: str) -> None:
    """As a person may type them."""
    assert clients(host=host).get("/api/state").status_code == 200


@pytest.mark.parametrize("token", ["", "another", SECRET + "x", "ü"])
def test_without_the_token_nothing_is_read_or_written(clients: Clients, session: Session, token: str) -> None:
    """Postings are not for other users of this machine."""
    client = clients(**{TOKEN: token.encode()})
    for path in ("/api/state", "/api/about", "/api/nothing"):
        check_problem(client.get(path), 403, "token")
    for path in CHANGES:
        check_problem(client.post(path, json={"id": "p1"}), 403, "token")
    assert session.store.book.answers == {}


def test_a_header_that_comes_twice_is_refused(client: TestClient) -> None:
    """One of the two could be read here, and the other one elsewhere."""
    for name in (TOKEN, "host", "origin"):
        twice = [(name, SECRET), (name, SECRET)]
        check_problem(client.get("/api/state", headers=twice), 400, "came twice")


def test_a_body_is_one_small_json_object(client: TestClient, session: Session) -> None:
    """Everything else gets a sentence; a body without a stated length is cut off, too."""
    kind = {"Content-Type": "application/json"}
    for content in (b" " * (MOST_BYTES + 1), iter([b" " * 1_000] * 70)):
        check_problem(client.post("/api/label", content=content, headers=kind), 413, "64,000 bytes")
    for content in (b"{", b"\xff", b"[]", b"null", b""):
        check_problem(client.post("/api/label", content=content, headers=kind), 400, "JSON")
    for other in ("text/plain", "application/x-www-form-urlencoded", ""):
        refused = client.post("/api/skip", content=b'{"id": "p1"}', headers={"Content-Type": other})
        check_problem(refused, 415, "application/json")
    assert session.store.book.answers == {}


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("PUT", "/api/label", 405), ("GET", "/docs", 404)]
)
def test_what_is_not_served_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    """With the next step."""
    check_problem(client.request(method, path), status, "not served")


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/page/style.css", "/api/state", "/api/nothing", "/page/..%2fapp.py"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    """Own scripts only, no frames, no address told, nothing kept."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_a_fault_quotes_nothing(session: Session, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text could be a posting's."""
    monkeypatch.setattr(session, "state", lambda: [][TEXT])  # type: ignore[call-overload]
    problem = check_problem(client.get("/api/state"), 500, "TypeError")
    assert "Telegram" not in str(problem)
    assert client.get("/api/state").headers["x-content-type-options"] == "nosniff"


def test_a_full_disk_is_told(session: Session, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the answer can be given again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("training.label.store.os.fsync", full)
        check_problem(client.post("/api/label", json=answer("p1", safe())), 507, "No space left on device")
    assert client.post("/api/label", json=answer("p1", safe())).json()["done"] == 1
    assert list(session.store.book.answers) == ["p1"]


def test_the_page_is_whole_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    """Every file that it names is served, and no file names another machine or makes markup of text."""
    page = client.get("/").text
    assert "://" not in page
    folder = Path(app.__file__).with_name("page")
    for path in folder.iterdir():
        assert client.get(f"/page/{path.name}").status_code == 200
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for word in ("://", "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "style="):
            assert word not in text, path
        assert "onclick" not in text
