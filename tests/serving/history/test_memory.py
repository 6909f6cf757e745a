"""No fault of the history fails a score, and what was seen during one is found all the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from features.posting import Posting
from serving.history.copies import Copies
from serving.history.memory import Memory
from serving.history.store import History
from tests.support.databases import Database
from tests.support.load import wait_until
from tests.support.postgres import Postgres
from tests.support.seen import numbered, seen


@pytest.fixture
def memory(history: History) -> Iterator[Memory]:
    """Return the memory of an empty history, and end it: it would go on writing into the next test's database."""
    memory = Memory(history)
    yield memory
    memory.close()


def _copies(memory: Memory, *postings: Posting) -> list[Copies] | None:
    return memory.copies(memory.sightings(postings))


def _remember(memory: Memory, *postings: Posting) -> None:
    memory.remember(memory.sightings(postings))


def test_without_a_history_nothing_is_known() -> None:
    """And nothing is kept."""
    memory = Memory(None)
    _remember(memory, seen("1"))
    assert _copies(memory, seen("2")) is None
    assert memory.owed == 0
    memory.close()


def test_what_was_just_seen_is_found(history: History, memory: Memory) -> None:
    """Before it is written, and after; a posting of which nothing can be kept is in nobody's way."""
    _remember(memory, seen("1", "a"), seen(None, "b"))
    assert _copies(memory, seen("2", "b"), seen(None)) == [Copies(1, 1, 0, 0), Copies(0, 0, 0, 0)]
    wait_until(lambda: memory.owed == 0)
    assert history.copies([seen("2", "b")]) == _copies(memory, seen("2", "b")) == [Copies(1, 1, 0, 0)]


def test_a_stop_writes_what_is_owed(database: Database) -> None:
    """The last page included."""
    memory = Memory(History.open(database.where))
    for number in range(300):
        _remember(memory, numbered(number))
    memory.close()
    assert len(database.rows("SELECT * FROM sighting")) == 300


@pytest.mark.parametrize(
    "harm",
    ["DROP TABLE band", "ALTER TABLE sighting RENAME TO elsewhere", "ALTER TABLE sighting RENAME client TO c"],
)
def test_a_broken_table_is_logged_and_passed_over(
    history: History, memory: Memory, database: Database, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    """With the file and the fault, and without what was asked."""
    history.remember([seen("1", "a")])
    database.do(harm)
    assert _copies(memory, seen("secret-id", "b")) is None
    _remember(memory, seen("secret-id", "b"))
    wait_until(lambda: caplog.text.count(f"{database.name}: ") == 2)
    assert "secret-id" not in caplog.text


def test_a_history_that_failed_is_not_asked_again_at_once(
    history: History, memory: Memory, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """What it could not tell is counted; each fault is logged once."""
    history.remember([seen("1", "a")])
    database.do("ALTER TABLE sighting RENAME TO elsewhere")
    for _ in range(5):
        assert _copies(memory, seen("2", "b"), seen("3", "b")) is None
        _remember(memory, seen("2", "b"), seen("3", "b"))
    wait_until(lambda: len(caplog.records) == 2)
    database.do("ALTER TABLE elsewhere RENAME TO sighting")
    assert (memory.unread, memory.missed, memory.owed) == (10, 0, 2)
    wait_until(lambda: memory.owed == 0)
    assert history.copies([seen("2", "b")]) == [Copies(2, 1, 1, 0)]
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    ("database", "harm"),
    [
        ("sqlite", "UPDATE sighting SET \"values\" = x'00'"),
        ("sqlite", "UPDATE sighting SET \"values\" = 'text'"),
        ("sqlite", 'UPDATE sighting SET "values" = CAST(hex(zeroblob(128)) AS TEXT)'),
        ("sqlite", "UPDATE sighting SET client = 7"),
        ("postgresql", "UPDATE sighting SET values = '\\x00'"),
        ("postgresql", "UPDATE sighting SET client = 7"),
    ],
    indirect=["database"],
)
def test_values_that_nobody_wrote_harm_nothing(history: History, memory: Memory, database: Database, harm: str) -> None:
    """Bytes of a wrong length, texts for bytes, numbers for texts: an answer, or none; and the others are remembered."""
    history.remember([seen("1", "a")])
    database.do(harm)
    _remember(memory, seen("1", "a", observed_at="2026-11-20T10:00:00Z"), seen("3", "c"))
    found = _copies(memory, seen("2", "b"))
    assert found is None or found[0].postings in (1, 2)
    wait_until(lambda: database.rows("SELECT client FROM sighting WHERE posting = 'upwork:3'") == [("upwork:c",)])


def test_what_is_seen_while_another_program_writes_is_found(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """All the while, and it is written once that program is done: at the latest at a stop, which waits for no rest."""
    history = History.open(database.where, wait_s=0.01)
    memory = Memory(history)
    with database.held():
        _remember(memory, seen("1", "a"))
        wait_until(lambda: "another program holds it" in caplog.text)
        assert _copies(memory, seen("2", "b")) == [Copies(1, 1, 0, 0)]
        _remember(memory, seen("2", "b"))
        assert _copies(memory, seen("3", "c")) == [Copies(2, 2, 0, 0)]
        assert memory.owed == 2
    memory.close()
    assert len(database.rows("SELECT * FROM sighting")) == 2


def test_what_is_seen_while_a_server_is_stopped_is_written_later(postgres: Postgres) -> None:
    """And what is lost is said, where it does not come back."""
    history = History.open(postgres.empty())
    memory = Memory(history)
    postgres.stop()
    try:
        _remember(memory, seen("1", "a"))
        assert _copies(memory, seen("2", "b")) is None
    finally:
        postgres.start()
    wait_until(lambda: memory.owed == 0)
    assert history.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]
    memory.close()


def test_what_is_never_written_is_said(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """At the end, by number."""
    memory = Memory(History.open(database.where))
    database.do("DROP TABLE band")
    _remember(memory, seen("1"), seen("2"))
    memory.close()
    assert "Not remembered: 2 postings" in caplog.text
