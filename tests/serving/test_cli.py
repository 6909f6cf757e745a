"""Tests of `serving.cli`, as a person meets it: a process, its pipes, its exit status."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]

Result = subprocess.CompletedProcess[bytes]
Call = Callable[..., Result]

_POSTING = b'{"id": "p-1", "title": "Tidy a spreadsheet", "description": "Ten rows are attached.", "connects": 6}\n'


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Return a function that runs ``bidworthy`` in an empty folder."""

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "serving.cli", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            check=False,
        )

    return run


def _says(result: Result, *words: str) -> None:
    """Assert a wrong call: status 2, nothing on standard output, and one plain message with these words."""
    message = result.stderr.decode()
    assert (result.returncode, result.stdout) == (2, b""), message
    assert "Traceback" not in message
    for word in words:
        assert word in message


def test_a_pipe_gives_one_line_for_each_line(call: Call) -> None:
    """Standard input to standard output, in order, silently, with status 0."""
    second = _POSTING.replace(b"p-1", b"p-2")
    result = call("score", "-", stdin=_POSTING + second)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["p-1", "p-2"]
    assert (result.returncode, result.stderr) == (0, b"")


def test_rejects_of_a_pipe_go_to_standard_error(call: Call) -> None:
    """A broken line goes to standard error, whole, before the count; the status is 3."""
    result = call("score", "-", stdin=b"{broken \xff\n" + _POSTING)
    reject, summary = result.stderr.splitlines()
    assert json.loads(reject)["row"] == 1
    assert summary == b"1 scored, 1 rejected"
    assert (result.returncode, len(result.stdout.splitlines())) == (3, 1)


@pytest.mark.parametrize("extension", ["jsonl", "json", "csv", "parquet"])
def test_rejects_of_a_file_go_beside_the_output(call: Call, tmp_path: Path, extension: str) -> None:
    """OUT holds the answers, OUT.rejects.jsonl the rest, and nothing else is left in the folder."""
    (tmp_path / "in.jsonl").write_bytes(_POSTING + b"{broken\n")
    result = call("score", "in.jsonl", "-o", f"out.{extension}")
    rejects = f"out.{extension}.rejects.jsonl"
    assert (result.returncode, result.stdout) == (3, b"")
    assert result.stderr.decode() == f"1 scored, 1 rejected → {rejects}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.jsonl", f"out.{extension}", rejects])
    (line,) = (tmp_path / rejects).read_text().splitlines()
    assert json.loads(line)["input"] == "{broken"


def test_a_clean_run_removes_the_old_rejects(call: Call, tmp_path: Path) -> None:
    """Rejects of an earlier run do not stay beside a run that had none."""
    (tmp_path / "in.jsonl").write_bytes(_POSTING)
    (tmp_path / "out.csv.rejects.jsonl").write_text("old")
    assert call("score", "in.jsonl", "-o", "out.csv").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.csv"]


@pytest.mark.parametrize("name", ["in.jsonl", "in.json", "in.csv"])
def test_an_empty_file_is_no_fault(call: Call, tmp_path: Path, name: str) -> None:
    """Nothing in gives an output without answers, and says so."""
    (tmp_path / name).write_bytes(b"")
    result = call("score", name, "-o", "out.json")
    assert (result.returncode, result.stderr) == (0, b"0 postings\n")
    assert json.loads((tmp_path / "out.json").read_bytes()) == []


def test_verbose_says_how_many(call: Call) -> None:
    """A pipe is silent unless it is asked."""
    assert call("score", "-", "--verbose", stdin=_POSTING).stderr == b"1 scored\n"


def test_the_profile_changes_the_answer(call: Call, tmp_path: Path) -> None:
    """A profile file is read and used."""
    (tmp_path / "me.json").write_text('{"connect_price_usd": 0.5}')
    alone = json.loads(call("score", "-", stdin=_POSTING).stdout)
    known = json.loads(call("score", "-", "--profile", "me.json", stdin=_POSTING).stdout)
    assert known["worth"]["connects_cost_usd"] > alone["worth"]["connects_cost_usd"]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--columns", "worth.p_win, verdict,scam"], {"verdict": str, "scam": dict, "worth": dict}),
        (["--columns", "verdict,scam.types", "--flat"], {"verdict": str, "scam.types": str}),
        (["-o", "out.csv", "--columns", "verdict,scam.types"], {"verdict": str, "scam.types": str}),
        (["-o", "out.parquet", "--columns", "verdict,scam.types"], {"verdict": str, "scam.types": str}),
        (["-o", "out.parquet", "--columns", "verdict,scam.types", "--nested"], {"verdict": str, "scam": dict}),
    ],
)
def test_columns_are_chosen(call: Call, tmp_path: Path, arguments: list[str], wanted: dict[str, type]) -> None:
    """What is asked for is written, in the answer's order, in the shape of the format or the one asked for."""
    result = call("score", "-", *arguments, stdin=_POSTING)
    assert result.returncode == 0
    (row,) = _rows(tmp_path / arguments[1]) if arguments[0] == "-o" else [json.loads(result.stdout)]
    assert {name: type(value) for name, value in row.items()} == wanted
    assert list(row) == list(wanted)


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["score"], ["IN"]),
        (["score", "none.jsonl"], ["none.jsonl", "does not exist"]),
        (["score", "in.txt"], ["in.txt", ".parquet"]),
        (["score", "in.jsonl", "-o", "out.xlsx"], ["out.xlsx", ".parquet"]),
        (["score", "folder.jsonl"], ["folder.jsonl", "is a folder"]),
        (["score", "folder.jsonl", "-o", "folder.jsonl"], ["folder.jsonl", "is a folder", ".parquet"]),
        (["score", "in.jsonl", "-o", "none/out.jsonl"], ["none", "cannot be written"]),
        (["score", "in.jsonl", "-o", "./in.jsonl"], ["in.jsonl", "same file as IN"]),
        (["score", "in.jsonl", "-o", "link.jsonl"], ["link.jsonl", "same file as IN"]),
        (["score", "in.csv.rejects.jsonl", "-o", "in.csv"], ["in.csv.rejects.jsonl", "same file as IN"]),
        (["score", "in.jsonl", "--profile", "me.json", "-o", "me.json"], ["me.json", "same file as the profile"]),
        (["score", "in.jsonl", "--profile", "none.json"], ["none.json", "does not exist"]),
        (["score", "in.jsonl", "--profile", "bad.json"], ["bad.json", "profile"]),
        (["score", "in.jsonl", "--bundle", "none"], ["none"]),
        (["score", "in.jsonl", "--assumptions", "none.toml"], ["none.toml"]),
        (["score", "text.json"], ["text.json", "begins with"]),
        (["score", "in.jsonl", "--columns", "verdikt"], ["--columns", "'verdikt'", "did you mean verdict?"]),
        (["score", "in.jsonl", "-o", "out.csv", "--columns", ""], ["--columns", "name some of id, verdict"]),
        (["score", "in.jsonl", "-o", "out.csv", "--nested"], ["--nested", "out.csv", "CSV"]),
        (["score", "text.parquet", "-o", "out.csv"], ["text.parquet", "Parquet"]),
        (["score", "empty.parquet", "-o", "out.csv"], ["empty.parquet", "Parquet"]),
        (["serve", "--host", "0.0.0.0"], ["0.0.0.0", "BIDWORTHY_TOKEN"]),  # noqa: S104 - refusing it is the point
        (["serve", "--port", "70000"], ["70000"]),
        (["serve", "--allow-origin", "*"], ["*"]),
        (["serve", "--workers", "many"], ["--workers", "many", "auto"]),
        (["score", "in.jsonl", "--colour"], ["--colour"]),
        (["sell"], ["sell"]),
    ],
)
def test_a_wrong_call_is_told_plainly(call: Call, tmp_path: Path, arguments: list[str], words: list[str]) -> None:
    """The message names the thing, the status is 2, and no file is made or changed."""
    for name in ("in.jsonl", "in.csv.rejects.jsonl"):
        (tmp_path / name).write_bytes(_POSTING)
    (tmp_path / "me.json").write_text("{}")
    (tmp_path / "bad.json").write_text('{"hourly_rate_usd": "much"')
    for name in ("text.json", "text.parquet"):
        (tmp_path / name).write_text("title,description\n")
    (tmp_path / "empty.parquet").write_bytes(b"")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "link.jsonl").symlink_to("in.jsonl")
    before = {path.name: path.is_dir() or path.read_bytes() for path in tmp_path.iterdir()}
    _says(call(*arguments, BIDWORTHY_TOKEN=""), *words)
    assert {path.name: path.is_dir() or path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_full_disk_is_told_plainly(call: Call, tmp_path: Path) -> None:
    """A write that fails ends the run with a message, and leaves nothing behind."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full: nothing to write to that is always full")
    command = f"{sys.executable} -m serving.cli score - > /dev/full"
    result = subprocess.run(["sh", "-c", command], input=_POSTING, capture_output=True, cwd=ROOT, check=False)
    _says(result, "No space left")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """When the reader leaves early, as ``head`` does, nobody is told about it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "serving.cli", "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout
    process.stdout.close()
    process.stdout = None
    _, errors = process.communicate(_POSTING * 300)
    assert (process.returncode, errors) == (141, b"")


def test_an_interrupt_ends_with_130() -> None:
    """Ctrl-C while it waits for more lines ends it with one word and the usual status."""
    with subprocess.Popen(
        [sys.executable, "-m", "serving.cli", "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        # A shell's background job hands on that it ignores interrupts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(_POSTING * 300)
        process.stdin.flush()
        assert process.stdout.readline()  # it is at work now
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert (process.stderr.read(), process.wait()) == (b"Stopped.\n", 130)


def test_the_same_file_gives_the_same_bytes(call: Call, tmp_path: Path) -> None:
    """Two runs in two processes write the same bytes."""
    (tmp_path / "in.jsonl").write_bytes(_POSTING * 3)
    for name in ("a.parquet", "b.parquet"):
        assert call("score", "in.jsonl", "-o", name, PYTHONHASHSEED=str(len(name) + ord(name[0]))).returncode == 0
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


@pytest.mark.parametrize("command", [[], ["score"], ["serve"]])
def test_help_shows_an_example(call: Call, command: list[str]) -> None:
    """Each command's help says how it is used."""
    result = call(*command, "--help")
    assert result.returncode == 0
    assert b"Usage:" in result.stdout
    assert all(f"bidworthy {name}".encode() in result.stdout for name in command)


def test_each_example_of_score_has_a_line(call: Call) -> None:
    """So that it can be copied."""
    lines = call("score", "--help").stdout.decode().splitlines()
    assert [line for line in lines if line.startswith("    bidworthy score ")][2:] == [
        "    bidworthy score '2026/*.jsonl.gz' -o scores.parquet --jobs auto --resume"
    ]


def test_the_version_is_told(call: Call) -> None:
    """``--version`` names the program and its version."""
    assert call("--version").stdout.startswith(b"bidworthy, version ")


def test_help_loads_nothing_heavy() -> None:
    """The command line imports no server, no tables and no scorer before a command needs them."""
    code = "import sys, serving.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True)
    heavy: set[Any] = {"fastapi", "pyarrow", "numpy", "pydantic", "rich", "uvicorn"}
    assert heavy.isdisjoint(result.stdout.split())


@pytest.mark.parametrize("history", ["None", "'history.sqlite3'"])
def test_who_keeps_nothing_loads_no_database(history: str, tmp_path: Path) -> None:
    """What speaks to databases takes a fifth of the start; with a history it is there."""
    code = f"import sys; from serving import run, app, settings as s; app.create_app(s.Settings(history={history}))"
    code += "; print('sqlalchemy' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=tmp_path, check=True, text=True)
    assert result.stdout.split() == [str(history != "None")]
