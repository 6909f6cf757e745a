"""Several writers lose nothing, and a writer that is killed loses nothing that it was told is kept."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from serving.history.store import History
from tests.support.databases import Database
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


def _writer(database: Database, first: int, end: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, database.where, str(first), str(end)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def _kept(database: Database) -> set[str]:
    return {str(row[1]).removeprefix("upwork:n") for row in rows(database)["sighting"]}


def test_processes_that_start_and_write_together_lose_nothing(database: Database) -> None:
    """They make the tables at once, too."""
    writers = [_writer(database, 100 * n, 100 * n + 40) for n in range(3)]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert _kept(database) == {str(100 * n + k) for n in range(3) for k in range(40)}


def test_threads_that_share_a_history_lose_nothing(database: Database) -> None:
    """Reading in between."""
    with History.open(database.where, wait_s=60) as history, ThreadPoolExecutor(8) as pool:

        def work(number: int) -> None:
            history.remember([numbered(number)])
            history.copies([numbered(number + 1)])

        list(pool.map(work, range(80)))
    assert _kept(database) == {str(number) for number in range(80)}


def test_the_same_posting_from_many_threads_is_kept_once(database: Database) -> None:
    """Whoever comes first."""
    with History.open(database.where, wait_s=60) as history, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: history.remember([numbered(7)]), range(40)))
    assert len(rows(database)["sighting"]) == 1


def test_a_killed_writer_leaves_what_it_said_is_kept(database: Database) -> None:
    """And a history that the next one can read and write."""
    with _writer(database, 0, 100_000) as writer:
        assert writer.stdout
        said = {writer.stdout.readline().strip() for _ in range(30)}
        writer.kill()
        said |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    assert said <= _kept(database)
    assert database.whole()
    with History.open(database.where) as history:
        history.remember([numbered(200_000)])
    assert "200000" in _kept(database)
