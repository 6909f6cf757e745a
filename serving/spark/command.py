"""What ``bidworthy score --engine spark`` does: check the call, score every row once, part answers and rejects, tell.

The flow: IN → `Work.score` on the executors → one scored table beside OUT → OUT and OUT.rejects.jsonl → that table removed.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from features.errors import CallError
from serving.assumptions import load_assumptions
from serving.batch.chunks import GROUP
from serving.batch.command import ScoreCall
from serving.batch.formats import shape_of
from serving.batch.load import load_profile
from serving.batch.run import Counts
from serving.spark.faults import telling_faults
from serving.spark.places import Place, check_source, check_target
from serving.spark.session import open_session, without_a_word_on_pandas
from serving.spark.shipped import ship
from serving.spark.source import read_source
from serving.spark.split import count, write_answers, write_rejects
from serving.spark.work import Work

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["run_on_spark", "score_on"]

_SETTINGS = {
    # Moments mean the same everywhere, and a column is its name.
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(GROUP),
}


def run_on_spark(call: ScoreCall, master: str | None) -> int:
    """Score on Spark and return the exit status: 0, or 3 when rows were rejected.

    Raises
    ------
    CallError
        When the call is wrong; nothing has been written then.
    BundleError
        When the bundle cannot be trusted, here or where it arrived.
    ServiceError
        When Spark could not finish.
    """
    _check(call)
    # What reaches Java no more is logged there with a traceback, by a package that asks nobody; the error itself is told.
    logging.getLogger().addHandler(logging.NullHandler())
    with open_session(master) as spark:
        counts = score_on(spark, call)
        told = str(counts)
        if counts.rejected:
            told += f" → {Place(spark, call.target).rejects().name}"
    if counts.rejected or not counts.scored or call.verbose or sys.stderr.isatty():
        print(told, file=sys.stderr)  # noqa: T201 - the summary is this command's voice
    return counts.exit_status


def score_on(spark: SparkSession, call: ScoreCall) -> Counts:
    """Score with a session that is open, and return how many rows went which way.

    Raises
    ------
    CallError, BundleError, ServiceError
        As `run_on_spark` does.
    """
    _check(call)
    own = spark.newSession()  # the caller's settings stay
    for name, value in _SETTINGS.items():
        own.conf.set(name, value)
    with telling_faults(), without_a_word_on_pandas():
        return _score(own, call)


def _score(spark: SparkSession, call: ScoreCall) -> Counts:
    from pyspark.sql.pandas.types import from_arrow_schema

    source, target = Place(spark, call.sources[0]), Place(spark, call.target)
    rejects, part = target.rejects(), target.part()
    for place in (target, rejects):
        if place.is_used:
            raise CallError(f"{place.name} is there already; remove it, or name another OUT")
    rows = read_source(spark, source)
    work = _work(spark, call, source, target)
    empty = [place for place in (target, rejects) if place.exists]
    try:
        # Once: neither counting nor parting scores a row again.
        rows.mapInArrow(work.score, from_arrow_schema(work.schema)).write.parquet(part.url)
        scored = spark.read.parquet(part.url)
        counts = count(scored)
        write_answers(scored, work.answers.names, target)
        if counts.rejected:
            write_rejects(scored, rejects)
    except BaseException:
        for place in (target, rejects):
            place.remove()
        for place in empty:
            place.make()
        raise
    finally:
        part.remove()
    return counts


def _work(spark: SparkSession, call: ScoreCall, source: Place, target: Place) -> Work:
    return Work(
        bundle=ship(spark.sparkContext, call.bundle),
        assumptions=load_assumptions(call.assumptions),
        profile=load_profile(call.profile) if call.profile else None,
        layout=shape_of(call.target, call.columns, call.nested).layout,
        lines_in=source.lines,
        lines_out=target.lines,
        folder=source.is_folder,
    )


def _check(call: ScoreCall) -> None:
    if len(call.sources) != 1:
        raise CallError(f"--engine spark reads one file or folder, and {len(call.sources)} are named; name their folder")
    check_source(call.sources[0])
    check_target(call.target)
    if call.jobs != "1" or call.resume:
        raise CallError("--jobs and --resume are for one machine; leave them out, or leave --engine out")
    if call.history is not None:
        raise CallError("--history lies on one machine, which executors do not see; leave it out, or leave --engine out")
