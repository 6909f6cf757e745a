"""Tests of `serving.landing.landed`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from features.errors import CallError
from serving.landing.landed import Landing


def test_a_file_has_landed_when_it_stands_still(tmp_path: Path) -> None:
    """Not at the first look at it, nor while it grows."""
    landing, file = Landing(tmp_path), tmp_path / "a.jsonl"
    file.write_text("{")
    assert landing.look() == []
    file.write_text("{}")
    assert landing.look() == []
    assert [one.name for one in landing.look()] == ["a.jsonl"]


def test_what_is_no_file_of_postings_never_lands(tmp_path: Path) -> None:
    """Other endings, hidden names, rejects, folders, and files that nothing was written to yet."""
    for name in ("a.txt", ".a.jsonl", "a.jsonl.rejects.jsonl", "a.jsonl.part"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "empty.jsonl").touch()
    landing = Landing(tmp_path)
    assert [landing.look() for _ in range(2)] == [[], []]


def test_they_come_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    """By the time of their last change, then by name."""
    for name, changed_s in (("c.csv", 10), ("a.csv", 20), ("b.csv", 10)):
        (tmp_path / name).write_text("title\n")
        os.utime(tmp_path / name, (changed_s, changed_s))
    landing = Landing(tmp_path)
    landing.look()
    assert [one.name for one in landing.look()] == ["b.csv", "c.csv", "a.csv"]


def test_a_file_that_changed_since_is_another_one(tmp_path: Path) -> None:
    """Size and time tell; so does that it is gone."""
    landing, file = Landing(tmp_path), tmp_path / "a.jsonl"
    file.write_text("{}")
    landing.look()
    [landed] = landing.look()
    assert landing.still_is(landed)
    file.write_text("{} ")
    assert not landing.still_is(landed)
    file.unlink()
    assert not landing.still_is(landed)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """At the start, and when it goes later."""
    with pytest.raises(CallError, match="gone cannot be watched"):
        Landing(tmp_path / "gone")
    folder = tmp_path / "inbox"
    folder.mkdir()
    landing = Landing(folder)
    folder.rmdir()
    with pytest.raises(CallError, match="inbox cannot be watched"):
        landing.look()
