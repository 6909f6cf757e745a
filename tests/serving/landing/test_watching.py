"""``bidworthy watch`` as it runs: a process, files that land, and what becomes of them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from serving.batch.spool import spool_path
from serving.cli import main
from serving.landing.book import BOOK
from tests.support.load import wait_until
from tests.support.server import ROOT

SAMPLE = ROOT / "data" / "sample" / "postings.jsonl"
#: About as many bytes as the spool of one of the files below takes.
_FILE_BYTES = 30_000
ROWS = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


@contextmanager
def watching(inbox: Path, out: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Give a running watcher; kill it if it still runs."""
    words = [sys.executable, "-m", "serving.cli", "watch", str(inbox), "-o", str(out), "--every", "0.1", *more]
    with subprocess.Popen(words, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def _said(out: Path) -> Counter[tuple[str, str]]:
    try:
        lines = (out / BOOK).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Counter()
    return Counter((said["file"], said["state"]) for said in map(json.loads, filter(_is_whole, lines)))


def _is_whole(line: str) -> bool:
    return line.endswith("}")


def _done(out: Path, name: str) -> bool:
    return _said(out)[name, "done"] > 0


def test_what_lands_is_scored_as_a_file_is(tmp_path: Path) -> None:
    """What is there at the start, what comes later, and what comes again with another content; bad rows beside it."""
    inbox, out, alone = tmp_path / "inbox", tmp_path / "out", tmp_path / "alone.jsonl"
    inbox.mkdir()
    (inbox / "first.jsonl").write_text(_lines(ROWS[:3]))
    with watching(inbox, out) as process:
        wait_until(lambda: _done(out, "first.jsonl"))
        (inbox / "later.csv").write_text("title,description,pay.type\nLogo,Draw a logo.,fixed\nLogo,Draw it.,barter\n")
        wait_until(lambda: _done(out, "later.csv"))
        (inbox / "first.jsonl").write_text(_lines(ROWS[3:7]))
        wait_until(lambda: _said(out)["first.jsonl", "done"] == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 3
    CliRunner().invoke(main, ["score", str(inbox / "first.jsonl"), "-o", str(alone)])
    assert (out / "first.jsonl").read_bytes() == alone.read_bytes()
    [reject] = (out / "later.csv.rejects.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(reject)["row"] == 2
    assert len((out / "later.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert _said(out) == {
        ("first.jsonl", "begun"): 2, ("first.jsonl", "done"): 2, ("later.csv", "begun"): 1, ("later.csv", "done"): 1,
    }  # fmt: skip


def test_a_file_that_cannot_be_read_is_told_once_and_stops_nothing(tmp_path: Path) -> None:
    """Until somebody mends it."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "bad.parquet").write_bytes(b"no parquet")
    with watching(inbox, out) as process:
        wait_until(lambda: _said(out)["bad.parquet", "refused"])
        (inbox / "good.jsonl").write_text(_lines(ROWS[:1]))
        wait_until(lambda: _done(out, "good.jsonl"))
        process.send_signal(signal.SIGINT)
        assert process.wait() == 3
        assert process.stderr is not None
        assert process.stderr.read().count("'bad.parquet':") == 1
    assert _said(out)["bad.parquet", "refused"] == 1
    assert not (out / "bad.parquet").exists()
    (inbox / "bad.parquet").unlink()
    (inbox / "bad.jsonl").write_text("{}\n")
    with watching(inbox, out, "--once") as process:
        assert process.wait() == 3  # of its one row
    assert _done(out, "bad.jsonl")


def test_begun_again_with_other_settings_leaves_nothing_out(tmp_path: Path) -> None:
    """Killed in the middle of a file, and begun again with other columns: the file is scored as it is asked for now."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.jsonl").write_text(_lines([row | {"id": f"{count}"} for count in range(60) for row in ROWS]))
    with watching(inbox, out, "--columns", "id,verdict") as process:
        wait_until(lambda: any(path.stat().st_size > 10_000 for path in out.glob(".*.unfinished")))
        process.kill()
    with watching(inbox, out, "--columns", "id, level", "--once") as process:
        assert process.wait() == 0
    lines = (out / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 60 * len(ROWS)
    assert {tuple(json.loads(line)) for line in lines} == {("id", "level")}
    assert not list(out.glob(".*.unfinished"))


def test_a_place_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    """A folder is in the way of one output; the others are made, and that one once it is gone."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    for folder in (inbox, out / "a.jsonl"):
        folder.mkdir(parents=True)
    for name in ("a.jsonl", "b.jsonl"):
        (inbox / name).write_text(_lines(ROWS[:1]))
    with watching(inbox, out, "--once") as process:
        assert process.wait() == 3
    assert _done(out, "b.jsonl")
    (out / "a.jsonl").rmdir()
    with watching(inbox, out, "--once") as process:
        assert process.wait() == 0
    assert _said(out)["b.jsonl", "done"] == _said(out)["a.jsonl", "done"] == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="here every file may be read")
def test_a_file_that_may_not_be_read_yet_is_scored_once_it_may(tmp_path: Path) -> None:
    """Neither its size nor its time changes then."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.jsonl").write_text(_lines(ROWS[:1]))
    (inbox / "a.jsonl").chmod(0)
    with watching(inbox, out) as process:
        assert process.stderr is not None
        while "a.jsonl" not in process.stderr.readline():
            pass
        (inbox / "a.jsonl").chmod(0o600)
        wait_until(lambda: _done(out, "a.jsonl"))


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_not_utf_8_stops_nothing(tmp_path: Path) -> None:
    """It is told, and the files behind it are scored."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    try:
        (inbox / os.fsdecode(b"a\xff.jsonl")).write_text(_lines(ROWS[:1]))
    except OSError:
        pytest.skip("this file system takes no such name")
    (inbox / "b.jsonl").write_text(_lines(ROWS[:1]))
    with watching(inbox, out, "--once") as process:
        assert process.wait() == 3
        assert process.stderr is not None
        assert "is not UTF-8; rename the file" in process.stderr.read()
    assert _done(out, "b.jsonl")


def test_killed_after_its_last_word_on_a_file_it_leaves_no_mark(tmp_path: Path) -> None:
    """The book says that it is done, and what lay beside the output goes with the next start."""
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / "a.jsonl").write_text(_lines(ROWS[:1]))
    with watching(inbox, out, "--once") as process:
        assert process.wait() == 0
    spool_path(out / "a.jsonl").write_bytes(b"a mark")
    with watching(inbox, out, "--once") as process:
        assert process.wait() == 0
    assert not spool_path(out / "a.jsonl").exists()
    assert _said(out)["a.jsonl", "done"] == 1


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="nothing is killed in this way there")
def test_killed_at_any_moment_each_file_is_scored_once(tmp_path: Path) -> None:
    """Twelve files, a watcher that is killed fifteen times, somebody who takes outputs away at once: none comes twice."""
    inbox, out, taken = tmp_path / "inbox", tmp_path / "out", tmp_path / "taken"
    for folder in (inbox, taken):
        folder.mkdir()
    for number in range(12):
        rows = [row | {"id": f"{number}-{count}"} for count in range(15) for row in ROWS]
        (inbox / f"{number:02}.jsonl").write_text(_lines(rows))
    chance, times = random.Random(7), Counter[str]()  # noqa: S311 - a seed, no secret

    def take() -> None:
        for path in out.glob("[0-9]*.jsonl"):
            times[path.name] += 1
            path.rename(taken / f"{path.name}.{times[path.name]}")

    def killed(process: subprocess.Popen[str], after: int) -> bool:
        take()
        spool = sum(path.stat().st_size for path in out.glob(".*.unfinished"))
        return process.poll() is not None or spool + _FILE_BYTES * len(times) >= after

    for kill in range(15):
        with watching(inbox, out, "--columns", "id,verdict") as process:
            after = int((kill + chance.random()) * 12 * _FILE_BYTES / 15)
            wait_until(partial(killed, process, after))
    with watching(inbox, out, "--once", "--columns", "id,verdict") as process:
        wait_until(lambda: killed(process, 10**12))
    take()
    assert times == {f"{number:02}.jsonl": 1 for number in range(12)}
    for number in range(12):
        answers = (taken / f"{number:02}.jsonl.1").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in answers] == [f"{number}-{count}" for count in range(15) for _ in ROWS]
    assert not list(out.glob(".*.unfinished"))
    assert not list(out.glob(".*.part"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gone"], "gone cannot be watched"),
        (["inbox", "-o", "inbox"], "is the folder that is watched"),
        (["inbox", "--every", "0"], "--every is 0; name seconds from 0.1"),
        (["inbox", "-o", "no/such/folder"], "cannot be made a folder"),
        (["inbox", "--columns", "gost"], "did you mean ghost?"),
        (["inbox", "--jobs", "none"], "--jobs is 'none'"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    """With status 2 and no file written."""
    monkeypatch.chdir(tmp_path)
    Path("inbox").mkdir()
    (tmp_path / "inbox" / "a.jsonl").write_text(_lines(ROWS[:1]))
    result = CliRunner().invoke(main, ["watch", *arguments, "--once"])
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert not list(tmp_path.rglob(BOOK))
