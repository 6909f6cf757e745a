"""The writer keeps up or counts what it could not keep; it never makes a score wait, and never stops."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event, Thread

from serving.ledger.seen import Seen
from serving.ledger.store import Ledger
from serving.ledger.writer import Writer
from tests.serving.ledger.conftest import Look
from tests.support.databases import Database
from tests.support.load import wait_until


class _Held(Ledger):
    """A real ledger whose keeping waits for a sign."""

    go: Event
    began: Event

    def keep(self, seen: Sequence[Seen]) -> None:
        self.began.set()
        assert self.go.wait(30)
        super().keep(seen)


class _Counted(_Held):
    """One that counts the postings of each transaction."""

    sizes: list[int]

    def keep(self, seen: Sequence[Seen]) -> None:
        super().keep(seen)
        self.sizes.append(len(seen))


def _held(database: Database) -> _Held:
    ledger = _Held.open(database.where)
    ledger.go, ledger.began = Event(), Event()
    return ledger


def _counted(database: Database) -> _Counted:
    ledger = _Counted.open(database.where)
    ledger.go, ledger.began, ledger.sizes = Event(), Event(), []
    return ledger


def test_what_is_handed_over_is_kept_by_the_end(ledger: Ledger, look: Look) -> None:
    """Closing waits for it."""
    writer = Writer(ledger)
    for number in range(50):
        writer.note([look(f"n{number}")])
    writer.close()
    assert (writer.kept, writer.dropped, writer.failed) == (50, 0, 0)
    assert ledger.counts()["seen_posting"] == 50


def test_what_comes_close_together_is_kept_together(database: Database, look: Look) -> None:
    """And at once where somebody waits for it."""
    ledger = _counted(database)
    ledger.go.set()
    writer = Writer(ledger)
    for number in range(50):
        writer.note([look(f"n{number}")])
    assert writer.flush(30)
    assert writer.kept == 50
    assert len(ledger.sizes) < 25
    writer.close()
    ledger.close()


def test_no_more_than_so_many_postings_are_kept_together(database: Database, look: Look) -> None:
    """Others write in between; a request that is larger is kept alone."""
    ledger, one = _counted(database), look("one")
    writer = Writer(ledger)
    writer.note([one])
    assert ledger.began.wait(30)
    for size in (100, 28, 1, 60, 60, 60, 200, 1, 127, 2):
        writer.note([one] * size)
    ledger.go.set()
    assert writer.flush(30)
    assert ledger.sizes == [1, 128, 121, 60, 200, 128, 2]
    writer.close()
    ledger.close()


def test_a_stop_keeps_all_that_waits_together(database: Database, look: Look) -> None:
    """A database that takes nothing keeps a stop waiting once, and not once for each page."""
    ledger, one = _counted(database), look("one")
    writer = Writer(ledger)
    writer.note([one])
    assert ledger.began.wait(30)
    for _ in range(40):
        writer.note([one] * 100)
    stop = Thread(target=writer.close)
    stop.start()
    wait_until(writer._over.is_set)
    ledger.go.set()
    stop.join()
    assert ledger.sizes == [1, 4_000]
    ledger.close()


def test_a_full_queue_drops_and_counts(database: Database, look: Look) -> None:
    """What waits is still kept."""
    ledger = _held(database)
    writer = Writer(ledger, most_waiting=2)
    writer.note([look("first")])
    assert ledger.began.wait(30)
    for number in range(5):
        writer.note([look(f"n{number}"), look(f"m{number}")])
    assert (writer.waiting, writer.dropped) == (2, 6)
    assert not writer.flush(0.01)
    ledger.go.set()
    writer.close()
    assert (writer.kept, ledger.counts()["seen_posting"]) == (5, 5)
    ledger.close()


def test_a_database_that_fails_does_not_stop_the_writer(ledger: Ledger, database: Database, look: Look) -> None:
    """What it did not take is counted, and the next is kept."""
    writer = Writer(ledger)
    database.do("ALTER TABLE score RENAME TO elsewhere")
    writer.note([look("a")])
    writer.flush()
    assert writer.failed == 1
    database.do("ALTER TABLE elsewhere RENAME TO score")
    writer.note([look("b")])
    writer.close()
    assert (writer.kept, ledger.counts()["seen_posting"]) == (1, 1)


def test_nothing_handed_over_is_nothing(ledger: Ledger) -> None:
    """A page whose postings have no ids."""
    writer = Writer(ledger)
    writer.note([])
    writer.flush()
    writer.close()
    assert writer.kept == 0
