"""A run that is killed, and goes on: its bytes are those of a run that nobody disturbed."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from serving.batch.spool import spool_path
from tests.support.load import wait_until
from tests.support.server import ROOT

_ROWS = 3_000
_BROKEN = (b"{broken", b"[1, 2]", b'{"title": "x", "description": "", "connects": "many"}', b'{"title": "caf\xe9"}')

pytestmark = pytest.mark.skipif(os.name == "nt", reason="nothing is killed in this way there")


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "serving.cli", "score", *arguments]


def _begun(folder: Path, *arguments: str, most_bytes: int = resource.RLIM_INFINITY) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _command(*arguments),
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=partial(_made_ready, most_bytes),
        process_group=0,
    )


def _made_ready(most_bytes: int) -> None:
    # A shell's background job hands on that it ignores interrupts.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))


def _done(folder: Path, *arguments: str) -> tuple[int, str]:
    process = _begun(folder, *arguments)
    _, errors = process.communicate()
    return process.returncode, errors.decode()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith((".", "out"))}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, sample: list[dict[str, Any]]) -> Path:
    """Return a folder with a file of a few thousand postings, every fortieth broken."""
    folder = tmp_path_factory.mktemp("rows")
    with (folder / "in.jsonl").open("wb") as file:
        for number in range(_ROWS):
            if number % 40 == 17:
                file.write(_BROKEN[number // 40 % 4] + b"\n")
            else:
                posting = sample[number % len(sample)]
                text = f"{posting['description']} Reference {number}."
                file.write(json.dumps(posting | {"id": f"p-{number}", "description": text}).encode() + b"\n")
    return folder


def _copied(rows: Path, folder: Path) -> Path:
    shutil.copy2(rows / "in.jsonl", folder / "in.jsonl")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("out.jsonl", ("--jobs", "1")),
        ("out.parquet", ("--jobs", "2", "--columns", "id,verdict,ghost,reasons")),
    ],
)
def test_a_run_killed_ten_times_writes_the_same(rows: Path, tmp_path: Path, target: str, more: tuple[str, ...]) -> None:
    """Killed whenever the kept work reached a size drawn by lot, and resumed each time, also with another number of jobs."""
    _copied(rows, tmp_path)
    spool, arguments, largest = spool_path(tmp_path / target), ("in.jsonl", "-o", target, *more), 0
    with _begun(tmp_path, *arguments) as process:
        while process.poll() is None:
            largest = max(largest, _size(spool))
        assert process.wait() == 3
    wanted = _written(tmp_path)
    assert set(wanted) == {target, f"{target}.rejects.jsonl"}
    for name in wanted:
        (tmp_path / name).unlink()

    sizes, kills = sorted(random.Random(7).randrange(largest) for _ in range(10)), 0  # noqa: S311 - no secret
    for size in sizes:
        with _begun(tmp_path, *arguments, "--resume") as process:
            wait_until(lambda size=size, process=process: _size(spool) >= size or process.poll() is not None)  # type: ignore[misc]
            process.kill()
            process.communicate()
            kills += process.returncode == -signal.SIGKILL
        assert not (tmp_path / target).exists() or process.returncode == 3
    assert kills >= 8
    status, errors = _done(tmp_path, *arguments, "--resume", "--jobs", "1", "--verbose")
    assert status == 3, errors
    assert f"{_ROWS - 75:,} scored, 75 rejected" in errors
    assert _written(tmp_path) == wanted


@pytest.fixture
def broken_off(rows: Path, tmp_path: Path) -> Path:
    """Return a folder with a run of ``in.jsonl`` to ``out.csv`` that was killed on its way."""
    _copied(rows, tmp_path)
    with _begun(tmp_path, "in.jsonl", "-o", "out.csv", "--columns", "id,verdict") as process:
        wait_until(lambda: _size(spool_path(tmp_path / "out.csv")) > 10_000)
        process.kill()
        process.communicate()
    assert list(_written(tmp_path)) == [".out.csv.unfinished"]
    return tmp_path


def test_another_run_is_not_gone_on_with(broken_off: Path) -> None:
    """Other columns or another content of the input are refused by name, and what is kept stays."""
    kept = _written(broken_off)
    status, errors = _done(broken_off, "in.jsonl", "-o", "out.csv", "--columns", "id", "--resume")
    assert (status, "other columns" in errors, "leave --resume out" in errors) == (2, True, True)
    os.utime(broken_off / "in.jsonl", ns=(0, 0))
    status, errors = _done(broken_off, "in.jsonl", "-o", "out.csv", "--columns", "id,verdict", "--resume")
    assert (status, "another content of in.jsonl" in errors) == (2, True)
    assert _written(broken_off) == kept


def test_ctrl_c_tells_how_to_go_on(rows: Path, tmp_path: Path) -> None:
    """What is done stays, no output is half there, and a second run to the same OUT is refused meanwhile."""
    _copied(rows, tmp_path)
    with _begun(tmp_path, "in.jsonl", "-o", "out.jsonl", "--jobs", "2") as process:
        wait_until(lambda: _size(spool_path(tmp_path / "out.jsonl")) > 100_000)
        status, errors = _done(tmp_path, "in.jsonl", "-o", "out.jsonl", "--resume")
        assert (status, "out.jsonl is being written by another run" in errors) == (2, True)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: all processes are meant
        _, told = process.communicate()
    assert (process.returncode, told.decode()) == (
        130,
        "Stopped.\nWhat is done is kept; run the same command with --resume to go on.\n",
    )
    assert list(_written(tmp_path)) == [".out.jsonl.unfinished"]


def test_a_full_disk_tells_how_to_go_on(rows: Path, tmp_path: Path) -> None:
    """A disk that takes no more, here no longer file, ends the run; once it does the rest is done."""
    _copied(rows, tmp_path)
    arguments = ("in.jsonl", "-o", "out.jsonl", "--columns", "id,verdict,versions")
    with _begun(tmp_path, *arguments, most_bytes=90_000) as process:
        _, told = process.communicate()
    assert process.returncode == 2
    assert told.decode().splitlines()[-1] == "What is done is kept; run the same command with --resume to go on."
    assert "Traceback" not in told.decode()
    assert list(_written(tmp_path)) == [".out.jsonl.unfinished"]
    status, errors = _done(tmp_path, *arguments, "--resume", "-v")
    assert (status, f"{_ROWS - 75:,} scored, 75 rejected" in errors, "begun anew" in errors) == (3, True, False)
    resumed = _written(tmp_path)
    assert _done(tmp_path, *arguments)[0] == 3
    assert _written(tmp_path) == resumed


def test_of_several_outputs_those_that_are_made_stay(rows: Path, tmp_path: Path) -> None:
    """Who goes on makes the rest, and counts all; at the end nothing but the outputs is there."""
    _copied(rows, tmp_path)
    first = b'{"title": "Tidy a sheet", "description": "Ten rows."}\n{broken\n'
    (tmp_path / "a.jsonl").write_bytes(first)
    arguments = ("a.jsonl", "in.jsonl", "-o", "out/", "--columns", "id,verdict")
    with _begun(tmp_path, *arguments) as process:
        wait_until(lambda: _size(spool_path(tmp_path / "out" / "in.jsonl")) > 10_000)
        process.kill()
        process.communicate()
    made = (tmp_path / "out" / "a.jsonl").stat().st_ino
    status, errors = _done(tmp_path, *arguments, "--resume", "-v")
    assert (status, f"{_ROWS - 74:,} scored, 76 rejected" in errors) == (3, True)
    assert "--resume: 2 rows of out/a.jsonl were done before" in errors
    assert (tmp_path / "out" / "a.jsonl").stat().st_ino == made
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.jsonl", "a.jsonl.rejects.jsonl", "in.jsonl", "in.jsonl.rejects.jsonl"]


def test_without_anything_kept_it_simply_runs(tmp_path: Path) -> None:
    """So that one command can be repeated until it ends; it says so when asked."""
    (tmp_path / "in.jsonl").write_bytes(b'{"title": "Tidy a sheet", "description": "Ten rows."}\n')
    assert _done(tmp_path, "in.jsonl", "-o", "out.jsonl", "--resume") == (0, "")
    status, errors = _done(tmp_path, "in.jsonl", "-o", "out.jsonl", "--resume", "-v")
    assert (status, errors) == (0, "--resume: nothing is kept of out.jsonl, so it is begun anew\n1 scored\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("-", "-o", "out.jsonl"), "came through standard input is gone"), (("in.jsonl",), "name a file with -o OUT")],
)
def test_a_pipe_cannot_be_gone_on_with(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Nothing of it is kept."""
    (tmp_path / "in.jsonl").write_bytes(b"")
    status, errors = _done(tmp_path, *arguments, "--resume")
    assert (status, said in errors) == (2, True)
    assert _written(tmp_path) == {}
