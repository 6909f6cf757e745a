"""What is forgotten is gone: from every table and from the files; and what must stay stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from features.posting import read_posting
from serving.given import Given
from serving.history.copies import NO_COPIES
from serving.history.store import History
from serving.ledger.events import feedback_of, outcome_of
from serving.ledger.keeper import Keeper
from serving.ledger.retention import Retention
from serving.ledger.seen import seen_of
from serving.ledger.spending import spending_of
from serving.ledger.store import Ledger
from serving.scorer import Scorer
from tests.serving.ledger.conftest import NOON, Look
from tests.support.databases import Database
from tests.support.texts import ORIGINAL

_DAY = 86_400_000


def _raw(id_: str, client: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "title": "", "description": text, "client": {"id": client, "country": "Elbonia"}, **more}


def _keep(database: Database, ledger: Ledger, scorer: Scorer, *raws: dict[str, Any]) -> None:
    """Keep postings as the service does: signatures, pages, scores."""
    postings = [read_posting(raw) for raw in raws]
    with History.open(database.where) as history:
        history.remember(postings)
    seen = (
        seen_of(raw, posting, Given.of(scorer.score(posting)), NOON) for raw, posting in zip(raws, postings, strict=True)
    )
    ledger.keep([one for one in seen if one is not None])


def test_a_forgotten_client_is_nowhere(database: Database, ledger: Ledger, scorer: Scorer, tmp_path: Path) -> None:
    """Neither the id, nor the ids, texts and notes of the postings; in no table and in no file."""
    theirs = ORIGINAL + " Zebra crossing."
    _keep(database, ledger, scorer, _raw("posting-q1", "quagga", theirs), _raw("posting-b", "other", ORIGINAL))
    # The page named another client later: that it once was this one's is still in its snapshots.
    _keep(database, ledger, scorer, _raw("posting-q2", "quagga", theirs, connects=8))
    _keep(database, ledger, scorer, _raw("posting-q2", "third", theirs, connects=9))
    with History.open(database.where) as history:  # seen, and no more
        history.remember([read_posting(_raw("posting-q3", "quagga", theirs))])
    ledger.tell(outcome_of({"id": "posting-q1", "outcome": "sent", "note": "a zebra of a client"}))
    ledger.undo("5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11")
    ledger.tell(feedback_of({"id": "posting-q3", "label": "dangerous"}))
    words = ("quagga", "posting-q", "zebra")
    assert all(word in repr(database.everything()).lower() for word in words)
    ledger.close()  # so that the file holds it all, and not the log beside it
    with History.open(database.where) as history:  # as a service that goes on
        assert history.copies([read_posting(_raw("x", "y", theirs))]) != [NO_COPIES]
        assert ledger.forget(client="upwork:quagga") == 3
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()
        assert not [word for word in words if word.encode() in kept]
    left = database.everything()
    assert not [word for word in words if word in repr(left).lower()]
    assert [len(left[name]) for name in ("sighting", "band", "seen_posting", "snapshot", "score", "event")] == [
        1, 16, 1, 1, 1, 0,
    ]  # fmt: skip


def test_a_client_whose_page_gave_a_number_is_forgotten(ledger: Ledger, look: Look) -> None:
    """As ids are read, with a space and as numbers; by marketplace; and though the page names another now."""
    ledger.keep([look("a", client={"id": 1834567890123456789}), look("a", NOON + 1, client={"id": "b"})])
    ledger.keep([look("e", client={"id": " 1834567890123456789 "}), look("e", NOON + 1, client={"id": "b"})])
    ledger.keep([look("c", client={"id": 1834567890123456789}, source="elsewhere")])
    ledger.keep([look("d", client={"rating": 5})])
    assert ledger.forget(client="upwork:1834567890123456789") == 2
    assert [row["posting"]["id"] for row in ledger.rows()] == ["c", "d"]


def test_a_posting_that_was_just_seen_is_not_old(database: Database, ledger: Ledger, look: Look) -> None:
    """Though the history, which reads no clock, knows only an older look of it."""
    posting = {"id": "a", "title": "", "description": ORIGINAL, "observed_at": "2024-01-01T00:00:00Z"}
    with History.open(database.where) as history:
        history.remember([read_posting(posting), read_posting({**posting, "id": "unseen"})])
    ledger.keep([look("a", NOON)])
    assert ledger.forget(before_ms=NOON) == 1
    assert [row["posting"]["id"] for row in ledger.rows()] == ["a"]
    assert database.rows("SELECT posting FROM sighting") == [("upwork:a",)]


def test_a_posting_that_was_only_told_of_is_as_old_as_that(ledger: Ledger) -> None:
    """It was never seen, and must not stay for ever."""
    ledger.tell(outcome_of({"id": "a", "outcome": "sent", "at": "2024-01-01"}))
    ledger.tell(outcome_of({"id": "b", "outcome": "sent", "at": "2024-01-01"}))
    ledger.tell(outcome_of({"id": "b", "outcome": "hired", "at": "2026-01-01"}))
    assert ledger.forget(before_ms=1_750_000_000_000) == 1
    assert [row["posting"]["id"] for row in ledger.rows()] == ["b"]


@pytest.fixture
def aged(database: Database, ledger: Ledger, look: Look) -> Ledger:
    """Return a ledger with old postings, some of which something was told of, and a new one."""
    with History.open(database.where) as history:
        text = {"title": "", "description": ORIGINAL}
        history.remember([read_posting({**text, "id": "sight", "observed_at": "2020-01-01T00:00:00Z"})])
    ledger.keep([look(id_, NOON - 31 * _DAY) for id_ in ("old", "sent", "called", "undone")])
    ledger.keep([look("new", NOON - 29 * _DAY)])
    ledger.tell(outcome_of({"id": "sent", "outcome": "sent"}))
    ledger.tell(feedback_of({"id": "called", "label": "dangerous"}))
    undone = outcome_of({"id": "undone", "outcome": "sent"})
    ledger.tell(undone)
    ledger.undo(undone.name)
    ledger.spend(spending_of({"spending": "bought", "connects": 10, "at": "2020-01-01"}))
    return ledger


def _at(now: int, ledger: Ledger, keep_days: int, *, told: bool = False) -> Retention:
    """Return the retention of a ledger by whose clock it is a certain time."""
    ledger.clock = lambda: now
    return Retention(ledger, keep_days, told=told)


def _ids(ledger: Ledger) -> list[str]:
    return [row["posting"]["id"] for row in ledger.rows()]


def test_what_is_old_is_forgotten_but_not_what_was_told(database: Database, aged: Ledger) -> None:
    """Seen signatures too; a posting of which something was told stays, whole."""
    assert not _at(NOON, aged, 30).forget_some()
    assert _ids(aged) == ["sent", "called", "new"]
    assert database.rows("SELECT count(*) FROM sighting") == [(0,)]
    assert len(aged.spending()) == 1
    told = aged.posting(None, "sent")
    assert told is not None
    assert (len(told["snapshots"]), len(told["scores"]), len(told["events"])) == (1, 1, 1)


def test_what_was_told_is_forgotten_where_that_is_wanted(aged: Ledger) -> None:
    """And Connects that were bought so long ago."""
    assert not _at(NOON, aged, 30, told=True).forget_some()
    assert (_ids(aged), aged.spending()) == (["new"], [])


def test_nothing_is_forgotten_before_its_time(aged: Ledger) -> None:
    """Nor by a clock that was set back."""
    before = list(aged.rows())
    for days, now in ((32, NOON), (30, NOON - 400 * _DAY)):
        _at(now, aged, days).forget_some()
        assert list(aged.rows()) == before


def test_much_is_forgotten_in_parts(ledger: Ledger, look: Look) -> None:
    """So that nobody waits for all of it."""
    page = look("n", NOON - 40 * _DAY)
    ledger.keep([type(page)(**{**{f: getattr(page, f) for f in page.__slots__}, "key": f"upwork:{n}"}) for n in range(150)])
    retention = _at(NOON, ledger, 30)
    assert retention.forget_some()
    assert ledger.counts()["seen_posting"] == 50
    assert not retention.forget_some()
    assert ledger.counts()["seen_posting"] == 0


def test_the_service_forgets_in_the_background(database: Database, ledger: Ledger, look: Look) -> None:
    """Without being asked; and what it judges goes on being kept."""
    ledger.keep([look("ancient", 1_000_000_000_000)])
    keeper = Keeper(Ledger.open(database.where), keep_days=30)
    assert keeper.writer is not None
    keeper.writer.note([look("new", NOON + 10_000 * _DAY)])
    assert keeper.writer.flush(30)
    keeper.close()
    assert _ids(ledger) == ["new"]


def test_without_a_limit_nothing_is_forgotten(database: Database, ledger: Ledger, look: Look) -> None:
    """It is the default."""
    ledger.keep([look("ancient", 1_000_000_000_000)])
    keeper = Keeper(Ledger.open(database.where))
    assert keeper.writer is not None
    assert keeper.writer.flush(30)
    keeper.close()
    assert _ids(ledger) == ["ancient"]


def test_a_signature_on_its_way_into_the_ledger_is_not_taken_for_a_forgotten_one(database: Database, ledger: Ledger) -> None:
    """It has no time of its own yet; a thousand postings later it has none that will come."""
    with History.open(database.where) as history:
        history.remember([read_posting(_raw("a", "b", ORIGINAL))])
    _at(NOON, ledger, 30).forget_some()
    assert database.rows("SELECT count(*) FROM sighting") == [(1,)]
    columns = 'posting, "values", words, format'
    database.do(f"INSERT INTO sighting (id, {columns}) SELECT 1001, {columns.replace('posting', 'client')} FROM sighting")  # noqa: S608
    _at(NOON, ledger, 30).forget_some()
    assert database.rows("SELECT posting FROM sighting") == [("upwork:b",)]
