"""Tests of `serving.batch.files`."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.errors import CallError
from serving.batch.files import Output, open_input


def test_an_output_appears_when_it_is_complete(tmp_path: Path) -> None:
    """Until it is kept, the old file stands; after it, the new one does, alone."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")
    with Output(path) as output:
        output.stream.write(b"new")
        assert path.read_bytes() == b"old"
        output.keep()
        assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_output_broken_off_leaves_nothing(tmp_path: Path) -> None:
    """Whatever breaks the writing off, no part of the new file stays."""
    with pytest.raises(ZeroDivisionError), Output(tmp_path / "out.jsonl") as output:
        output.stream.write(b"half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_link_keeps_pointing_at_its_file(tmp_path: Path) -> None:
    """Writing through a symbolic link replaces the file it points at."""
    (tmp_path / "real.jsonl").write_bytes(b"old")
    link = tmp_path / "link.jsonl"
    link.symlink_to("real.jsonl")
    with Output(link) as output:
        output.stream.write(b"new")
        output.keep()
    assert link.is_symlink()
    assert (tmp_path / "real.jsonl").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "is a folder"), ("no/such/out.jsonl", "cannot be written"), ("file/out.jsonl", "cannot be written")],
)
def test_an_output_that_cannot_be_is_a_wrong_call(tmp_path: Path, name: str, why: str) -> None:
    """A folder, or a place in none, is refused with its name."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CallError, match=why), Output(tmp_path / name):
        pass


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is a folder"),
        ("none.jsonl", "does not exist"),
        ("file/x.jsonl", "cannot be opened"),
        ("wide.csv", "UTF-16"),
    ],
)
def test_an_input_that_cannot_be_read_is_a_wrong_call(tmp_path: Path, name: str, why: str) -> None:
    """A folder, a missing file and UTF-16 text are refused with the next step."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "wide.csv").write_text("title", encoding="utf-16")
    with pytest.raises(CallError, match=why):
        open_input(tmp_path / name)
