"""No fault of the history fails a score."""

from __future__ import annotations

import pytest

from serving.history.copies import Copies
from serving.history.memory import Memory
from serving.history.store import History
from tests.support.databases import Database
from tests.support.seen import seen


def test_without_a_history_nothing_is_known() -> None:
    """And nothing is kept."""
    memory = Memory(None)
    memory.remember([seen("1")])
    assert memory.copies([seen("2")]) is None
    memory.close()


def test_with_one_it_remembers(history: History) -> None:
    """As the history does."""
    memory = Memory(history)
    memory.remember([seen("1", "a")])
    assert memory.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]


@pytest.mark.parametrize(
    "harm",
    ["DROP TABLE band", "ALTER TABLE sighting RENAME TO elsewhere", "ALTER TABLE sighting RENAME client TO c"],
)
def test_a_broken_table_is_logged_and_passed_over(
    history: History, database: Database, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    """With the file and the fault, and without what was asked."""
    memory = Memory(history)
    memory.remember([seen("1", "a")])
    database.do(harm)
    assert memory.copies([seen("secret-id", "b")]) is None
    memory.remember([seen("secret-id", "b")])
    assert caplog.text.count(f"{database.name}: ") == 2
    assert "secret-id" not in caplog.text


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
def test_values_that_nobody_wrote_harm_nothing(history: History, database: Database, harm: str) -> None:
    """Bytes of a wrong length, texts for bytes, numbers for texts: an answer, or none."""
    memory = Memory(history)
    memory.remember([seen("1", "a")])
    database.do(harm)
    found = memory.copies([seen("2", "b")])
    assert found is None or len(found) == 1
    memory.remember([seen("1", "a"), seen("3", "c")])


def test_a_writer_that_waits_too_long_is_passed_over(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """Reading goes on while another program writes."""
    with History.open(database.where, wait_s=0.01) as history:
        history.remember([seen("1", "a")])
        with database.held():
            memory = Memory(history)
            assert memory.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]
            memory.remember([seen("2", "b")])
    assert "another program holds it" in caplog.text
