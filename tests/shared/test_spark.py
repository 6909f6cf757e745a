"""Every posting of the research data: Spark answers what one machine answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from serving.batch.command import ScoreCall, run_score
from serving.batch.run import Counts
from serving.spark.command import score_on
from serving.spark.session import open_session
from tests.support.spark import lines_of, rejects_of, table_of, why_no_spark
from training.sources.postings import to_contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.shared, pytest.mark.slow]
ALL_ROWS = 29_641
_ROW_GROUP = 2_000
_BROKEN_EVERY = 500
_SOME = 1_500


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, Any]]:
    """Return every row of the table, mapped to the contract."""
    frame = pd.read_parquet(shared_data / "postings.parquet")
    return [to_contract({str(key): value for key, value in row.items()}) for row in frame.to_dict("records")]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Return Spark on two cores of this machine, which cuts the rows in many parts."""
    if (why := why_no_spark()) is not None:
        pytest.skip(why)
    with open_session("local[2]", {"spark.sql.files.maxPartitionBytes": str(2**21)}) as session:
        yield session


def test_every_row_is_that_of_one_machine(spark: SparkSession, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """The columns that tell most, with a row that cannot be read now and then."""
    broken = [
        row | {"pay": (row.get("pay") or {}) | {"type": "barter"}} if number % _BROKEN_EVERY == 7 else row
        for number, row in enumerate(rows)
    ]
    source = tmp_path / "in.parquet"
    pq.write_table(pa.Table.from_pylist(broken), source, row_group_size=_ROW_GROUP)
    call = ScoreCall(
        (str(source),), str(tmp_path / "local.parquet"), columns=("id", "verdict", "ghost.probability", "worth")
    )
    run_score(call)
    local, far = Path(call.target), tmp_path / "spark.parquet"
    rejected = len(range(7, ALL_ROWS, _BROKEN_EVERY))
    assert score_on(spark, replace(call, target=str(far))) == Counts(ALL_ROWS - rejected, rejected)
    assert table_of(far).to_pylist() == pq.read_table(local).to_pylist()
    assert rejects_of(far) == rejects_of(local)


def test_some_rows_are_whole_answers(spark: SparkSession, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """All columns, from lines to lines, byte for byte."""
    step = len(rows) // _SOME
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows[::step]))
    call = ScoreCall((str(source),), str(tmp_path / "local.jsonl"))
    run_score(call)
    far = tmp_path / "spark.jsonl"
    assert score_on(spark, replace(call, target=str(far))).scored == len(rows[::step])
    assert lines_of(far) == Path(call.target).read_bytes()
