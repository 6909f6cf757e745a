"""Names as Spark has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from serving.spark.places import Place

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def test_a_place_knows_what_is_there(spark: SparkSession, tmp_path: Path) -> None:
    """Nothing, an empty folder, one that is not, a file."""
    place = Place(spark, str(tmp_path / "out [1].parquet"))
    assert (place.exists, place.is_folder, place.is_used) == (False, False, False)
    (tmp_path / "out [1].parquet").mkdir()
    assert (place.exists, place.is_folder, place.is_used) == (True, True, False)
    (tmp_path / "out [1].parquet" / "part-0").write_bytes(b"")
    assert place.is_used
    place.remove()
    assert not place.exists
    (tmp_path / "out [1].parquet").write_bytes(b"")
    assert (place.is_folder, place.is_used) == (False, True)


def test_what_belongs_to_an_output_lies_beside_it(spark: SparkSession) -> None:
    """Rejects, and what is not complete, under a name that readers pass over; the store is the same."""
    place = Place(spark, "file:///stores/today/out.jsonl/")
    assert place.lines
    assert place.rejects().url == "file:///stores/today/out.jsonl.rejects.jsonl"
    part = place.part().url
    assert part.startswith("file:///stores/today/.out.jsonl.")
    assert part.endswith(".part")
    assert part != place.part().url


@pytest.mark.parametrize(("name", "lines"), [("a.JSONL", True), ("a.parquet", False), ("folder", False)])
def test_the_ending_says_what_is_in_it(spark: SparkSession, name: str, lines: bool) -> None:
    """A folder without one holds Parquet."""
    assert Place(spark, name).lines == lines
    assert Place(spark, name).url == f"file://{Path.cwd()}/{name}"
