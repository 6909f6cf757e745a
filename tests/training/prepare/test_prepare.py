"""``bidworthy-train prepare``: what is wrong is told by row and column, and what is written can be trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from features.errors import DataError
from training.cli import cli
from training.config import Config
from training.sources.folder import find_data
from training.sources.labels import load_labels
from training.sources.outcomes import load_outcomes
from training.sources.postings import load_postings
from training.sources.risk import load_risk

CSV = """id,title,description,pay.type,pay.min,pay.max,posted_at,observed_at,client.id,client.jobs_posted,client.country
n-1,Tidy a ledger,Forty receipts into one sheet.,hourly,10,20,2026-10-01T10:00:00Z,2026-10-02T10:00:00Z,c1,4,Peru
n-2,,,hourly,10,20,2026-10-01T10:00:00Z,2026-10-02T10:00:00Z,c1,4,Peru
n-3,Draw a map,A map of a valley.,hourly,10,5000,2026-10-01T10:00:00Z,2026-10-02T10:00:00Z,c2,4,Peru
n-4,Draw a chart,A chart of a bay.,fixed,10,50,2026-10-01T10:00:00Z,2026-10-02T10:00:00Z,c2,many,Peru
n-5,Draw a sea chart,A chart of a bay.,fixed,10,50,2026-10-05T10:00:00Z,2026-10-02T10:00:00Z,c2,4,Peru
n-6,Sew a sail,"One sail, 12 square metres.",fixed,90,90,2026-10-01T10:00:00Z,2026-10-02T10:00:00Z,c3,1,Peru
n-6,Sew a sail,"One sail, 12 square metres.",fixed,95,95,2026-10-01T10:00:00Z,2026-10-04T10:00:00Z,c3,1,Peru
"""
WRONG = [
    (2, "", "title and description are both empty"),
    (3, "pay.max", "is over 2,000 an hour"),
    (4, "client.jobs_posted", "is not a count"),
    (5, "posted_at", "is later than observed_at"),
]


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with ``new.csv``, in which commands are called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIDWORTHY_DATA_DIR", raising=False)
    (tmp_path / "new.csv").write_text(CSV, encoding="utf-8")
    return tmp_path


def _call(*words: str) -> Result:
    return CliRunner().invoke(cli, ["prepare", *words])


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_wrong_is_told_by_row_and_column(new: Path) -> None:
    """Every wrong row once, with the file; the rest goes on, and the status says so."""
    result = _call("new.csv", "--out", "ready", "--without-base")
    assert "no outcomes to learn from" in str(result.exception)
    result = _call("new.csv", "--out", "ready")
    assert result.exit_code == 3, result.output
    told = sorted((row["row"], row["column"], row["error"]) for row in _lines(new / "ready" / "rejects.jsonl"))
    assert [(row, column) for row, column, _ in told] == [(row, column) for row, column, _ in WRONG]
    assert all(words in error for (_, _, error), (_, _, words) in zip(told, WRONG, strict=True))
    assert "4 rows left out" in result.output


def test_it_is_read_as_data(new: Path) -> None:
    """The parts are apart, duplicates are gone, the newest look stays, and the country does not travel."""
    _call("new.csv", "--out", "ready")
    folder = find_data({"BIDWORTHY_DATA_DIR": str(new / "ready")})
    train, test = load_postings(folder), load_postings(folder.of("test"))
    assert not {row.group for row in train} & {row.group for row in test}
    rows = {row.key: row for row in train + test}
    assert {"n-1", "n-6"} <= set(rows)
    assert rows["n-6"].posting.pay is not None
    assert rows["n-6"].posting.pay.max == 95
    assert (rows["n-1"].posting.client.country, rows["n-1"].source) == (None, "new")
    labels = [load_risk(part, load_postings(part)) for part in (folder, folder.of("test"))]
    assert sum(map(len, labels)) == 40
    parts = [{name for market in load_outcomes(part) for name in market.client} for part in (folder, folder.of("test"))]
    assert not parts[0] & parts[1]


def test_the_same_files_give_the_same_bytes(new: Path) -> None:
    """Every file, its digests included."""
    _call("new.csv", "--out", "one")
    _call("new.csv", "--out", "two")
    first, second = ({path.name: path.read_bytes() for path in (new / name).iterdir()} for name in ("one", "two"))
    assert len(first) == 6
    assert first == second


def test_what_was_prepared_can_be_prepared_again(new: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more files: no row is lost, each is still known to be of its file, and no group changes its side."""
    _call("new.csv", "--out", "one")
    monkeypatch.setenv("BIDWORTHY_DATA_DIR", str(new / "one"))
    (new / "more.jsonl").write_text('{"id": "n-9", "title": "Mend a net", "description": "By Monday."}\n', encoding="utf-8")
    result = _call("more.jsonl", "--out", "two")
    assert result.exit_code == 0, result.output
    one, two = (pd.read_parquet(new / name / "postings.rows.parquet").set_index("key") for name in ("one", "two"))
    assert set(two.index) - set(one.index) == {"n-9"}
    assert (
        (two.loc[one.index, ["group", "part", "input", "posting"]] == one[["group", "part", "input", "posting"]]).all().all()
    )
    folders = [find_data({"BIDWORTHY_DATA_DIR": str(new / name)}) for name in ("one", "two")]
    assert len(folders[1].inputs) == len(folders[0].inputs) + 1
    before, after = (pd.read_parquet(new / name / "outcomes.rows.parquet") for name in ("one", "two"))
    assert before.equals(after)


def test_what_was_changed_afterwards_is_refused(new: Path) -> None:
    """A row moved from one side to the other is a leak, and shows by its digest."""
    _call("new.csv", "--out", "ready")
    path = new / "ready" / "postings.rows.parquet"
    pd.read_parquet(path).assign(part="train").to_parquet(path, index=False)
    with pytest.raises(DataError, match=r"postings\.rows\.parquet was changed since it was prepared"):
        find_data({"BIDWORTHY_DATA_DIR": str(new / "ready")})


def test_the_digest_of_the_split_is_that_of_what_is_held_out(new: Path) -> None:
    """Another seed, another split; the same rows, the same."""
    splits = []
    for number, seed in enumerate(("1", "1", "2")):
        _call("new.csv", "--out", str(number), "--seed", seed)
        splits.append(find_data({"BIDWORTHY_DATA_DIR": str(new / str(number))}).split)
    assert splits[0] == splits[1] != splits[2]
    assert find_data({}).split is None


def test_labels_are_checked(new: Path) -> None:
    """Evidence word for word, known types, known postings; a good one counts."""
    good = {"id": "n-1", "risk": 1, "types": ["too_good"], "evidence": ["Forty receipts"], "lookalike": False, "pay": "fair"}
    bad = [
        good | {"id": "nobody"}, good | {"risk": 3}, good | {"types": ["new_type"]}, good | {"evidence": ["Fifty"]},
        good | {"pay": "poor"},
    ]  # fmt: skip
    (new / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [good, *bad]) + "5\n", encoding="utf-8")
    result = _call("new.csv", "--labels", "labels.jsonl", "--out", "ready")
    told = [row for row in _lines(new / "ready" / "rejects.jsonl") if row["file"] == "labels.jsonl"]
    assert (result.exit_code, sorted(row["row"] for row in told)) == (3, [2, 3, 4, 5, 6, 7])
    assert {row["column"] for row in told} == {"id", "risk", "types", "evidence", "pay", ""}
    folder = find_data({"BIDWORTHY_DATA_DIR": str(new / "ready")})
    (own,) = load_labels(folder, {"n-1"})
    assert (own.risk, own.pay) == (1, "fair")


def test_outcomes_are_checked(new: Path) -> None:
    """More hires than postings, no source, another value than 0 and 1."""
    row = {
        "row_id": "z1", "source": "mine", "posted_at": "2026-01-01T00:00:00Z", "title": "Sew", "client_id": "c9",
        "client_prior_resolved": 3, "client_prior_hires": 1, "outcome_hired": 1, "mature": True,
    }  # fmt: skip
    rows = [row, row | {"row_id": "z2", "client_prior_hires": 4}, row | {"row_id": "z3", "outcome_hired": 2}]
    pd.DataFrame(rows).to_csv(new / "more.csv", index=False)
    result = _call("new.csv", "--outcomes", "more.csv", "--out", "ready")
    told = [row for row in _lines(new / "ready" / "rejects.jsonl") if row["file"] == "more.csv"]
    assert result.exit_code == 3
    assert [(row["row"], row["column"]) for row in told] == [(2, "client_prior_hires"), (3, "outcome_hired")]
    pd.DataFrame(rows).drop(columns="mature").to_csv(new / "more.csv", index=False)
    result = _call("new.csv", "--outcomes", "more.csv", "--out", "ready")
    assert "mature is missing" in str(result.exception)


def test_a_folder_of_something_else_is_left_alone(new: Path) -> None:
    """It may be somebody's."""
    (new / "taken").mkdir()
    (new / "taken" / "letter.txt").write_text("dear", encoding="utf-8")
    result = _call("new.csv", "--out", "taken")
    assert "taken holds other files" in str(result.exception)
    assert [path.name for path in (new / "taken").iterdir()] == ["letter.txt"]


def test_only_what_is_prepared_has_parts() -> None:
    """And the sentence says how."""
    with pytest.raises(DataError, match="bidworthy-train prepare"):
        find_data({}).of("test")
    assert Config().seed == 20_261_125  # the seed of the split is that of the folds
