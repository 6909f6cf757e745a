"""``bidworthy rank``: from a file to a table and a file, as a person meets it."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from features.errors import CallError
from serving.cli import main
from serving.rank.command import read_budget
from serving.rank.out import COLUMNS
from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "sample" / "postings.jsonl"
PROFILE = ROOT / "data" / "sample" / "profile.json"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
GOOD: dict[str, Any] = {
    "title": "Tidy a spreadsheet", "description": "Ten rows are attached.", "connects": 10,
    "pay": {"type": "fixed", "min": 900, "max": 900, "currency": "USD"},
    "client": {"jobs_posted": 14, "hire_rate_percent": 71, "total_spent_usd": 9000},
    "activity": {"interviewing": 1, "proposals": "Less than 5"},
}  # fmt: skip


def _run(*words: str, **more: Any) -> Result:
    return CliRunner().invoke(main, ["rank", *words], **more)


def _file(folder: Path, *postings: Any) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(f"{p if isinstance(p, str) else json.dumps(p)}\n" for p in postings), encoding="utf-8")
    return path


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_sample_is_ranked(tmp_path: Path, sample: list[dict[str, Any]]) -> None:
    """A row for each posting in the order of the file; the chosen fit the budget, and the table says the same."""
    out = tmp_path / "out.jsonl"
    result = _run(str(SAMPLE), "--connects", "80", "--profile", str(PROFILE), "-o", str(out))
    assert result.exit_code == 0, result.output
    rows = _rows(out)
    assert [row["row"] for row in rows] == list(range(1, len(sample) + 1))
    assert [row["id"] for row in rows] == [posting.get("id") for posting in sample]
    assert all(list(row) == list(COLUMNS) for row in rows)
    chosen = [row for row in rows if row["chosen"]]
    spent = sum(row["connects"] for row in chosen)
    assert 60 < spent <= 80
    assert all(row["expected_value_usd"] > 0 for row in chosen)
    assert all(row["connects"] or row["chosen"] for row in rows if (row["expected_value_usd"] or 0) > 0)
    assert f"{spent} of 80 Connects." in result.output
    numbers = {int(n) for n in re.findall(r"^ *(\d+)  .*(?:Apply|Consider)", result.output, re.MULTILINE)}
    assert numbers == {row["row"] for row in chosen}


@pytest.mark.parametrize("extension", ["json", "csv", "parquet"])
def test_every_format_holds_the_same_rows(tmp_path: Path, extension: str) -> None:
    """As JSONL does."""
    lines, other = tmp_path / "out.jsonl", tmp_path / f"out.{extension}"
    for out in (lines, other):
        assert _run(str(SAMPLE), "--connects", "80", "-o", str(out)).exit_code == 0
    rows = _rows(lines)
    match extension:
        case "json":
            assert json.loads(other.read_bytes()) == rows
        case "parquet":
            assert pq.read_table(other).to_pylist() == rows
        case _:
            with other.open(encoding="utf-8", newline="") as stream:
                cells = list(csv.DictReader(stream))
            assert [cell["why"] for cell in cells] == [row["why"] for row in rows]
            assert [json.loads(cell["chosen"]) for cell in cells] == [row["chosen"] for row in rows]
            assert [cell["share_of_draws"] == "" for cell in cells] == [row["share_of_draws"] is None for row in rows]


def test_packed_files_are_read_and_written(tmp_path: Path) -> None:
    """With the same rows as those that are not."""
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(_file(tmp_path, GOOD, GOOD).read_bytes()))
    for name in ("in.jsonl", "in.jsonl.gz"):
        assert _run(str(tmp_path / name), "--connects", "80", "-o", str(tmp_path / f"out.{name}")).exit_code == 0
    assert gzip.decompress((tmp_path / "out.in.jsonl.gz").read_bytes()) == (tmp_path / "out.in.jsonl").read_bytes()


def test_rows_alone_go_to_standard_output(tmp_path: Path) -> None:
    """For a program in a pipe; and the postings may come through one."""
    result = _run("-", "--connects", "80", "-o", "-", input=json.dumps(GOOD) + "\n")
    assert result.exit_code == 0
    (row,) = (json.loads(line) for line in result.stdout.splitlines())
    assert (row["chosen"], row["connects"], row["connects_assumed"]) == (True, 10, False)


def test_broken_rows_are_told_and_stop_nothing(tmp_path: Path) -> None:
    """By number and reason on standard error; the status is 3, and the rows keep their numbers."""
    path, out = _file(tmp_path, "{broken", {"title": "\x1b[2J", "description": 5}, GOOD), tmp_path / "out.jsonl"
    result = _run(str(path), "--connects", "80", "-o", str(out))
    first, second = result.stderr.splitlines()
    assert first.startswith("row 1: is not JSON")
    assert second.startswith("row 2: description: ")
    assert result.exit_code == 3
    assert [(row["row"], row["chosen"]) for row in _rows(out)] == [(3, True)]


@pytest.mark.parametrize("value", ["-1", "8.5", "80k", "", "٣", "1_0", " 8", "9" * 5000, "eighty"])
def test_a_budget_that_is_no_whole_number_is_refused(value: str) -> None:
    """The value is named, and what to write."""
    with pytest.raises(CallError, match=r"--connects is .*whole number from 0 .*--connects 80"):
        read_budget(value)
    result = _run(str(SAMPLE), "--connects", value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr) < 300


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--connects"),
        (["--connects", "80", "-o", "in.jsonl"], "same file as IN"),
        (["--connects", "80", "-o", "me.json", "--profile", "me.json"], "same file as the profile"),
        (["--connects", "80", "-o", "out.xlsx"], "ends in none of"),
        (["--connects", "80", "-o", "none/out.jsonl"], "cannot be written"),
        (["--connects", "80", "--profile", "none.json"], "none.json does not exist"),
        (["--connects", "80", "--assumptions", "bad.toml"], "rank_common_doubt is 2"),
    ],
)
def test_a_wrong_call_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str) -> None:
    """Status 2, no table, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    _file(tmp_path, GOOD)
    (tmp_path / "me.json").write_text("{}")
    (tmp_path / "bad.toml").write_text("rank_common_doubt = 2")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    result = _run("in.jsonl", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_no_budget_leaves_what_is_free(tmp_path: Path) -> None:
    """An invitation costs nothing; the rest costs more than there is."""
    invited = {**GOOD, "description": "Eleven rows.", "connects": None, "invited": True}
    out = tmp_path / "out.jsonl"
    assert _run(str(_file(tmp_path, GOOD, invited)), "--connects", "0", "-o", str(out)).exit_code == 0
    paid, free = _rows(out)
    assert (paid["chosen"], paid["why"]) == (False, "Costs 10 Connects, more than the budget of 0.")
    assert (free["chosen"], free["connects"], free["connects_assumed"]) == (True, 0, False)


def test_the_assumed_connects_are_an_assumption(tmp_path: Path) -> None:
    """A part of a Connect cannot be paid, so it is rounded up."""
    mine, out = tmp_path / "mine.toml", tmp_path / "out.jsonl"
    mine.write_text("typical_connects_high = 20.5")
    path = _file(tmp_path, {**GOOD, "connects": None})
    result = _run(str(path), "--connects", "80", "-o", str(out), "--assumptions", str(mine))
    (row,) = _rows(out)
    assert (row["chosen"], row["connects"], row["connects_assumed"]) == (True, 21, True)
    assert "21?" in result.output
    assert "21 Connects are assumed." in result.output


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_no_fault(tmp_path: Path, content: str) -> None:
    """It is said, and OUT is there without rows."""
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_text(content)
    result = _run(str(path), "--connects", "80", "-o", str(out))
    assert (result.exit_code, result.output, out.read_bytes()) == (0, "No posting could be read.\n", b"")


def test_a_file_of_skips_says_why_of_each(tmp_path: Path) -> None:
    """Nothing is chosen, and the danger is named."""
    bad = {**GOOD, "description": "Please message me on Telegram, and pay a deposit of $50 before you start."}
    result = _run(str(_file(tmp_path, bad, {**bad, "title": "Again"})), "--connects", "80")
    assert result.exit_code == 0
    assert result.output.startswith("Nothing here is worth its Connects within the budget of 80.")
    assert result.output.count("Skip: ") == 2


@pytest.mark.parametrize(
    "hostile", ["\x1b[2J\x1b[31mAPPLY", "a\x9b31mb", "x‮evil", "one\r\ntwo\tthree", "\x07" * 20, "{row}"]
)
def test_a_title_steers_no_terminal(tmp_path: Path, hostile: str) -> None:
    """Neither among the chosen nor among those left out."""
    good = {**GOOD, "title": hostile + " logo"}
    result = _run(str(_file(tmp_path, good, {**good, "description": "Nine rows.", "connects": 99})), "--connects", "80")
    assert result.exit_code == 0
    assert not [c for c in result.output if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "‪‫‬‭‮⁦⁧⁨⁩"]
    assert len([line for line in result.output.splitlines() if line.endswith("logo")]) == 2


def test_colour_on_a_terminal_only() -> None:
    """Piped, the table is plain; the colours add nothing but themselves."""
    plain, coloured = (_run(str(SAMPLE), "--connects", "80", color=colour).output for colour in (False, True))
    assert not STYLE.search(plain)
    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == plain


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    """However often it is ranked."""
    outs = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    told = [_run(str(SAMPLE), "--connects", "80", "-o", str(out)).output for out in outs]
    assert told[0] == told[1]
    assert outs[0].read_bytes() == outs[1].read_bytes()
