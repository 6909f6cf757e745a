"""The store finds near-copies, and remembers each posting once."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from serving.history.copies import MOST, NO_COPIES, Copies
from serving.history.queries import SHARING
from serving.history.store import History
from tests.support.databases import Database, database_in
from tests.support.seen import rows, seen
from tests.support.texts import ANOTHER_JOB, CHANGED, ORIGINAL, SHORT


def test_an_empty_history_knows_nothing(history: History) -> None:
    """And says so for each posting asked about."""
    assert history.copies([seen("1"), seen("2")]) == [NO_COPIES, NO_COPIES]
    assert history.copies([]) == []


@pytest.mark.parametrize("changed", CHANGED.values(), ids=list(CHANGED))
def test_a_changed_copy_is_found(history: History, changed: str) -> None:
    """By another client, in other words here and there."""
    history.remember([seen("1", "a")])
    assert history.copies([seen("2", "b", changed)]) == [Copies(1, 1, 0, 0)]


def test_copies_are_told_apart_by_client(history: History) -> None:
    """Other clients, the posting's own, and unknown ones; another job is none."""
    history.remember([seen("1", "a"), seen("2", "b"), seen("3", "b"), seen("4"), seen("5", "c", ANOTHER_JOB)])
    assert history.copies([seen("9", "a")]) == [Copies(postings=4, other_clients=1, same_client=1, unknown_client=1)]


@pytest.mark.parametrize("again", [seen("02" + "1" * 19), seen(None, url="https://example.com/~02" + "1" * 19)])
def test_a_posting_is_never_its_own_copy(history: History, again: object) -> None:
    """Also when its id is written in another way."""
    history.remember([seen("~02" + "1" * 19, "a")])
    assert history.copies([again]) == [NO_COPIES]  # type: ignore[list-item]


def test_postings_that_cannot_be_told_apart_are_neither_found_nor_kept(history: History, database: Database) -> None:
    """Without id and address, or with a few words only."""
    history.remember([seen("1"), seen(None), seen("2", text=SHORT)])
    assert len(rows(database)["sighting"]) == 1
    assert history.copies([seen(None), seen("3", text=SHORT)]) == [NO_COPIES, NO_COPIES]


def test_remembering_twice_changes_nothing(history: History, database: Database) -> None:
    """Not a single row."""
    page = [seen("1", "a", observed_at="2026-11-20T10:00:00Z"), seen("2"), seen("1")]
    history.remember(page)
    before = rows(database)
    history.remember(page)
    assert rows(database) == before
    assert len(before["sighting"]) == 2


def test_what_is_learnt_later_is_added(history: History) -> None:
    """The client, once its page was opened."""
    history.remember([seen("1")])
    history.remember([seen("1", "a")])
    assert history.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]


def test_a_longer_text_takes_the_place_of_its_beginning(history: History, database: Database, tmp_path: Path) -> None:
    """It is found by its whole text, and the bands of its beginning are gone."""
    history.remember([seen("1", "a", ORIGINAL[:150])])
    history.remember([seen("1", "a", ORIGINAL)])
    alone = database_in(tmp_path / "alone.sqlite3")
    with History.open(alone.where) as other:
        other.remember([seen("1", "a", ORIGINAL)])
    assert history.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]
    assert rows(database) == rows(alone)


def test_the_order_of_a_page_changes_no_row_that_is_compared(database: Database) -> None:
    """Whatever order postings were seen in, the same ones are found."""
    page = [seen("1", "a"), seen("2", "b"), seen("3")]
    found = set()
    for order in permutations(page):
        with History.open(database.where) as history:
            history.remember(order)
            found.add(tuple(history.copies([*page, seen("9", "z")])))
        database.do("DELETE FROM band", "DELETE FROM sighting")
    assert len(found) == 1


def test_a_text_seen_very_often_is_counted_to_a_bound(history: History) -> None:
    """The newest are looked at."""
    history.remember([seen(f"old{n}", "old") for n in range(5)])
    history.remember([seen(f"p{n}", f"c{n % 40}") for n in range(200)])
    assert history.copies([seen("x", "y")]) == [Copies(MOST, MOST, 0, 0)]
    assert history.copies([seen("x", "old")]) == [Copies(MOST, MOST, 0, 0)]


def test_a_lookup_reads_only_what_it_needs(tmp_path: Path) -> None:
    """The database goes straight to the bands asked for and to the newest of each: its own plan says so."""
    file = tmp_path / "history.sqlite3"
    History.open(file).close()
    compiled = SHARING.compile(create_engine("sqlite://"))
    values = [compiled.params[name] if name != "asked" else "[1]" for name in compiled.positiontup or ()]
    with database_in(file).connected() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(values))]
    steps = [step for step in plan if "json_each" not in step and "asked" not in step and "SUBQUERY" not in step]
    assert sorted(steps) == [
        "SEARCH band USING PRIMARY KEY (band=? AND sighting>?)",
        "SEARCH twin USING PRIMARY KEY (band=?)",
    ]


def test_no_text_is_kept(history: History, database: Database, tmp_path: Path) -> None:
    """No word of it stands in any table or file of the history."""
    history.remember([seen("1", "a", ORIGINAL)])
    kept = repr(database.everything()).encode() + b"".join(path.read_bytes() for path in tmp_path.iterdir())
    history.close()
    kept += b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"upwork:1" in kept
    assert not [word for word in ORIGINAL.split() if len(word) > 5 and word.encode() in kept]


def test_signatures_of_another_format_are_not_compared(history: History, database: Database) -> None:
    """They would say anything; seen again, the posting is compared again."""
    history.remember([seen("1", "a")])
    database.do("UPDATE sighting SET format = '0.0'")
    assert history.copies([seen("2", "b")]) == [NO_COPIES]
    history.remember([seen("1", "a")])
    assert history.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]


@pytest.mark.parametrize("name", ["😀", "'; DROP TABLE band; --", '"],["', "Ω" * 200, "\u202e\ufeff", "{1,2}", "%s"])
def test_any_id_is_an_id(history: History, name: str) -> None:
    """Keys are data: whatever an id or a client is called, it is found again as itself."""
    history.remember([seen(name, name), seen("1", "a")])
    assert history.copies([seen(name, name), seen("2", name)]) == [Copies(1, 1, 0, 0), Copies(2, 1, 1, 0)]


def test_company_changes_no_lookup(history: History) -> None:
    """Two postings of one key in a page are looked up each by its own text."""
    history.remember([seen("1", "a"), seen("2", "b")])
    one, other = seen("9", "z"), seen("9", "z", ANOTHER_JOB)
    assert history.copies([one, other]) == [Copies(2, 2, 0, 0), NO_COPIES]
    assert history.copies([other, one]) == [NO_COPIES, Copies(2, 2, 0, 0)]


def test_a_text_seen_very_often_is_counted_as_most(history: History) -> None:
    """Also by a posting that is itself among those remembered last."""
    page = [seen(str(number), f"c{number}") for number in range(MOST + 8)]
    history.remember(page)
    assert {found.postings for found in history.copies(page)} == {MOST}


def test_a_posting_known_by_a_very_long_address_is_found_again(history: History) -> None:
    """Longer than what an index takes."""
    url = "https://example.com/" + "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(1_900))
    history.remember([seen(None, "a", url=url), seen(None, "b", url=f"{url}x", source="Ω" * 200)])
    assert history.copies([seen(None, "a", url=url)]) == [Copies(1, 1, 0, 0)]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_bands_that_somebody_left_behind_are_in_nobodys_way(history: History, database: Database) -> None:
    """A file from which another program took sightings, whose ids are given again."""
    history.remember([seen("1", "a")])
    database.do("DELETE FROM sighting")
    history.remember([seen("1", "a")])
    assert history.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]
