"""The tables are this version's: made where there are none, moved where they are older, refused where they are newer."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import serving.history.schema
import serving.ledger.schema
from features.errors import HistoryError
from serving.database.version import HEAD, VERSIONS
from serving.history.copies import Copies
from serving.history.store import History
from serving.ledger.events import outcome_of
from serving.ledger.store import Ledger
from tests.support.databases import Database, database_in
from tests.support.seen import seen
from tests.support.server import ROOT

#: What the version before there were migrations made, as SQLite tells it.
_BEFORE = (ROOT / "tests" / "support" / "before_migrations.sql").read_text(encoding="utf-8").split(";\n")
_OF_THE_LEDGER = ("seen_posting", "snapshot", "score", "event")


def _version(database: Database) -> list[tuple[str]]:
    return database.rows("SELECT version_num FROM alembic_version")


def _before(file: Path, *, ledger: bool) -> Database:
    database = database_in(file)
    database.do(*(one for one in _BEFORE if ledger or not any(f" {name} (" in one for name in _OF_THE_LEDGER)))
    return database


def test_the_migrations_are_a_line_to_this_version() -> None:
    """As the program names them without importing Alembic."""
    config = Config()
    config.set_main_option("script_location", "serving.database:migrations")
    steps = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(step.revision for step in reversed(steps)) == VERSIONS
    assert steps[0].revision == HEAD


def test_the_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    """Alembic finds no difference, in kinds of columns neither."""
    History.open(database.where).close()
    with database.connected() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        known = [serving.history.schema.metadata, serving.ledger.schema.metadata]
        assert compare_metadata(context, known) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("ledger", [False, True], ids=["history", "history and ledger"])
def test_a_history_from_before_migrations_is_taken_over(tmp_path: Path, ledger: bool) -> None:
    """With all that it holds, and its tables become the same as new ones."""
    old, new = _before(tmp_path / "old.sqlite3", ledger=ledger), database_in(tmp_path / "new.sqlite3")
    History.open(new.where).close()
    with History.open(new.where) as history:
        history.remember([seen("1", "a")])
    old.do(f"ATTACH '{new.where}' AS new", *(f"INSERT INTO {t} SELECT * FROM new.{t}" for t in ("sighting", "band")))  # noqa: S608
    if ledger:
        old.do("INSERT INTO seen_posting (key, texts) VALUES ('upwork:1', '{}')")
    with History.open(old.where) as history:
        assert history.copies([seen("2", "b")]) == [Copies(1, 1, 0, 0)]
    kept = Ledger.open(old.where, create=False)
    assert kept.counts()["seen_posting"] == ledger
    kept.close()
    columns = "SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p ORDER BY 1, 2"
    assert old.rows(columns) == new.rows(columns)
    assert _version(old) == [(HEAD,)]


def test_a_database_from_before_migrations_is_taken_over(database: Database) -> None:
    """With what was told."""
    ledger = Ledger.open(database.where)
    ledger.tell(outcome_of({"id": "a", "outcome": "sent"}))
    ledger.close()
    _as_before(database)
    Ledger.open(database.where).close()
    assert _version(database) == [(HEAD,)]
    assert len(database.rows("SELECT * FROM event")) == 1


def test_an_older_version_is_moved_by_whoever_opens_it(database: Database) -> None:
    """Also by a command that only reads."""
    Ledger.open(database.where).close()
    _as_before(database)
    database.do("DROP TABLE event", "DROP TABLE score", "DROP TABLE snapshot", "DROP TABLE seen_posting")
    database.do(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)", "INSERT INTO alembic_version VALUES ('0001')"
    )
    ledger = Ledger.open(database.where, create=False)
    assert ledger.counts()["event"] == 0
    ledger.close()
    assert _version(database) == [(HEAD,)]


@pytest.mark.parametrize("create", [True, False], ids=["serve", "score"])
@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (["UPDATE alembic_version SET version_num = '9000'"], f"its format is '9000' and this version reads {HEAD}; update"),
        (["UPDATE alembic_version SET version_num = 'abc'"], f"its format is 'abc' and this version reads {HEAD}; update"),
        (
            ["UPDATE alembic_version SET version_num = '0000'"],
            f"its format is '0000' and this version reads {HEAD}; keep it",
        ),
        (["DELETE FROM alembic_version"], "its format is None"),
        (
            ["DROP TABLE alembic_version", "UPDATE about SET value = '99'"],
            "its format is '99' and this version reads 1; update",
        ),
        (
            ["DROP TABLE alembic_version", "UPDATE about SET value = '0'"],
            "its format is '0' and this version reads 1; keep it",
        ),
        (["DROP TABLE alembic_version", "DELETE FROM about"], "its format is None"),
        (["DROP TABLE event"], "not a whole history"),
        (["DROP TABLE alembic_version", "UPDATE about SET value = '1'", "DROP TABLE event"], "not a whole history"),
        (["DROP TABLE band"], "not a history of Bidworthy"),
    ],
)
def test_another_version_is_refused_and_left_alone(database: Database, harm: list[str], why: str, create: bool) -> None:
    """In one line that says what to do; not a row is changed."""
    History.open(database.where).close()
    database.do(*harm)
    before = database.everything()
    with pytest.raises(HistoryError) as caught:
        History.open(database.where, create=create)
    message = str(caught.value)
    assert message.startswith(f"{database.name}: ")
    assert why in message
    assert "--history" in message
    assert "\n" not in message
    assert database.everything() == before


def test_a_move_that_fails_moves_nothing(database: Database) -> None:
    """The first step is undone with the second."""
    database.do("CREATE VIEW event AS SELECT 1 AS one")
    with pytest.raises(HistoryError):
        Ledger.open(database.where)
    assert database.everything() == {}
    database.do("DROP VIEW event")
    Ledger.open(database.where).close()
    assert _version(database) == [(HEAD,)]


@pytest.mark.parametrize("old", [False, True], ids=["empty", "from before migrations"])
def test_processes_that_start_at_once_make_the_tables_once(database: Database, old: bool) -> None:
    """Each finds them ready, whoever made them."""
    if old:
        Ledger.open(database.where).close()
        _as_before(database)
    with ExitStack() as stack:
        starting = [stack.enter_context(_waiting(database)) for _ in range(3)]
        for process in starting:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in starting:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.communicate() for process in starting] == [("", "")] * 3
    assert _version(database) == [(HEAD,)]
    assert database.whole()


def _waiting(database: Database) -> subprocess.Popen[str]:
    """Return a process that has imported everything and waits for a line to open the ledger."""
    start = "print('ready', flush=True); sys.stdin.readline(); Ledger.open(sys.argv[1]).close()"
    command = [sys.executable, "-c", f"import sys; from serving.ledger.store import Ledger; {start}", database.where]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)


def _as_before(database: Database) -> None:
    """Make a database one from before there were migrations."""
    database.do("DROP TABLE alembic_version", "DROP TABLE spending", "UPDATE about SET value = '1'")
