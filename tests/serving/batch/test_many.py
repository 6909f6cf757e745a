"""Many files and many rows at once, as a person scores them."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from features.errors import CallError
from serving.batch.plan import planned
from tests.support.broken import BROKEN
from tests.support.server import ROOT

Score = Callable[..., subprocess.CompletedProcess[str]]

_POSTING = {"title": "Tidy a spreadsheet", "description": "Ten rows are attached.", "connects": 6}


@pytest.fixture
def score(tmp_path: Path) -> Score:
    """Return a function that runs ``bidworthy score`` in a folder with three inputs."""
    lines = [json.dumps({"id": f"p-{number}", **_POSTING}).encode() + b"\n" for number in range(1, 6)]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(b"".join(lines[:2]) + b"{broken\n")
    (tmp_path / "in" / "b.json.bz2").write_bytes(bz2.compress(b"[" + lines[2] + b", 3]"))
    table = io.StringIO()
    writer = csv.DictWriter(table, ["id", *_POSTING])
    writer.writeheader()
    writer.writerows({"id": f"p-{number}", **_POSTING} for number in (4, 5))
    (tmp_path / "in" / "c.csv.gz").write_bytes(gzip.compress(table.getvalue().encode()))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "serving.cli", "score", *arguments],
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=False,
            text=True,
        )

    return run


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "names", [("in",), ("in/*",), ("in/a.jsonl", "in/[bc].*")], ids=["a folder", "a pattern", "a file and a pattern"]
)
def test_several_inputs_make_one_output(score: Score, tmp_path: Path, names: tuple[str, ...]) -> None:
    """In order, and a reject says in which input it stands."""
    result = score(*names, "-o", "out.jsonl")
    assert (result.returncode, result.stderr) == (3, "5 scored, 2 rejected → out.jsonl.rejects.jsonl\n")
    assert [answer["id"] for answer in _lines(tmp_path / "out.jsonl")] == [f"p-{number}" for number in range(1, 6)]
    rejects = [(line["file"], line["row"]) for line in _lines(tmp_path / "out.jsonl.rejects.jsonl")]
    assert rejects == [("in/a.jsonl", 3), ("in/b.json.bz2", 2)]


def test_several_inputs_go_to_a_pipe(score: Score) -> None:
    """Rejects on standard error say the file, too."""
    result = score("in/a.jsonl", "in/b.json.bz2")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["p-1", "p-2", "p-3"]
    assert [json.loads(line)["file"] for line in result.stderr.splitlines()[:-1]] == ["in/a.jsonl", "in/b.json.bz2"]


def test_a_folder_takes_an_output_for_each_input(score: Score, tmp_path: Path) -> None:
    """Of the same name, packed alike, with rejects of its own that name no file."""
    result = score("in", "-o", "out/", "--columns", "id")
    assert (result.returncode, result.stderr) == (3, "5 scored, 2 rejected → out/ (*.rejects.jsonl)\n")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a.jsonl", "a.jsonl.rejects.jsonl", "b.json.bz2", "b.json.bz2.rejects.jsonl", "c.csv.gz"]
    assert json.loads(bz2.decompress((tmp_path / "out" / "b.json.bz2").read_bytes())) == [{"id": "p-3"}]
    assert gzip.decompress((tmp_path / "out" / "c.csv.gz").read_bytes()) == b"id\np-4\np-5\n"
    assert "file" not in _lines(tmp_path / "out" / "a.jsonl.rejects.jsonl")[0]


def test_a_damaged_input_leaves_nothing_half_there(score: Score, tmp_path: Path) -> None:
    """What was whole before stays, of the rest nothing is there, and the message names the file and the row."""
    whole = (tmp_path / "in" / "c.csv.gz").read_bytes()
    (tmp_path / "in" / "c.csv.gz").write_bytes(whole[:-9])
    result = score("in", "-o", "out.jsonl")
    assert (result.returncode, "in/c.csv.gz" in result.stderr, "cannot be unpacked" in result.stderr) == (2, True, True)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert score("in", "-o", "out/").returncode == 2
    names = sorted(path.name for path in (tmp_path / "out").iterdir() if not path.name.endswith(".rejects.jsonl"))
    assert names == ["a.jsonl", "b.json.bz2"]


@pytest.mark.parametrize("said", ["0", "-1", "many", "1.5", "", "9999", "٢"])
def test_a_number_of_processes_that_cannot_be(score: Score, said: str) -> None:
    """It is named, and what can be."""
    result = score("in", f"--jobs={said}")
    assert (result.returncode, "--jobs is" in result.stderr, "auto" in result.stderr) == (2, True, True)


@pytest.mark.slow
def test_one_broken_row_in_a_hundred(score: Score, sample: list[dict[str, Any]], tmp_path: Path) -> None:
    """Twelve kinds of them among some thousand rows: every good one is scored, every bad one told, and the counts add up."""
    draw, count, kinds = random.Random(5), 3_600, list(BROKEN)  # noqa: S311 - no secret
    bad = {number: kinds[at % 12] for at, number in enumerate(draw.sample(range(1, count + 1), count // 100))}
    good = []
    with (tmp_path / "in.jsonl").open("wb") as file:
        for number in range(1, count + 1):
            if number in bad:
                file.write(BROKEN[bad[number]][0] + b"\n")
            else:
                good.append(f"p-{number}")
                file.write(json.dumps(sample[number % len(sample)] | {"id": good[-1]}).encode() + b"\n")
    result = score("in.jsonl", "-o", "out.jsonl", "--jobs", "2", "--columns", "id,verdict")
    assert (result.returncode, result.stderr.startswith("3,564 scored, 36 rejected")) == (3, True)
    assert [answer["id"] for answer in _lines(tmp_path / "out.jsonl")] == good
    rejects = _lines(tmp_path / "out.jsonl.rejects.jsonl")
    assert [(line["row"], line["field"]) for line in rejects] == [(n, BROKEN[bad[n]][1] or None) for n in sorted(bad)]
    assert all(line["error"] and "input" in line for line in rejects)


def test_answers_and_rejects_of_two_inputs_never_share_a_name(tmp_path: Path) -> None:
    """Whoever mended rejects and scores them beside their file is told before anything is written."""
    for name in ("x.jsonl", "x.jsonl.rejects.jsonl"):
        (tmp_path / name).write_text('{"title": "Logo", "description": ""}\n')
    names = [str(tmp_path / name) for name in ("x.jsonl.rejects.jsonl", "x.jsonl")]
    with pytest.raises(CallError, match="answers and rejects both"):
        planned(names, f"{tmp_path / 'out'}/")


@pytest.mark.parametrize("name", ["", "a\udcff.jsonl"])
def test_a_name_that_cannot_be_written_down_is_refused(name: str) -> None:
    """As an input and as an output."""
    for sources, target in (([name], "out.jsonl"), (["in.jsonl"], name)):
        with pytest.raises(CallError, match=r"is empty|is not UTF-8"):
            planned(sources, target)
