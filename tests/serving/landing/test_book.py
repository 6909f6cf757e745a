"""Tests of `serving.landing.book`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from features.errors import CallError
from serving.landing.book import BOOK, Book
from serving.landing.landed import Landed

FILE = Landed("a.jsonl", 10, 1_000)


def test_what_was_said_is_known_to_the_next_one(tmp_path: Path) -> None:
    """The last thing of each file, as it stood."""
    with Book(tmp_path) as book:
        assert book.state(FILE) is None
        book.begun(FILE)
        assert book.state(FILE) == "begun"
        book.done(FILE, 3, 1)
        book.refused(FILE._replace(name="b.jsonl"), "is no CSV")
    with Book(tmp_path) as book:
        assert book.state(FILE) == "done"
        assert book.state(FILE._replace(name="b.jsonl")) == "refused"
        assert book.state(FILE._replace(name="c.jsonl")) is None


@pytest.mark.parametrize("other", [FILE._replace(size=11), FILE._replace(changed_ns=1_001)])
def test_another_content_is_another_file(tmp_path: Path, other: Landed) -> None:
    """A file that is written again is to be scored again."""
    with Book(tmp_path) as book:
        book.done(FILE, 3, 0)
        assert book.state(other) is None


def test_a_line_that_was_not_written_to_its_end_was_not_said(tmp_path: Path) -> None:
    """Cut at any place, what stands before it holds, and the next line is whole."""
    with Book(tmp_path) as book:
        book.begun(FILE)
        first = (tmp_path / BOOK).read_bytes()
        book.done(FILE, 3, 0)
    whole = (tmp_path / BOOK).read_bytes()
    for end in range(len(first), len(whole)):
        (tmp_path / BOOK).write_bytes(whole[:end])
        with Book(tmp_path) as book:
            assert book.state(FILE) == "begun", end
            book.done(FILE, 3, 0)
        assert (tmp_path / BOOK).read_bytes() == whole


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks there")
def test_one_at_a_time(tmp_path: Path) -> None:
    """Two watchers would score each file twice."""
    with Book(tmp_path), pytest.raises(CallError, match="being written by another run"), Book(tmp_path):
        pass


def test_a_line_that_nobody_can_read_costs_no_other(tmp_path: Path) -> None:
    """What was said before and after it holds."""
    with Book(tmp_path) as book:
        book.done(FILE, 3, 0)
    with (tmp_path / BOOK).open("ab") as file:
        file.write(b"?\n")
    with Book(tmp_path) as book:
        book.done(FILE._replace(name="b.jsonl"), 1, 0)
    with Book(tmp_path) as book:
        assert [book.state(FILE._replace(name=name)) for name in ("a.jsonl", "b.jsonl")] == ["done", "done"]


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be moved there")
def test_a_book_that_was_taken_away_is_told(tmp_path: Path) -> None:
    """What is said into it would be lost, and all be scored again."""
    folder = tmp_path / "out"
    folder.mkdir()
    with Book(folder) as book:
        book.check()
        folder.rename(tmp_path / "old")
        with pytest.raises(CallError, match="was taken away"):
            book.check()
        folder.mkdir()
        with pytest.raises(CallError, match="was taken away"):
            book.check()
