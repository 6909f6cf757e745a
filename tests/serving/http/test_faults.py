"""A database that fails under a running service: scores go on, nothing acknowledged is lost, and it recovers by itself."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings
from tests.serving.http.conftest import HOME
from tests.support.databases import Database, database_in
from tests.support.load import Load, loaded, wait_until
from tests.support.postgres import Postgres
from tests.support.server import serving
from tests.support.texts import ORIGINAL

#: What may happen to a service that has a process, a history in a folder of its own, and people.
Fault = Callable[[int], AbstractContextManager[None]]
_DAY_MS = 86_400_000


def _endured(database: Database, fault: Fault, why: str) -> dict[str, float]:
    """Let a fault come and go while a service is used; return what it counted."""
    with serving("--history", database.where) as (process, address):
        with loaded(address) as load:
            wait_until(lambda: len(load.acknowledged) >= 3 and len(load.scored) >= 20)
            with fault(process.pid):
                wait_until(lambda: load.refused)
                _goes_on(load, load.scored)
                wait_until(lambda: load.counted()["bidworthy_history_owed"] >= 10)
            _goes_on(load, load.acknowledged)
            _goes_on(load, load.scored)
        wait_until(lambda: load.counted()["bidworthy_history_owed"] == 0)
        counted = load.counted()
    assert set(load.scored) == {200}
    # Every single one can be found: nothing that was seen during the fault is forgotten.
    assert len(database.rows("SELECT id FROM sighting")) == len(load.scored)
    assert counted["bidworthy_history_missed"] == 0
    for refused in load.refused:
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
        assert "nothing was kept" in refused.json()["detail"]
    assert any(why in refused.json()["detail"] for refused in load.refused)
    kept = {name for (name,) in database.rows("SELECT name FROM event UNION SELECT name FROM spending")}
    assert set(load.acknowledged) <= kept
    assert database.whole()
    return counted


def _goes_on(load: Load, answers: list[object] | list[int] | list[str]) -> None:
    """Wait until there are some more answers."""
    already = len(answers)
    wait_until(lambda: len(answers) >= already + 10 or load.over.is_set())


@pytest.mark.slow
def test_another_program_that_holds_the_database(database: Database) -> None:
    """For longer than anybody waits."""
    counted = _endured(database, lambda _: database.held(), "another program holds it")
    # The ledger's writer may outlast the other program, and then lose nothing.
    assert counted["bidworthy_ledger_kept"] > 0


@pytest.fixture(params=["small disk", "limit"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Database, Fault]]:
    """Return a history on a disk, and how to fill that: a disk of 32 MB, or a limit to what a process may write."""
    folder = tmp_path / "disk"
    folder.mkdir()
    database = database_in(folder / "history.sqlite3")
    if request.param == "limit":
        yield database, lambda pid: _limited(pid, folder)
        return
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here; the same is tried with a limit to what a process may write")
    yield database, lambda _: _filled(folder)
    subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def _limited(pid: int, folder: Path) -> Iterator[None]:
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in folder.iterdir())
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (largest, most))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            os.fsync(file.fileno())
    yield
    ballast.unlink()


@pytest.mark.slow
def test_a_disk_that_is_full(full: tuple[Database, Fault]) -> None:
    """Until there is room again."""
    database, fault = full
    counted = _endured(database, fault, "the disk")
    assert counted["bidworthy_ledger_kept"] > 0


@pytest.mark.slow
def test_a_server_that_is_stopped_and_started_again(postgres: Postgres) -> None:
    """Whoever is connected is thrown out; nobody has to start the scorer again."""

    @contextmanager
    def stopped(_: int) -> Iterator[None]:
        postgres.stop()
        try:
            yield
        finally:
            postgres.start()

    database = Database("postgresql", postgres.empty(), "postgresql:// history")
    counted = _endured(database, stopped, "its server is stopped")
    assert counted["bidworthy_history_unread"] > 0


def test_a_clock_that_is_set_back(database: Database) -> None:
    """By a day, and by years: scores go on, all that was told is there, and nothing is taken for old."""
    now = [1_795_168_800_000]
    app = create_app(Settings(history=database.where, keep_days=30), clock=lambda: now[0])
    told: list[str] = []
    with TestClient(app, base_url=HOME) as client:
        for back in (0, _DAY_MS, 4_000 * _DAY_MS):
            now[0] -= back
            posting = {
                "id": "a",
                "title": "Maps",
                "description": ORIGINAL,
                "posted_at": "3 hours ago",
                "connects": 10 + len(told),
            }
            assert client.post("/v1/score", json=posting).status_code == 200
            told.append(client.post("/v1/outcomes", json={"id": "a", "outcome": "sent"}).json()["event"])
        assert client.post("/v1/undo", json={"event": told[0]}).json()["undone"]
        known = client.get("/v1/postings/a").json()
    assert {one["event"] for one in known["events"]} == set(told)
    assert [one["connects"] for one in known["snapshots"]] == [12, 11, 10]
    assert known["first_seen"] < known["last_seen"]
    assert len(database.rows("SELECT * FROM sighting")) == 1
