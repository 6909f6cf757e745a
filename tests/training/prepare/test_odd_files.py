"""Odd files: what cannot be is told by row, what can is taken, and no way of giving it splits a client in two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from features.errors import DataError
from tests.conftest import ROOT
from training.cli import cli
from training.gate.exam import exam_of
from training.sources.folder import find_data
from training.sources.outcomes import load_outcomes
from training.sources.postings import load_postings

OUTCOME: dict[str, Any] = {
    "row_id": "z1", "source": "mine", "posted_at": "2026-01-01T00:00:00Z", "title": "Sew", "client_id": "c9",
    "client_prior_resolved": 3, "client_prior_hires": 1, "outcome_hired": 1, "mature": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Call commands in a folder of their own, beside the sample."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIDWORTHY_DATA_DIR", raising=False)
    return tmp_path


def _call(*words: str, data: Path | None = None) -> Result:
    return CliRunner().invoke(cli, ["prepare", *words], env={"BIDWORTHY_DATA_DIR": "" if data is None else str(data)})


def _rejects(folder: Path) -> list[tuple[int, str]]:
    rows = [json.loads(line) for line in (folder / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(row["row"], row["column"]) for row in rows]


def _jsonl(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path.name


def _postings(name: str, clients: int) -> list[dict[str, Any]]:
    return [
        {"id": f"{name}-{n}", "title": f"Work {name} {n}", "description": f"{name} {n}.", "client": {"id": f"client-{n}"}}
        for n in range(clients)
    ]


def _split_clients(folder: Path) -> set[str]:
    """Return the clients with postings on both sides."""
    data = find_data({"BIDWORTHY_DATA_DIR": str(folder)})
    sides = [{row.posting.client.id for row in load_postings(part)} for part in (data, data.of("test"))]
    return {client for client in sides[0] & sides[1] if client is not None}


def test_a_client_stays_whole_when_more_is_prepared(here: Path) -> None:
    """Also where the first file was prepared before, and where it is the base in the sample's own form."""
    first, second = _jsonl(here / "a.jsonl", _postings("a", 40)), _jsonl(here / "b.jsonl", _postings("b", 40))
    assert _call(first, "--out", "one", "--by-client", "0.4").exit_code == 0
    result = _call(second, "--out", "two", "--by-client", "0.4", data=here / "one")
    assert result.exit_code == 0, result.output
    own = here / "own"
    own.mkdir()
    _jsonl(own / "postings.jsonl", _postings("a", 40))
    (own / "labels.jsonl").write_text("", encoding="utf-8")
    pd.DataFrame([OUTCOME]).to_csv(own / "outcomes.csv", index=False)
    assert _call(second, "--out", "three", "--by-client", "0.4", data=own).exit_code == 0
    for folder in ("two", "three"):
        assert len(pd.read_parquet(here / folder / "postings.rows.parquet")) >= 80
        assert _split_clients(here / folder) == set()


def test_the_samples_own_postings_again_are_no_others(here: Path) -> None:
    """However an id is written."""
    rows = [json.loads(line) for line in (ROOT / "data/sample/postings.jsonl").read_text(encoding="utf-8").splitlines()]
    name = _jsonl(here / "again.jsonl", [row | {"id": f"~{row['id']}"} for row in rows])
    _call(name, "--out", "out")
    table = pd.read_parquet(here / "out" / "postings.rows.parquet")
    assert len(table) == 40
    labels = (here / "out" / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in labels} == set(table["key"])


def test_rows_given_again_were_seen(here: Path) -> None:
    """An export that has grown by a row brings one that is new, and not all of it."""
    frame = pd.read_csv(ROOT / "data/sample/outcomes.csv", dtype=str)
    grown = pd.concat([frame, pd.DataFrame([OUTCOME | {"source": "sample_market"}])])
    grown.to_csv(here / "grown.csv", index=False)
    assert _call("--outcomes", "grown.csv", "--out", "out").exit_code == 0
    table = pd.read_parquet(here / "out" / "outcomes.rows.parquet")
    assert table["input"].value_counts().tolist() == [len(table) - 1, 1]
    folder = find_data({"BIDWORTHY_DATA_DIR": str(here / "out")})
    seen = frozenset(digest for name, digest in folder.origins.items() if name.startswith("base/"))
    with pytest.raises(DataError, match="has learnt from"):
        exam_of(folder, seen)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"mature": "perhaps"}, "mature"),
        ({"mature": None}, "mature"),
        ({"posted_at": "yesterday"}, "posted_at"),
        ({"client_prior_resolved": "many"}, "client_prior_resolved"),
        ({"client_prior_resolved": float("inf")}, "client_prior_resolved"),
        ({"pay_min": "cheap"}, "pay_min"),
        ({"outcome_hired": "maybe"}, "outcome_hired"),
        ({"source": None}, "source"),
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_an_outcome_that_cannot_be_is_told_by_row(here: Path, change: dict[str, Any], column: str, kind: str) -> None:
    """And the one before it is learnt from."""
    frame = pd.DataFrame([{**OUTCOME, "pay_min": 5.0}, {**OUTCOME, "pay_min": 5.0, "row_id": "z2"} | change], dtype=object)
    if kind == "csv":
        frame.to_csv(here / "more.csv", index=False)
    else:
        frame.map(lambda value: None if value is None else str(value)).to_parquet(here / "more.parquet")
    result = _call("--outcomes", f"more.{kind}", "--out", "out")
    assert result.exit_code == 3, result.output
    assert (2, column) in _rejects(here / "out")
    folder = find_data({"BIDWORTHY_DATA_DIR": str(here / "out")})
    found = [market for part in (folder, folder.of("test")) for market in load_outcomes(part) if market.market == "mine"]
    assert sum(len(market.ghost) for market in found) == 1


def test_outcomes_of_other_kinds_are_taken(here: Path) -> None:
    """Numbers for clients, yes and no, a time without a zone, no time at all."""
    rows = [
        OUTCOME | {"row_id": n, "client_id": 100 + n, "mature": mature, "outcome_hired": hired, "posted_at": at}
        for n, (mature, hired, at) in enumerate(
            [("yes", 1, "2026-01-01"), ("no", 0, None), ("TRUE", True, "2026-01-03T05:00")]
        )
    ]
    pd.DataFrame(rows).to_csv(here / "more.csv", index=False)
    assert _call("--outcomes", "more.csv", "--out", "out").exit_code == 0
    pd.DataFrame(rows).drop(columns="posted_at").to_csv(here / "bare.csv", index=False)
    assert _call("--outcomes", "bare.csv", "--out", "bare").exit_code == 0
    table = pd.read_parquet(here / "out" / "outcomes.rows.parquet")
    mine = table[table["source"] == "mine"]
    assert sorted(mine["client_id"]) == ["100", "102"]


def test_an_empty_time_of_a_table_is_not_known(here: Path) -> None:
    """And the folder can be read."""
    rows: list[dict[str, Any]] = [{"id": f"t-{n}", "title": "Sew", "description": f"Sail {n}."} for n in range(2)]
    rows = [row | {"posted_at": at} for row, at in zip(rows, ("2026-01-01", None), strict=True)]
    pd.DataFrame(rows).astype({"posted_at": "datetime64[ns]"}).to_parquet(here / "times.parquet")
    assert _call("times.parquet", "--out", "out").exit_code == 0
    folder = find_data({"BIDWORTHY_DATA_DIR": str(here / "out")})
    times = {row.key: row.posting.posted_at for part in (folder, folder.of("test")) for row in load_postings(part)}
    assert times["t-1"] is None
    assert times["t-0"] is not None


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"types": [["x"]]}, "types"),
        ({"types": None}, "types"),
        ({"evidence": [5]}, "evidence"),
        ({"evidence": "aeiou"}, "evidence"),
        ({"weight": -5}, "weight"),
        ({"weight": "abc"}, "weight"),
        ({"risk": True}, "risk"),
    ],
    ids=str,
)
def test_a_label_that_cannot_be_is_told(here: Path, change: dict[str, Any], column: str) -> None:
    """Whatever stands there, and the others are checked all the same."""
    rows = [json.loads(line) for line in (ROOT / "data/sample/labels.jsonl").read_text(encoding="utf-8").splitlines()[:2]]
    name = _jsonl(here / "labels.jsonl", [rows[0] | change, rows[1] | {"risk": 7}])
    result = _call("--labels", name, "--out", "out")
    assert (result.exit_code, _rejects(here / "out")) == (3, [(1, column), (2, "risk")]), result.output


def test_what_is_read_is_not_written_over(here: Path) -> None:
    """A run that was killed half way would lose it; a folder that one left half written can be prepared again."""
    assert _call("--out", "out").exit_code == 0
    result = _call("--out", "out", data=here / "out")
    assert "is the data that is read" in str(result.exception)
    (here / "out" / "prepared.json").unlink()
    assert _call("--out", "out").exit_code == 0
    assert "write numbers" in str(_call("--out", "out", "--by-client", "nan").exception)


def test_a_byte_order_mark_is_no_fault(here: Path) -> None:
    """Nor is an empty line; a file without any posting is told."""
    body = b"\xef\xbb\xbf" + (here / _jsonl(here / "a.jsonl", _postings("a", 2))).read_bytes() + b"\n"
    (here / "marked.jsonl").write_bytes(body)
    assert _call("marked.jsonl", "--out", "out").exit_code == 0
    assert {"a-0", "a-1"} <= set(pd.read_parquet(here / "out" / "postings.rows.parquet")["key"])
    (here / "none.csv").write_text("id,title,description\n", encoding="utf-8")
    assert "none.csv holds no posting" in str(_call("none.csv", "--out", "other").exception)


def test_a_folder_of_another_version_is_told(here: Path) -> None:
    """With the next step."""
    _call("--out", "out")
    path = here / "out" / "prepared.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": 1}), encoding="utf-8")
    with pytest.raises(DataError, match="prepared by another version; run `bidworthy-train prepare` again"):
        find_data({"BIDWORTHY_DATA_DIR": str(here / "out")})
