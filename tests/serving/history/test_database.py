"""A history that cannot be used is refused when it is opened: which file, why, and what to do."""

from __future__ import annotations

import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from features.errors import HistoryError
from serving.history.store import History
from tests.support.seen import rows, seen


def _garbage(file: Path) -> None:
    file.write_bytes(b"These bytes are no database. " * 200)


def _foreign(file: Path) -> None:
    _change(file, "CREATE TABLE recipes (name TEXT)")


def _half(file: Path) -> None:
    History.open(file).close()
    _change(file, "DROP TABLE band")


def _newer(file: Path) -> None:
    History.open(file).close()
    _change(file, "UPDATE about SET value = '99'")


def _older(file: Path) -> None:
    History.open(file).close()
    _change(file, "UPDATE about SET value = '0'")


def _without_format(file: Path) -> None:
    History.open(file).close()
    _change(file, "DELETE FROM about")


def _damaged(file: Path) -> None:
    with History.open(file) as history:
        history.remember([seen("1")])
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


def _folder(file: Path) -> None:
    file.mkdir()


def _under_a_file(file: Path) -> None:
    file.parent.rmdir()
    file.parent.write_text("in the way")


def _change(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("create", [True, False], ids=["serve", "score"])
@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (_garbage, "no SQLite database"),
        (_foreign, "not a history of Bidworthy"),
        (_half, "not a history of Bidworthy"),
        (_newer, "its format is '99' and this version reads 1; update Bidworthy"),
        (_older, "its format is '0' and this version reads 1; keep it"),
        (_without_format, "its format is None"),
        (_damaged, "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_and_left_alone(
    tmp_path: Path, harm: Callable[[Path], None], why: str, create: bool
) -> None:
    """One line, and not a byte of the file is changed."""
    file = tmp_path / "history.sqlite3"
    harm(file)
    before = file.read_bytes()
    with pytest.raises(HistoryError) as caught:
        History.open(file, create=create)
    message = str(caught.value)
    assert message.startswith(f"{file}: ")
    assert why in message
    assert "--history" in message
    assert "\n" not in message
    assert file.read_bytes() == before


@pytest.mark.parametrize("harm", [_folder, _under_a_file])
def test_a_place_for_no_file_is_refused(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """A folder, or a path through a file."""
    file = tmp_path / "folder" / "history.sqlite3"
    file.parent.mkdir()
    harm(file)
    with pytest.raises(HistoryError, match=r"history\.sqlite3: .*name another file with --history"):
        History.open(file)


def test_a_file_that_cannot_be_written_is_refused(file: Path) -> None:
    """At opening, not at the first posting; to be read, it will do."""
    with History.open(file) as history:
        history.remember([seen("1", "a")])
    read_only = f"sqlite:///file:{file}?mode=ro&uri=true"
    with pytest.raises(HistoryError, match="it cannot be written"):
        History.open(read_only)
    with History.open(read_only, create=False) as history:
        assert history.copies([seen("2", "b")])[0].other_clients == 1
        with pytest.raises(HistoryError, match="it cannot be written"):
            history.remember([seen("2", "b")])


def test_a_file_that_another_program_holds_is_refused(file: Path) -> None:
    """After the time that it may wait, here none."""
    History.open(file).close()
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(HistoryError, match="another program holds it"):
        History.open(file, wait_s=0)
    holder.execute("ROLLBACK")
    holder.close()
    History.open(file, wait_s=0).close()


def test_what_is_only_read_is_not_made(file: Path) -> None:
    """A wrong name is told, with how a history comes to be."""
    with pytest.raises(HistoryError, match="there is no such history; `bidworthy serve --history"):
        History.open(file, create=False)
    assert not file.exists()


@pytest.mark.parametrize(
    "where", ["", "sqlite://", "sqlite:///:memory:", "nonsense://x", "postgresql://me:secret@db/x", "://"]
)
def test_a_name_for_no_file_is_refused(where: str) -> None:
    """And a password in it is not shown."""
    with pytest.raises(HistoryError, match="--history") as caught:
        History.open(where)
    assert "secret" not in str(caught.value)


def test_a_url_names_a_file(file: Path) -> None:
    """As SQLAlchemy writes it."""
    with History.open(f"sqlite:///{file}") as history:
        history.remember([seen("1")])
    assert len(rows(file)["sighting"]) == 1


def test_a_new_history_has_its_folder_and_lets_readers_and_a_writer_work_together(tmp_path: Path) -> None:
    """In SQLite's write-ahead mode."""
    file = tmp_path / "new" / "folder" / "history.sqlite3"
    History.open(file).close()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_a_new_history_is_its_owners_alone(tmp_path: Path) -> None:
    """Which postings somebody looked at is nobody else's business."""
    file = tmp_path / "new" / "history.sqlite3"
    with History.open(file) as history:
        history.remember([seen("1")])
        modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
