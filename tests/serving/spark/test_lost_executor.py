"""An executor that is killed in the middle costs no row and doubles none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from serving.batch.command import ScoreCall, run_score
from serving.spark.command import score_on
from serving.spark.session import open_session
from tests.support.executors import await_true, executors_of, kill, tasks_done
from tests.support.spark import lines_of, rejects_of, why_no_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow
ROWS = 1_600
#: Small parts: the work is far from done when four of them are.
_PART_BYTES = 6_000
_BROKEN_EVERY = 97


@pytest.fixture(scope="module")
def cluster() -> Iterator[SparkSession]:
    """Return Spark on two executors, processes of their own."""
    if (why := why_no_spark()) is not None:
        pytest.skip(why)
    import pyspark

    settings = {"spark.sql.files.maxPartitionBytes": str(_PART_BYTES), "spark.sql.shuffle.partitions": "4"}
    with open_session("local-cluster[2,1,1024]", settings) as session:
        application = str(session.sparkContext.applicationId)
        yield session
    shutil.rmtree(Path(pyspark.__file__).parent / "work" / application, ignore_errors=True)


def _line(number: int) -> str:
    if number % _BROKEN_EVERY == 0:
        return f'{{"id": "{number}", "title"'
    pay = {"type": "fixed", "min": 30 + number % 700, "max": 30 + number % 700}
    described = f"Draw logo {number} for bakery {number % 41}, in {number % 7} colours."
    return json.dumps({"id": str(number), "title": f"Logo {number}", "description": described, "pay": pay})


def test_a_killed_executor_costs_no_row_and_doubles_none(cluster: SparkSession, tmp_path: Path) -> None:
    """Row for row what one machine answers, rejects included, although half of the work was lost once."""
    source = tmp_path / "in.jsonl"
    source.write_text("".join(f"{_line(number)}\n" for number in range(ROWS)))
    call = ScoreCall((str(source),), str(tmp_path / "local.jsonl"), columns=("id", "verdict", "ghost", "worth"))
    run_score(call)
    local, far, context = Path(call.target), tmp_path / "spark.jsonl", cluster.sparkContext
    await_true(lambda: len(executors_of(context)) == 2)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(score_on, cluster, replace(call, target=str(far)))
        await_true(lambda: job.done() or tasks_done(context) >= 4)
        lost, other = executors_of(context)
        kill(lost)
        assert not job.done(), job.result()
        counts = job.result()
    assert lost not in executors_of(context)
    assert other in executors_of(context)
    assert counts.scored + counts.rejected == ROWS
    assert lines_of(far) == local.read_bytes()
    assert rejects_of(far) == rejects_of(local)
