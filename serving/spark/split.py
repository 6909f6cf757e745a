"""What was scored once, parted: answers in the order of the input, rejects with their number, and how many of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from serving.batch.run import Counts
from serving.spark.source import BLOCK, FILE
from serving.spark.work import LINE, LINES, POSITION, REJECT

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from serving.spark.places import Place

__all__ = ["count", "write_answers", "write_rejects"]

_ORDER = (FILE, BLOCK, POSITION)


def count(scored: DataFrame) -> Counts:
    """Return how many rows went which way."""
    from pyspark.sql import functions as sql

    rows = scored.where(sql.col(LINES).isNull())
    (row,) = rows.agg(sql.count("*").alias("all"), sql.count(REJECT).alias("rejected")).collect()
    return Counts(row["all"] - row["rejected"], row["rejected"])


def write_answers(scored: DataFrame, columns: list[str], target: Place) -> None:
    """Write the answers in order: by the files' names, and within a file as it has them."""
    from pyspark.sql import functions as sql

    good = scored.where(sql.col(LINES).isNull() & sql.col(REJECT).isNull())
    answers = good.orderBy(*_ORDER).select(*(f"`{name}`" for name in columns))
    if columns == [LINE] and target.lines:
        answers.write.mode("append").text(target.url)
    else:
        answers.write.mode("append").parquet(target.url, compression="zstd")


def write_rejects(scored: DataFrame, target: Place) -> None:
    """Write a line for each row that could not be scored, in order; ``row`` counts from 1 in each file."""
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    before = Window.partitionBy(FILE).orderBy(BLOCK).rowsBetween(Window.unboundedPreceding, -1)
    first = sql.coalesce(sql.sum(LINES).over(before), sql.lit(0))
    blocks = scored.where(sql.col(LINES).isNotNull()).select(FILE, BLOCK, first.alias(LINES))
    bad = scored.where(sql.col(REJECT).isNotNull()).drop(LINES).join(blocks, [FILE, BLOCK])
    number = (sql.col(LINES) + sql.col(POSITION)).cast("string")
    line = sql.concat(sql.lit('{"row": '), number, sql.col(REJECT))
    bad.orderBy(*_ORDER).select(line.alias(LINE)).write.mode("append").text(target.url)
