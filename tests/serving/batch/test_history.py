"""A file of postings is judged by a history, and adds nothing to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from serving.history.store import History
from tests.support.databases import database_in
from tests.support.seen import rows, seen
from tests.support.server import ROOT
from tests.support.texts import ORIGINAL


def _score(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    postings = [{"id": id_, "title": "", "description": ORIGINAL, "client": {"id": id_}} for id_ in "xyz"]
    return subprocess.run(
        [sys.executable, "-m", "serving.cli", "score", "-", *arguments],
        input=b"".join(json.dumps(posting).encode() + b"\n" for posting in postings),
        capture_output=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )


def _copies(result: subprocess.CompletedProcess[bytes]) -> list[list[str]]:
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    return [[reason["text"] for reason in answer["reasons"] if reason["code"].startswith("copy_")] for answer in answers]


def test_rows_are_judged_by_the_history_alone(tmp_path: Path) -> None:
    """Never by the rows before them, and the history is as it was."""
    file = tmp_path / "history.sqlite3"
    with History.open(file) as history:
        history.remember([seen("1", "a")])
    before = rows(database_in(file))
    result = _score(tmp_path, "--history", file.name)
    assert (result.returncode, result.stderr) == (0, b"")
    first, *others = _copies(result)
    assert first[0].startswith("Another client")
    assert others == [first, first]
    assert rows(database_in(file)) == before


def test_without_one_nothing_is_looked_up(tmp_path: Path) -> None:
    """Off is the same as not named."""
    assert _copies(_score(tmp_path)) == _copies(_score(tmp_path, "--history", "off")) == [[], [], []]
    assert list(tmp_path.iterdir()) == []


def test_a_history_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    """One line; nothing is made and nothing is scored."""
    result = _score(tmp_path, "--history", "none.sqlite3")
    (line,) = result.stderr.decode().splitlines()
    assert (result.returncode, result.stdout) == (2, b"")
    assert line.startswith("Error: none.sqlite3: there is no such history")
    assert list(tmp_path.iterdir()) == []


def test_the_answers_may_not_go_over_the_history(tmp_path: Path) -> None:
    """A slip of the tongue must not cost what was remembered."""
    file = tmp_path / "history.csv"
    History.open(file).close()
    result = _score(tmp_path, "--history", file.name, "-o", file.name)
    assert (result.returncode, b"is the same file as the history" in result.stderr) == (2, True)
