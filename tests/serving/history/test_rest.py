"""A database that failed is left alone for a moment, and then asked again."""

from __future__ import annotations

import pytest

from serving.history.copies import Copies
from serving.history.memory import Memory
from serving.history.rest import Rest
from serving.history.store import History
from tests.support.databases import Database
from tests.support.seen import seen


def test_a_rest_ends() -> None:
    """By a clock that nobody sets."""
    now = [5.0]
    rest = Rest(lambda: now[0])
    assert not rest.is_on
    rest.begin()
    assert rest.is_on
    now[0] += 1.9
    assert rest.is_on
    now[0] += 0.2
    assert not rest.is_on


def test_a_history_that_failed_is_not_asked_again_at_once(
    history: History, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """What it could not tell and did not take is counted; the fault is logged once."""
    memory = Memory(history)
    memory.remember([seen("1", "a")])
    database.do("ALTER TABLE sighting RENAME TO elsewhere")
    for _ in range(5):
        assert memory.copies([seen("2", "b"), seen("3", "b")]) is None
        memory.remember([seen("2", "b"), seen("3", "b")])
    database.do("ALTER TABLE elsewhere RENAME TO sighting")
    assert (memory.unread, memory.missed) == (10, 10)
    assert len(caplog.records) == 2
    assert Memory(history).copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]
