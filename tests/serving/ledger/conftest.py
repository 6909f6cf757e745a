"""Ledgers in databases of their own, and looks to put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from features.posting import read_posting
from serving.given import Given
from serving.ledger.seen import Seen, seen_of
from serving.ledger.store import Ledger
from serving.scorer import Scorer
from tests.support.databases import Database

Look = Callable[..., Seen]
#: 2026-11-20T10:00:00Z.
NOON = 1_763_632_800_000


@pytest.fixture
def ledger(database: Database) -> Iterator[Ledger]:
    """Return an empty ledger."""
    ledger = Ledger.open(database.where)
    yield ledger
    ledger.close()


@pytest.fixture
def look(scorer: Scorer) -> Look:
    """Return a function that judges a posting and gives what is kept of it."""

    def at(id_: str, at_ms: int = NOON, **more: Any) -> Seen:
        raw = {"id": id_, "title": "Sort a shelf of maps", "description": "Forty maps, by year.", **more}
        posting = read_posting(raw)
        seen = seen_of(raw, posting, Given.of(scorer.score(posting)), at_ms)
        assert seen is not None
        return seen

    return at
