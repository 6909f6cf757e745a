"""A history that cannot be used is refused when it is opened: which file, why, and what to do."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from features.errors import HistoryError
from serving.database import sqlite
from serving.database.opened import open_database, reading
from serving.history.copies import NO_COPIES
from serving.history.store import History
from tests.support.databases import Database, database_in
from tests.support.postgres import Postgres
from tests.support.seen import numbered, rows, seen
from tests.support.server import ROOT


def _garbage(file: Path) -> None:
    file.write_bytes(b"These bytes are no database. " * 200)


def _foreign(file: Path) -> None:
    _change(file, "CREATE TABLE recipes (name TEXT)")


def _half(file: Path) -> None:
    History.open(file).close()
    _change(file, "DROP TABLE band")


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
    with pytest.raises(HistoryError, match=r"history\.sqlite3: .*name another with --history"):
        History.open(file)


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """At opening, not at the first posting; to be read, it will do."""
    file = tmp_path / "history.sqlite3"
    with History.open(file) as history:
        history.remember([seen("1", "a")])
    read_only = f"sqlite:///file:{file}?mode=ro&uri=true"
    with pytest.raises(HistoryError, match="it cannot be written"):
        History.open(read_only)
    with History.open(read_only, create=False) as history:
        assert history.copies([seen("2", "b")])[0].other_clients == 1
        with pytest.raises(HistoryError, match="it cannot be written"):
            history.remember([seen("2", "b")])


def test_a_history_that_another_program_holds_is_refused(database: Database) -> None:
    """After the time that it may wait, here none; once it is free, it is opened."""
    History.open(database.where).close()
    with database.held(), pytest.raises(HistoryError, match="another program holds it"):
        History.open(database.where, wait_s=0)
    History.open(database.where, wait_s=0).close()


def test_a_new_file_that_another_is_just_making_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite itself refuses at once to turn a file to write-ahead mode while another does."""
    file = tmp_path / "history.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(HistoryError, match="another program holds it"):
        History.open(file, wait_s=0)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        other.rollback()

    monkeypatch.setattr(sqlite, "sleep", pause)
    History.open(file, wait_s=30).close()
    assert len(pauses) == 1
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


def test_what_is_only_read_is_not_made(database: Database, tmp_path: Path) -> None:
    """A wrong name is told, with how a history comes to be."""
    with pytest.raises(HistoryError, match=r"there is no .*history.*; `bidworthy serve --history"):
        History.open(database.where, create=False)
    assert not list(tmp_path.iterdir())
    assert database.kind == "sqlite" or database.everything() == {}


@pytest.mark.parametrize(
    "where",
    ["", "sqlite://", "sqlite:///:memory:", "nonsense://x", "://", "mysql://me:secret@db/x", "postgresql://me:secret@db",
     "postgresql+psycopg2://me:secret@db/x", "postgresql://me:secret@db:port/x"],
)  # fmt: skip
def test_a_name_for_no_history_is_refused(where: str) -> None:
    """And a password in it is not shown."""
    with pytest.raises(HistoryError, match="--history") as caught:
        History.open(where)
    assert "secret" not in str(caught.value)


def test_a_url_names_a_file(tmp_path: Path) -> None:
    """As SQLAlchemy writes it."""
    file = tmp_path / "history.sqlite3"
    with History.open(f"sqlite:///{file}") as history:
        history.remember([seen("1")])
    assert len(rows(database_in(file))["sighting"]) == 1


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("postgresql://bidworthy@/nothing?host={folder}", "knows no such database or user"),
        ("postgresql://nobody-at-all@/postgres?host={folder}", "knows no such database or user"),
        ("postgresql://bidworthy:secret@/postgres?host={folder}/elsewhere", "its server is stopped"),
        ("postgresql://bidworthy:secret@127.0.0.1:1/postgres", "its server is stopped"),
        ("postgresql://bidworthy:secret@nowhere.invalid/postgres", "there is no such host"),
    ],
)
def test_a_server_that_gives_no_history_is_told(postgres: Postgres, where: str, why: str) -> None:
    """In one line, without the address and its password."""
    with pytest.raises(HistoryError, match=f"^postgresql:// history: .*{why}") as caught:
        History.open(where.format(folder=postgres.folder))
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_database_of_another_program_is_left_alone(postgres: Postgres) -> None:
    """Its tables could have the names of ours."""
    database = Database("postgresql", postgres.empty(), "postgresql:// history")
    database.do("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(HistoryError, match="not a history of Bidworthy"):
        History.open(database.where)
    assert database.everything() == {"recipes": []}


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_lacks_letters_is_refused(postgres: Postgres, encoding: str) -> None:
    """At opening, not at the first posting with another letter; nothing is made in it."""
    where = postgres.encoded(encoding)
    with pytest.raises(HistoryError, match=f"^postgresql:// history: it keeps texts as {encoding}, .*ENCODING 'UTF8'"):
        History.open(where)
    with psycopg.connect(where) as connection:
        assert connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchall() == []


def test_a_database_that_may_only_be_read_is_refused(postgres: Postgres) -> None:
    """At opening; to be read, it will do."""
    database = Database("postgresql", postgres.empty(), "postgresql:// history")
    with History.open(database.where) as history:
        history.remember([seen("1", "a")])
    read_only = f"{database.where}&options=-c%20default_transaction_read_only%3Don"
    with pytest.raises(HistoryError, match="it cannot be written"):
        History.open(read_only)
    with History.open(read_only, create=False) as history:
        assert history.copies([seen("2", "b")])[0].other_clients == 1


def test_without_its_driver_the_extra_is_named() -> None:
    """In a process where it cannot be imported."""
    tried = """
import sys
sys.modules["psycopg"] = None
from serving.history.store import History
History.open("postgresql://me:secret@/x")
"""
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, cwd=ROOT, check=False)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("features.errors.HistoryError: --history: PostgreSQL needs the extra named postgres")
    assert "secret" not in last


def test_a_sqlite_history_needs_no_driver_and_no_alembic_once_it_is_made(tmp_path: Path) -> None:
    """What is not needed is not imported, for a start should not wait for it."""
    file = tmp_path / "history.sqlite3"
    History.open(file).close()
    tried = f"""
import sys
from serving.ledger.store import Ledger
Ledger.open({str(file)!r}).close()
print([name for name in ("alembic", "mako", "psycopg", "sqlalchemy.dialects.postgresql") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", tried], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_a_new_history_has_its_folder_and_lets_readers_and_a_writer_work_together(tmp_path: Path) -> None:
    """In SQLite's write-ahead mode."""
    file = tmp_path / "new" / "folder" / "history.sqlite3"
    History.open(file).close()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_a_new_history_is_its_owners_alone(tmp_path: Path) -> None:
    """With each folder that was made for it; those that were there stay as they are."""
    there = tmp_path / "there"
    there.mkdir()
    there.chmod(0o755)
    file = there / "new" / "newer" / "newest" / "history.sqlite3"
    with History.open(file) as history:
        history.remember([seen("1")])
        modes = {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {0o600}
    made = [folder for folder in file.parents if folder.is_relative_to(there) and folder != there]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in made] == [0o700] * 3
    assert stat.S_IMODE(there.stat().st_mode) == 0o755


@pytest.mark.parametrize("harm", ["deleted", "moved", "replaced"])
def test_a_file_that_is_gone_takes_nothing_more(tmp_path: Path, harm: str) -> None:
    """SQLite would go on in one that nobody finds, and say that it is kept."""
    file = tmp_path / "history.sqlite3"
    with History.open(file) as history:
        history.remember(seen("1", "a") for _ in range(1))
        if harm == "deleted":
            file.unlink()
        elif harm == "moved":
            file.rename(tmp_path / "elsewhere")
        else:
            (tmp_path / "backup").write_bytes(file.read_bytes())
            (tmp_path / "backup").rename(file)
        with pytest.raises(HistoryError, match=f"{file}: was deleted, moved or replaced while it was in use; start the"):
            history.remember([seen("2", "a")])


def test_a_reader_sees_one_state(database: Database) -> None:
    """Whatever is written in between; the next one sees that."""
    engine = open_database(database.where, create=True, wait_s=5)
    count = text("SELECT count(*) FROM sighting")
    with reading(engine, database.name) as connection:
        assert connection.scalar(count) == 0
        with History.open(database.where) as history:
            history.remember([seen("1")])
        assert connection.scalar(count) == 0
    with reading(engine, database.name) as connection:
        assert connection.scalar(count) == 1
    engine.dispose()


def test_a_server_waits_as_long_as_we_do(postgres: Postgres) -> None:
    """For a lock as long as was said, for an answer ten times that, and what the URL sets is set."""
    engine = open_database(f"{postgres.empty()}&options=-c%20work_mem%3D5MB", create=True, wait_s=3)
    with reading(engine, "history") as connection:
        told = [connection.scalar(text(f"SHOW {name}")) for name in ("lock_timeout", "statement_timeout", "work_mem")]
        assert told == ["3s", "30s", "5MB"]
    engine.dispose()


def test_a_server_that_was_started_again_is_not_stumbled_over(postgres: Postgres) -> None:
    """The first question after it is answered."""
    with History.open(postgres.empty()) as history:
        history.remember([seen("1", "a")])
        postgres.stop()
        postgres.start()
        assert history.copies([seen("2", "b")])[0].other_clients == 1
        postgres.stop()
        postgres.start()
        history.remember([seen("2", "b")])


def test_writers_take_turns_whatever_the_server_does_by_default(postgres: Postgres) -> None:
    """Each sees what those before it kept."""
    strict = f"{postgres.empty()}&options=-c%20default_transaction_isolation%3Dserializable"
    with History.open(strict) as history, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: history.remember([numbered(number % 3)]), range(40)))
        assert history.copies([numbered(1)]) == [NO_COPIES]
