"""Several processes serve one address: they begin, are begun again, share what is kept, and end together."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from serving.bundle import DEFAULT_BUNDLE, load_bundle
from serving.process import own_settings
from serving.settings import Settings
from tests.support.bundles import no_numbers
from tests.support.databases import database_in
from tests.support.load import wait_until
from tests.support.server import ROOT, serve_command, serving

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")]
POSTING = {"title": "Sort a shelf of maps", "description": "Forty maps, by year."}
Service = tuple[subprocess.Popen[str], str]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a copy of the bundle that ships."""
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


@pytest.fixture
def service(bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Return two workers and their address, both of them answering."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    history = str(tmp_path / "history.sqlite3")
    with serving("--workers", "2", "--bundle", str(bundle), "--history", history) as (process, address):
        wait_until(lambda: _counted(address, "bidworthy_bundle") == 2)
        yield process, address


def _workers(process: int) -> list[int]:
    """Return the numbers of the processes that were started by another to work."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _counted(address: str, name: str) -> float:
    families = text_string_to_metric_families(httpx2.get(f"{address}metrics", timeout=60).text)
    return sum(sample.value for family in families for sample in family.samples if sample.name == name)


def _score(address: str, **more: str) -> httpx2.Response:
    """Ask over a connection of its own."""
    return httpx2.post(f"{address}v1/score", json=POSTING | more, timeout=60)


def _runs(process: int) -> bool:
    """Return whether a process is there and has not ended (nobody may have asked yet how)."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("said", [signal.SIGTERM, signal.SIGINT])
def test_they_say_that_they_are_ready_once_and_end_together(service: Service, said: signal.Signals) -> None:
    """Without a word and with status 0; Ctrl-C comes to every process of a terminal."""
    process, address = service
    workers = _workers(process.pid)
    assert len(workers) == 2
    assert _score(address).json()["verdict"]
    for one in (process.pid, *workers) if said == signal.SIGINT else (process.pid,):
        os.kill(one, said)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert "ready" not in out
    assert not any(_runs(worker) for worker in workers)


def test_a_worker_that_dies_is_started_again(service: Service) -> None:
    """Nobody is refused meanwhile, what was counted and kept stays, and what it was doing is gone."""
    process, address = service
    for number in range(20):
        assert _score(address, id=f"a{number}").is_success
    before = _workers(process.pid)
    os.kill(before[0], signal.SIGKILL)
    for number in range(20):  # half of these wait for the one that begins
        assert _score(address, id=f"b{number}").is_success
    wait_until(lambda: _counted(address, "bidworthy_bundle") == 2)
    after = _workers(process.pid)
    assert len(after) == 2
    assert len({*before, *after}) == 3
    assert _counted(address, "bidworthy_verdicts_total") == 40


def test_they_share_the_ledger(service: Service, tmp_path: Path) -> None:
    """Whoever judged a posting, a stop has kept it, once."""
    process, address = service
    for number in range(30):
        assert _score(address, id=f"n{number}").is_success
        told = {"id": f"n{number}", "outcome": "sent"}
        assert httpx2.post(f"{address}v1/outcomes", json=told, timeout=60).json()["seen_before"] in (True, False)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    database = database_in(tmp_path / "history.sqlite3")
    for table, rows in (("seen_posting", 30), ("score", 30), ("event", 30)):
        assert database.rows(f"SELECT count(*) FROM {table}") == [(rows,)]  # noqa: S608


def test_all_of_them_renew_the_bundle(service: Service, bundle: Path) -> None:
    """At one signal to the one that started them."""
    process, address = service
    manifest = bundle / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"version": "0.2.0"}))
    process.send_signal(signal.SIGHUP)
    wait_until(lambda: _counted(address, "bidworthy_bundle_renewed") == 2)
    assert {_score(address).json()["versions"]["bundle"] for _ in range(20)} == {"bidworthy-0.2.0"}
    assert _counted(address, "bidworthy_bundle") == 2


def test_they_end_when_their_starter_was_killed(service: Service, tmp_path: Path) -> None:
    """Nobody is left who holds the port, and nothing of what they counted."""
    process, _ = service
    workers = _workers(process.pid)
    assert len(list((tmp_path / "temporary").glob("bidworthy-*"))) == 1
    process.kill()
    wait_until(lambda: not any(_runs(worker) for worker in workers))
    assert not list((tmp_path / "temporary").glob("bidworthy-*"))


def test_workers_that_end_again_and_again_end_the_service(service: Service, bundle: Path) -> None:
    """With the reason and what to do."""
    process, _ = service
    (bundle / "manifest.json").unlink()
    for worker in _workers(process.pid):
        os.kill(worker, signal.SIGKILL)
    _, errors = process.communicate(timeout=120)
    *warned, last = errors.splitlines()
    assert process.returncode == 2
    assert "ended (by SIGKILL); another takes its place." in warned[0]
    assert 4 <= len(warned) <= 6  # the first two may have lived for long enough
    assert last.startswith("Error: 5 workers in a row ended within 10 seconds of their start, the last one: ")
    assert f"{bundle}: no bundle here" in last
    assert "bidworthy doctor" in last


def test_a_bundle_that_the_others_refused_answers_nowhere(bundle: Path) -> None:
    """Not even in a worker that begins again with it: the others go on, and nobody is dealt to one that is not there."""
    with serving("--workers", "2", "--bundle", str(bundle), "--history", "off") as (process, address):
        wait_until(lambda: _counted(address, "bidworthy_bundle") == 2)
        no_numbers(bundle)
        os.kill(_workers(process.pid)[0], signal.SIGKILL)
        assert process.stderr
        # Were it never said, nothing would end the reading.
        (late := Timer(120, process.kill)).start()
        said = next(line for line in process.stderr if " go on" in line)
        late.cancel()
        assert "5 workers in a row ended within 10 seconds" in said
        assert "; 1 go on. Run `bidworthy doctor`" in said
        answers = [_score(address, id=f"n{number}").json() for number in range(20)]
        assert {answer["versions"]["bundle"] for answer in answers} == {load_bundle().label}
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_a_bad_bundle_is_one_clear_line(bundle: Path) -> None:
    """At the start, as from one process."""
    (bundle / "manifest.json").unlink()
    command = serve_command("--workers", "2", "--port", "0", "--bundle", str(bundle))
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"Error: {bundle}: no bundle here")
    assert ended.stderr.count("\n") == 1


def test_what_is_old_is_forgotten_by_one_of_them() -> None:
    """The others would wait for it, and find nothing."""
    settings = Settings(keep_days=30, forget_told=True, workers=3)
    kept = [own_settings(number, settings).keep_days for number in range(3)]
    assert kept == [30, None, None]
