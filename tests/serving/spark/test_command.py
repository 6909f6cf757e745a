"""Spark answers as one machine does, row for row."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.errors import BidworthyError, CallError
from serving.batch.command import ScoreCall, run_score
from serving.batch.run import Counts
from serving.spark.command import run_on_spark, score_on
from tests.support.spark import lines_of, rejects_of, table_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[3]
#: Not UTF-8, not JSON, no object, no such kind of pay, and nothing at all.
BROKEN = [
    b'\xff\xfe{"title"',
    b'{"title": "half',
    b"[1]",
    b'{"title": "a", "description": "b", "pay": {"type": "barter"}}',
    b"",
]


def _lines(sample: list[dict[str, Any]]) -> list[bytes]:
    """Return the sample twice over, with broken lines in between."""
    lines = [json.dumps(posting).encode() for posting in sample]
    for number, broken in enumerate(BROKEN):
        lines.insert(7 * number, broken)
    return [*lines, *lines]


@pytest.fixture
def jsonl(tmp_path: Path, sample: list[dict[str, Any]]) -> Path:
    """Return postings as lines, some broken; a byte order mark leads, and one line ends as on Windows."""
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(_lines(sample)).replace(b"[1]", b"[1]\r", 1))
    return path


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    """Return postings as a table of small row groups, one of a kind of pay that there is not."""
    rows = [
        {
            "id": str(number),
            "title": f"Logo number {number}, “bold”",
            "description": "Draw a logo for my bakery." + " Write me on Telegram." * (number % 2),
            "client.rating": math.nan if number % 3 else 4.5,
            "observed_at": datetime(2026, 11, 20, number % 24, tzinfo=UTC),
            "posted_at": datetime(2026, 11, 19, number % 24) if number % 4 else None,
            "pay": {"type": "fixed", "min": 40.0 + number} if number % 5 else None,
            "skills": ["Logo", "Vectors"] if number % 2 else None,
        }
        for number in range(40)
    ]
    rows[9]["pay"] = {"type": "barter"}
    path = tmp_path / "in [1] 100%.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=10)
    return path


@pytest.mark.parametrize("shape", [{}, {"columns": ("id", "reasons", "worth"), "nested": False}])
def test_lines_are_those_of_one_machine(spark: SparkSession, jsonl: Path, tmp_path: Path, shape: dict[str, Any]) -> None:
    """Byte for byte, rejects with their text and number included, although Spark cuts the file in several parts."""
    call = ScoreCall(
        (str(jsonl),), str(tmp_path / "local.jsonl"), profile=ROOT / "data" / "sample" / "profile.json", **shape
    )
    run_score(call)
    local, far = Path(call.target), tmp_path / "spark.jsonl"
    counts = score_on(spark, replace(call, target=str(far)))
    assert spark.read.text(str(jsonl)).rdd.getNumPartitions() > 1
    assert lines_of(far) == local.read_bytes()
    assert rejects_of(far) == rejects_of(local)
    assert counts == Counts(local.read_bytes().count(b"\n"), len(rejects_of(local)))
    assert len(rejects_of(local)) == 2 * (len(BROKEN) - 1)
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("shape", [{}, {"columns": ("id", "ghost.probability", "worth")}, {"nested": True}])
def test_a_table_is_that_of_one_machine(spark: SparkSession, parquet: Path, tmp_path: Path, shape: dict[str, Any]) -> None:
    """Columns, values and rejects; a name that looks like a pattern is a name."""
    call = ScoreCall((str(parquet),), str(tmp_path / "local.parquet"), **shape)
    run_score(call)
    local, far = Path(call.target), tmp_path / "spark.parquet"
    assert score_on(spark, replace(call, target=str(far))) == Counts(39, 1)
    ours, theirs = pq.read_table(local), table_of(far)
    assert theirs.column_names == ours.column_names
    assert theirs.to_pylist() == ours.to_pylist()
    assert rejects_of(far) == rejects_of(local)


def test_a_folder_is_read_by_names_of_files(spark: SparkSession, tmp_path: Path) -> None:
    """Files of unlike size and columns, in the order of their names; a reject names its file and its row there."""
    folder = tmp_path / "many"
    folder.mkdir()
    rows = [{"id": str(number), "title": "Logo", "description": "Draw a logo for my bakery."} for number in range(9)]
    pq.write_table(pa.Table.from_pylist(rows[:1]), folder / "a.parquet")
    pq.write_table(pa.Table.from_pylist([row | {"pay.type": "barter"} for row in rows[1:2]]), folder / "b.parquet")
    pq.write_table(pa.Table.from_pylist(rows[2:]), folder / "c.parquet")
    target = tmp_path / "out.parquet"
    assert score_on(spark, ScoreCall((str(folder),), str(target), columns=("id",))) == Counts(8, 1)
    assert table_of(target)["id"].to_pylist() == ["0", *map(str, range(2, 9))]
    (reject,) = rejects_of(target)
    assert (reject["file"], reject["row"], reject["field"], reject["input"]["id"]) == ("b.parquet", 1, "pay.type", "1")


def test_nothing_is_scored_as_well(spark: SparkSession, tmp_path: Path) -> None:
    """Without a posting there is a table with its columns."""
    (tmp_path / "in.jsonl").write_bytes(b"\n\n")
    assert (
        score_on(spark, ScoreCall((str(tmp_path / "in.jsonl"),), str(tmp_path / "out.parquet"), columns=("id",))) == Counts()
    )
    assert table_of(tmp_path / "out.parquet").column_names == ["id"]


def test_what_is_there_is_not_written_over(spark: SparkSession, jsonl: Path, tmp_path: Path) -> None:
    """Neither answers nor rejects; an empty folder is nothing."""
    call = ScoreCall((str(jsonl),), str(tmp_path / "out.parquet"), columns=("id",))
    for name in ("out.parquet", "out.parquet.rejects.jsonl"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "part-0").write_bytes(b"older")
        with pytest.raises(CallError, match=f"{name} is there already; remove it"):
            score_on(spark, call)
        (tmp_path / name / "part-0").unlink()
    assert score_on(spark, call).rejected


def test_what_cannot_be_read_is_told(spark: SparkSession, tmp_path: Path) -> None:
    """In one line that names the file; nothing is written."""
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 this is none")
    for name, word in (("none.jsonl", "does not exist"), ("bad.parquet", "cannot be read")):
        with pytest.raises(BidworthyError, match=rf"{name}.* {word}") as told:
            score_on(spark, ScoreCall((str(tmp_path / name),), str(tmp_path / "out.parquet")))
        assert "\n" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.parquet"]


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("in.csv", "out.parquet", "CSV cannot be divided .* write it as Parquet or JSONL, or leave --engine out"),
        ("in.json", "out.parquet", "JSON array cannot be divided"),
        ("-", "out.parquet", "a pipe cannot be divided"),
        ("in.jsonl.gz", "out.parquet", r"reads Parquet and JSONL; end IN in \.parquet or \.jsonl"),
        ("in.jsonl", "-", "writes a folder"),
        ("in.jsonl", "out.csv", "writes Parquet or JSONL"),
        ("in.jsonl", "out.jsonl.gz", "writes Parquet or JSONL"),
    ],
)
def test_what_spark_cannot_do_is_told_before_it_starts(source: str, target: str, told: str) -> None:
    """And what to do instead."""
    with pytest.raises(CallError, match=told):
        run_on_spark(ScoreCall((source,), target), None)


def test_a_history_is_refused() -> None:
    """It lies on one machine."""
    with pytest.raises(CallError, match="--history lies on one machine"):
        run_on_spark(ScoreCall(("in.jsonl",), "out.parquet", history="history.sqlite3"), None)
