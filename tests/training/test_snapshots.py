"""Files of snapshots: what is read, what is left out with its reason, and when there is enough."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.errors import DataError
from tests.support.snapshots import look, spell
from training.snapshots.maturity import Maturity, maturity_of
from training.snapshots.read import read_snapshots, snapshots_of
from training.snapshots.whole import new_share, pay_middle

GOOD = [look(1, status="open"), look(7, 1, "filled")]
BAD: dict[str, tuple[Any, str]] = {
    "no JSON": (b'{"id": \n', "is not JSON in UTF-8"),
    "no object": (b"[1]\n", "a list of 1 is not a posting"),
    "no id": (look(1, id=None), "id: is missing"),
    "no moment": (look(1, observed_at=None), "observed_at: is missing"),
    "a relative moment": (look(1, observed_at="2 days ago"), "observed_at: "),
    "a status of its own": (look(1, status="sold"), "status: 'sold' is none of open, cancelled"),
    "a status of another kind": (look(1) | {"status": 3}, "status: 3 is not a text"),
    "a broken field": (look(1, activity={"hires": "many"}), "activity.hires: 'many'"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_cannot_be_read_is_counted_and_told(name: str) -> None:
    """Its number and why; the rows about it are read."""
    row, said = BAD[name]
    found = snapshots_of([GOOD[0], row, GOOD[1]])
    assert (found.rows, len(found.snapshots), [unread.row for unread in found.unread]) == (3, 2, [2])
    assert found.unread[0].reason.startswith(said)
    assert f"3 rows, 1 left out (row 2: {said}" in found.told()


def test_many_bad_rows_are_told_in_short() -> None:
    """The first three with their reasons, the others as a number."""
    told = snapshots_of([look(1, id=None)] * 5).told()
    assert told.startswith("5 rows, 5 left out (row 1: id: ")
    assert told.endswith("; and 2 more)")
    assert snapshots_of(GOOD).told() == "2 rows, all read"


def test_a_status_may_be_written_anyhow() -> None:
    """Capitals and spaces; blank is unknown."""
    statuses = [
        snapshot.status for snapshot in snapshots_of([look(1, status=s) for s in (" Open", "EXPIRED", "", None)]).snapshots
    ]
    assert statuses == ["open", "expired", None, None]


def test_jsonl_csv_and_parquet_are_the_same(tmp_path: Path) -> None:
    """The contract as lines, with dotted columns, and nested in Parquet."""
    lines, table, nested = (tmp_path / f"s.{kind}" for kind in ("jsonl", "csv", "parquet"))
    lines.write_text("\n".join(json.dumps(row) for row in GOOD) + "\n\n", encoding="utf-8")
    flat = [row | {"activity.hires": row["activity"]["hires"]} for row in GOOD]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in flat[0] if name != "activity"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(flat)
    pd.DataFrame(GOOD).to_parquet(nested)
    read = [read_snapshots(path) for path in (lines, table, nested)]
    assert [found.told() for found in read] == ["2 rows, all read"] * 3
    assert read[0].snapshots == read[1].snapshots == read[2].snapshots


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("s.txt", b"", "s.txt is no file of snapshots by its name"),
        ("s.csv", b"id\n\xff\n", "cannot be read as .csv"),
        ("s.parquet", b"not it", "cannot be read as .parquet"),
        ("s.jsonl", None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, body: bytes | None, said: str) -> None:
    """One error, with the next step."""
    if body is not None:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(DataError, match=said):
        read_snapshots(tmp_path / name)


def test_an_empty_file_matures_nothing(tmp_path: Path) -> None:
    """It is read, and the gate speaks."""
    (tmp_path / "s.jsonl").write_bytes(b"\n")
    assert read_snapshots(tmp_path / "s.jsonl").snapshots == []
    with pytest.raises(DataError, match="nothing changes: 0 postings"):
        maturity_of([]).check()


def test_maturity_is_counted() -> None:
    """One of each kind."""
    spells = [
        spell(look(1), look(7, 1)),
        spell(look(1), look(7, status="removed")),
        spell(look(1), look(31)),
        spell(look(1), look(7)),
    ]
    found = maturity_of(spells)
    assert found == Maturity(hired=1, withdrawn=1, expired=1, censored=1)
    assert (found.matured, found.not_hired) == (3, 2)


@pytest.mark.parametrize(
    ("counts", "enough"),
    [((170, 0, 30, 0), True), ((30, 30, 140, 900), True), ((100, 50, 49, 9_000), False), ((29, 0, 500, 0), False),
     ((500, 9, 20, 0), False)],
)  # fmt: skip
def test_the_gate(counts: tuple[int, int, int, int], enough: bool) -> None:
    """200 known outcomes and 30 of either kind; open postings, however many, help no file through."""
    if enough:
        Maturity(*counts).check()
    else:
        with pytest.raises(DataError, match="a fit needs 200 known outcomes, at least 30 hired and 30 not hired"):
            Maturity(*counts).check()


def test_the_middle_of_pay() -> None:
    """The median of a kind with 30 prices; a kind with fewer has none."""

    def paid(kind: str, usd: float) -> Any:
        return spell(look(1, pay={"type": kind, "min": usd, "max": usd, "currency": "USD"}))

    spells = [paid("fixed", usd) for usd in range(100, 131)] + [paid("hourly", 20)] * 29 + [spell(look(1))] * 40
    assert pay_middle(spells) == {"fixed": 115.0}


def test_the_share_of_first_time_clients() -> None:
    """Among those whose record is known; nobody knows it of the others."""
    new, known = ({"jobs_posted": 1, "hires": 0}, {"jobs_posted": 5, "hires": 2})
    spells = [spell(look(1, client=new)), *[spell(look(1, client=known))] * 3, *[spell(look(1))] * 9]
    assert new_share(spells) == 0.25
    assert new_share([spell(look(1))]) == 0.0
