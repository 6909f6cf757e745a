"""The ledger keeps every change once, nothing that was told is lost, and what is forgotten is gone everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from features.errors import HistoryError, ToldOtherwise
from features.posting import read_posting
from serving.history.store import History
from serving.ledger.events import feedback_of, outcome_of
from serving.ledger.keeper import Keeper
from serving.ledger.spending import spending_of
from serving.ledger.store import Ledger
from tests.serving.ledger.conftest import NOON, Look
from tests.support.databases import Database
from tests.support.texts import ORIGINAL

_HOUR = 3_600_000
_DIGITS = "1890000000000000001"
_NAME, _OTHER = (f"{digit * 8}-2222-4333-8444-555555555555" for digit in "16")


def test_a_posting_over_time(ledger: Ledger, look: Look) -> None:
    """Each change of its page is a snapshot, each different answer a score; the same look twice changes nothing."""
    quiet, busy = ({"activity": {"interviewing": number}} for number in (0, 4))
    for at, page in ((0, quiet), (1, quiet), (2, busy), (3, quiet)):
        ledger.keep([look("a", NOON + at * _HOUR, **page)])
    found = ledger.posting(None, "a")
    assert found is not None
    assert [(one["at_ms"] - NOON) // _HOUR for one in found["snapshots"]] == [0, 2, 3]
    assert [one["activity"]["interviewing"] for one in found["snapshots"]] == [0, 4, 0]
    assert len(found["scores"]) == 3
    assert found["score"] == found["scores"][-1]["answer"]
    assert (found["first_seen_ms"], found["last_seen_ms"]) == (NOON, NOON + 3 * _HOUR)
    assert found["posting"]["title"] == "Sort a shelf of maps"


def test_a_look_that_comes_late_finds_its_place(ledger: Ledger, look: Look) -> None:
    """By its own time, not by when it was kept."""
    ledger.keep([look("a", NOON + _HOUR, connects=12), look("a", NOON, connects=8)])
    found = ledger.posting(None, "a")
    assert found is not None
    assert [one["connects"] for one in found["snapshots"]] == [8, 12]
    assert found["first_seen_ms"] == NOON


def test_a_list_does_not_cut_what_the_page_told(ledger: Ledger, look: Look) -> None:
    """The longer text stays; what only the shorter look knew is added."""
    ledger.keep([look("a", NOON, description="Forty maps, by year, then by scale.", tier="expert")])
    ledger.keep([look("a", NOON + _HOUR, description="Forty maps…", category="Archives")])
    found = ledger.posting(None, "a")
    assert found is not None
    texts = [found["posting"][name] for name in ("description", "tier", "category")]
    assert texts == ["Forty maps, by year, then by scale.", "expert", "Archives"]


def test_one_posting_has_many_ways_to_be_written(ledger: Ledger, look: Look) -> None:
    """A marketplace's digits, with and without their prefix."""
    ledger.keep([look(f"~02{_DIGITS}")])
    assert ledger.tell(outcome_of({"id": _DIGITS, "outcome": "sent"}))
    found = ledger.posting("upwork", f"02{_DIGITS}")
    assert found is not None
    assert [one["what"] for one in found["events"]] == ["sent"]
    assert ledger.posting("elsewhere", _DIGITS) is None


def test_what_the_contract_does_not_know_is_not_kept(ledger: Ledger, look: Look) -> None:
    """Neither beside the fields nor inside of them."""
    ledger.keep([look("a", cookie="secret", client={"rating": 4.9, "session": "secret"})])
    found = ledger.posting(None, "a")
    assert found is not None
    assert found["posting"]["client"] == {"rating": 4.9}
    assert "secret" not in str(found)


def test_telling_of_a_posting_that_was_never_seen(ledger: Ledger) -> None:
    """It is kept, and said to be unknown."""
    assert not ledger.tell(feedback_of({"id": "old", "label": "worth_it", "note": "from last year"}))
    found = ledger.posting(None, "old")
    assert found is not None
    assert (found["score"], found["snapshots"]) == (None, [])
    assert found["events"][0]["note"] == "from last year"


def test_telling_twice_under_one_name_is_telling_once(ledger: Ledger) -> None:
    """A double click, or a repeat after a lost answer."""
    event = outcome_of({"id": "a", "outcome": "sent"})
    ledger.tell(event)
    ledger.tell(event)
    assert ledger.counts()["event"] == 1


def test_undoing_takes_back_and_stays_visible(ledger: Ledger) -> None:
    """Once is enough, and an unknown name is said to be one."""
    event = outcome_of({"id": "a", "outcome": "sent"})
    ledger.tell(event)
    assert ledger.record() == (1, 0)
    assert ledger.undo(event.name)
    first = ledger.posting(None, "a")
    assert ledger.undo(event.name)
    assert ledger.posting(None, "a") == first
    assert ledger.record() == (0, 0)
    assert not ledger.undo("5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11")


def test_your_record_counts_postings(ledger: Ledger) -> None:
    """Sent twice is one proposal; hired without a proposal is no hire of yours; feedback is no outcome."""
    told = [("a", "sent"), ("a", "sent"), ("b", "sent"), ("b", "replied"), ("b", "hired"), ("c", "hired"), ("d", "refunded")]
    for id_, outcome in told:
        ledger.tell(outcome_of({"id": id_, "outcome": outcome, "connects": 12 if outcome == "sent" else None}))
    ledger.tell(feedback_of({"id": "a", "label": "dangerous"}))
    assert ledger.record() == (2, 1)
    figures = ledger.figures()
    assert (figures["sent"], figures["replied"], figures["hired"]) == (2, 1, 2)
    assert ledger.returns().spent["proposals"] == 36


def test_forgetting_a_client_forgets_everywhere(ledger: Ledger, database: Database, look: Look) -> None:
    """Postings, snapshots, scores, what was told, and the signatures of their texts; others stay."""
    client, other = {"id": "c1"}, {"id": "c2"}
    with History.open(database.where) as history:
        history.remember(
            read_posting({"id": id_, "title": "", "description": ORIGINAL, "client": who})
            for id_, who in (("a", client), ("only-a-sighting", client), ("b", other))
        )
    ledger.keep([look("a", client=client), look("b", client=other)])
    ledger.tell(outcome_of({"id": "a", "outcome": "sent"}))
    assert ledger.forget(client="upwork:c1") == 2
    assert ledger.posting(None, "a") is None
    assert ledger.counts() == {"seen_posting": 1, "snapshot": 1, "score": 1, "event": 0, "spending": 0}
    assert database.rows("SELECT posting FROM sighting") == [("upwork:b",)]
    assert database.rows("SELECT count(*) FROM band") == [(16,)]


def test_forgetting_what_is_old(ledger: Ledger, look: Look) -> None:
    """By when it was last seen; without a condition nothing is forgotten."""
    ledger.keep([look("old", NOON), look("new", NOON + _HOUR)])
    assert ledger.forget() == 0
    assert ledger.forget(before_ms=NOON + 1) == 1
    assert ledger.forget(posting="upwork:nobody") == 0
    assert [row["posting"]["id"] for row in ledger.rows()] == ["new"]


def test_a_ledger_is_made_in_an_older_history(database: Database, look: Look) -> None:
    """Whose sightings stay."""
    with History.open(database.where) as history:
        history.remember([read_posting({"id": "a", "title": "", "description": ORIGINAL})])
    ledger = Ledger.open(database.where)
    ledger.keep([look("a")])
    ledger.close()
    again = Ledger.open(database.where, create=False)
    assert again.counts()["seen_posting"] == 1
    again.close()


def test_a_ledger_that_breaks_is_told(ledger: Ledger, database: Database, look: Look) -> None:
    """Nothing is half kept."""
    database.do("DROP TABLE score")
    with pytest.raises(HistoryError, match=database.name):
        ledger.keep([look("a")])
    assert database.rows("SELECT count(*) FROM seen_posting") == [(0,)]


def test_first_looks_that_cannot_be_read_are_not_asked_for_again_at_once(
    database: Database, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    """No score waits for them again and again, and no log fills."""
    keeper = Keeper(Ledger.open(database.where))
    posting = read_posting({"id": "a", "title": "Maps", "description": ""})
    assert keeper.earlier([posting]) == [None]
    database.do("ALTER TABLE snapshot RENAME TO elsewhere")
    assert [keeper.earlier([posting]) for _ in range(3)] == [None] * 3
    assert len(caplog.records) == 1
    keeper.close()


def test_a_name_stands_for_one_thing(ledger: Ledger, database: Database) -> None:
    """The same told again is one; anything else under its name is refused, whole, and so is what was taken back."""
    sent = {"event": _NAME, "id": "a", "outcome": "sent", "connects": 12}
    bought = {"event": _OTHER, "spending": "bought", "connects": 10}
    for _ in range(2):
        ledger.tell(outcome_of(sent))
        ledger.spend(spending_of(bought))
    refused: list[Callable[[], object]] = [
        lambda: ledger.tell(outcome_of(sent | {"outcome": "hired"})),
        lambda: ledger.tell(outcome_of(sent | {"id": "b"})),
        lambda: ledger.tell(outcome_of(sent | {"connects": 13})),
        lambda: ledger.tell(feedback_of({"event": _NAME, "id": "a", "label": "worth_it"})),
        lambda: ledger.tell(outcome_of(sent | {"event": _OTHER})),
        lambda: ledger.spend(spending_of(bought | {"connects": 999})),
        lambda: ledger.spend(spending_of(bought | {"event": _NAME})),
    ]
    for tell in refused:
        with pytest.raises(ToldOtherwise, match="already; send another UUID"):
            tell()
    assert database.rows("SELECT count(*) FROM event, spending, seen_posting") == [(1,)]
    assert ledger.undo(_NAME)
    with pytest.raises(ToldOtherwise, match="was taken back"):
        ledger.tell(outcome_of(sent))


def test_a_look_sent_again_is_no_earlier_one(database: Database, ledger: Ledger, look: Look) -> None:
    """A page that is asked about twice is seen at one time, which is kept to the millisecond."""
    keeper = Keeper(Ledger.open(database.where))
    ledger.keep([look("a", NOON)])
    at = datetime.fromtimestamp(NOON / 1000, UTC)
    shown = {"id": "a", "title": "Maps", "description": ""}
    times = [(at + timedelta(seconds=after)).isoformat() for after in (0.0005, 0.002)]
    found = keeper.earlier([read_posting(shown | {"observed_at": time}) for time in times])
    assert found is not None
    assert [one is None for one in found] == [True, False]
    keeper.close()
