"""Duplicates go, near-copies are joined, and the order of the rows changes no group."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from features.posting import read_posting
from training.groups import joined
from training.prepare.copies import Row, groups_of, without_duplicates

TEXT = (
    "We run a ferry to three islands and need our winter timetable typed into one sheet, with tides and holidays marked, "
    "so that the harbour office can print it. About six hours of work; questions are answered the same day."
)


def _row(key: str, text: str = TEXT, client: str | None = None, **fields: Any) -> Row:
    given = {"id": key, "title": "Timetable", "description": text, **fields}
    marks = (f"k:{key}",) if client is None else (f"k:{key}", f"c:{client}")
    return Row(key, given, read_posting(given), "here", marks, False)


def test_near_copies_of_two_clients_are_one_group() -> None:
    """A few words changed, another client: learnt from one, the other would be known."""
    other = TEXT.replace("three islands", "four islands").replace("six hours", "nine hours")
    groups = groups_of([_row("a", client="c1"), _row("b", other, client="c2"), _row("c", "Paint a fence, 20 metres.")])
    assert groups[0] == groups[1] != groups[2]


def test_one_client_is_one_group() -> None:
    """Whatever it posts."""
    groups = groups_of([_row("a", client="c1"), _row("b", "Paint a fence, 20 metres.", client="c1"), _row("c", "Sing.")])
    assert groups[0] == groups[1] != groups[2]


def test_the_order_changes_no_name() -> None:
    """A group is called by the least of its marks."""
    rows = [_row("b", client="c2"), _row("a", client="c1"), _row("d", "Sing in a choir."), _row("c", "Sew.", client="c1")]
    forwards, backwards = groups_of(rows), groups_of(rows[::-1])
    assert forwards == backwards[::-1]
    assert forwards[0] == "k:a"


def test_of_duplicates_the_longest_text_stays() -> None:
    """A list shows only the beginning of a text; of equal ones the one seen last."""
    short, whole = _row("a", TEXT[:60]), _row("a")
    early = _row("a", observed_at="2026-01-01T00:00:00Z")
    late = _row("a", observed_at="2026-02-01T00:00:00Z")
    assert without_duplicates([whole, short, _row("b")])[0] == whole
    assert without_duplicates([late, early]) == [late]
    assert without_duplicates([early, late]) == [late]


def test_marks_join_over_others() -> None:
    """Rows that share nothing with each other are joined by one that shares with both."""
    assert len(set(joined([["a", "x"], ["b", "y"], ["c", "x", "y"]]))) == 1
    assert len(set(joined([["a"], ["b"], ["c"]]))) == 3


def test_a_duplicate_is_the_posting_of_before() -> None:
    """What was sealed stays sealed, what was seen was seen, and it belongs to the clients of both."""
    old = replace(_row("a", TEXT[:60], client="c1"), sealed=True, input="first")
    new = replace(_row("a", client="c2"), input="second")
    (one,) = without_duplicates([old, new])
    assert (one.fields, one.sealed, one.input) == (new.fields, True, "first")
    assert one.marks == ("k:a", "c:c1", "c:c2")
