"""IN as Spark reads it: each row beside the file and the block of it that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from features.errors import CallError
from serving.spark.faults import first_cause

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from serving.spark.places import Place

__all__ = ["BLOCK", "FILE", "ROW", "read_source"]

#: The row, whole; the file it stands in; and where in the file the block begins that Spark read as one.
ROW, FILE, BLOCK = "_row", "_file", "_block"


def read_source(spark: SparkSession, place: Place) -> DataFrame:
    """Return the rows of a file or a folder, in three columns.

    Raises
    ------
    CallError
        When there is nothing, or it is not Parquet.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as sql

    if not place.exists:
        raise CallError(f"{place.name} does not exist; check the name, and that every machine sees it")
    try:
        if place.lines:
            # Other ends of lines than ours would count rows otherwise than one machine does.
            rows = spark.read.text(place.pattern, lineSep="\n")
        else:
            # Without merging, columns that only some files have would be lost.
            rows = spark.read.option("mergeSchema", True).parquet(place.pattern)
        block = [
            sql.col(f"_metadata.{name}").alias(alias) for name, alias in (("file_path", FILE), ("file_block_start", BLOCK))
        ]
        # One column: names with dots are not paths in it, and meet none of ours.
        return rows.select(sql.struct("*").alias(ROW), *block)
    except (PySparkException, Py4JError) as error:
        kind = "JSONL" if place.lines else "Parquet (times in microseconds at most)"
        raise CallError(
            f"{place.name} cannot be read by Spark: {first_cause(str(error))}; write it again as {kind}"
        ) from None
