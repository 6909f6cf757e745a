"""What the tests of labelling share: postings, sessions, and clients of the real app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from features.posting import Posting, read_posting
from training.label.app import create_app
from training.label.guard import TOKEN
from training.label.labels import Evidence, Label
from training.label.session import Session
from training.label.store import Store

SECRET = "a-token-of-this-test"  # noqa: S105 - no secret
HOME = "http://127.0.0.1:4321"
#: An emoji has two UTF-16 units and one code point: places after it tell which are counted.
TEXT = "🙂 Sort my photos 𝔽𝕒𝕤𝕥. Message me on Telegram before we start."
QUOTE = "Message me on Telegram"
START = TEXT.index(QUOTE)


def posting(text: str = TEXT, **more: Any) -> Posting:
    """Return a posting with a text."""
    return read_posting({"title": "Photo sorter", "description": text} | more)


def safe(pay: str = "fair", **more: Any) -> Label:
    """Return a label of no danger."""
    return Label(0, (), (), bool(more.get("lookalike", False)), pay)


def danger(risk: int = 2, pay: str = "fair") -> Label:
    """Return a label of danger, on the words that `TEXT` has."""
    return Label(risk, ("off_platform_contact",), (Evidence("description", START, START + len(QUOTE), QUOTE),), False, pay)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store, open."""
    store = Store.open(tmp_path / "anna.jsonl", "anna", clock=lambda: "2026-11-27T20:00:00Z")
    yield store
    store.close()


@pytest.fixture
def postings() -> dict[str, Posting]:
    """Return four postings by key."""
    return {key: posting(pay={"type": "fixed", "min": 50, "max": 50}) for key in ("p1", "p2", "p3", "p4")}


@pytest.fixture
def session(postings: dict[str, Posting], store: Store) -> Session:
    """Return a session that asks them in their order."""
    return Session(postings, iter(postings), store)


@pytest.fixture
def clients(session: Session) -> Callable[..., TestClient]:
    """Return what makes a client of the app with these headers beside the token."""

    def client(**headers: str | bytes) -> TestClient:
        named: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items()}
        return TestClient(create_app(session, SECRET), HOME, raise_server_exceptions=False, headers={TOKEN: SECRET} | named)

    return client


@pytest.fixture
def client(clients: Callable[..., TestClient]) -> TestClient:
    """Return a client that may ask."""
    return clients()


def answer(key: str, label: Label) -> dict[str, Any]:
    """Return what the page sends."""
    value = label.as_dict()
    return {"id": key} | value | {"types": list(value["types"]), "evidence": list(value["evidence"])}
