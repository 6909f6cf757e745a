"""Several writers lose nothing, and a writer that is killed loses nothing that it was told is kept."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from serving.history.store import History
from tests.support.seen import numbered, rows
from tests.support.server import ROOT

#: Remembers the postings of a range one by one, and says each as soon as it is kept.
_WRITER = """
import sys
from serving.history.store import History
from tests.support.seen import numbered

with History.open(sys.argv[1], wait_s=60) as history:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        history.remember([numbered(number)])
        print(number, flush=True)
"""


def _writer(file: Path, first: int, end: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(file), str(first), str(end)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def _kept(file: Path) -> set[str]:
    return {str(row[1]).removeprefix("upwork:n") for row in rows(file)["sighting"]}


def test_processes_that_start_and_write_together_lose_nothing(file: Path) -> None:
    """They make the file at once, too."""
    writers = [_writer(file, 100 * n, 100 * n + 40) for n in range(3)]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert _kept(file) == {str(100 * n + k) for n in range(3) for k in range(40)}


def test_threads_that_share_a_history_lose_nothing(file: Path) -> None:
    """Reading in between."""
    with History.open(file, wait_s=60) as history, ThreadPoolExecutor(8) as pool:

        def work(number: int) -> None:
            history.remember([numbered(number)])
            history.copies([numbered(number + 1)])

        list(pool.map(work, range(80)))
    assert _kept(file) == {str(number) for number in range(80)}


def test_the_same_posting_from_many_threads_is_kept_once(file: Path) -> None:
    """Whoever comes first."""
    with History.open(file, wait_s=60) as history, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: history.remember([numbered(7)]), range(40)))
    assert len(rows(file)["sighting"]) == 1


def test_a_killed_writer_leaves_what_it_said_is_kept(file: Path) -> None:
    """And a file that the next one can read and write."""
    with _writer(file, 0, 100_000) as writer:
        assert writer.stdout
        said = {writer.stdout.readline().strip() for _ in range(30)}
        writer.kill()
        said |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    assert said <= _kept(file)
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    with History.open(file) as history:
        history.remember([numbered(200_000)])
    assert "200000" in _kept(file)
