"""A session of Spark for the tests of a file, and files of invented postings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from serving.spark.session import open_session
from tests.support.spark import why_no_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """Return Spark on two cores of this machine; its parts are small, so that there are several."""
    if (why := why_no_spark()) is not None:
        pytest.skip(why)
    with open_session(
        "local[2]", {"spark.sql.files.maxPartitionBytes": "20000", "spark.sql.shuffle.partitions": "3"}
    ) as session:
        yield session
