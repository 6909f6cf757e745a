"""Spark for tests: whether there can be one, and what it wrote, in the order of the part files."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["lines_of", "rejects_of", "table_of", "why_no_spark"]


def why_no_spark() -> str | None:
    """Return why Spark cannot run here; None where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install '.[spark]'"
    if shutil.which("java") is None:
        return "Java is not installed: no java on the path (Debian: default-jre-headless)"
    return None


def table_of(folder: Path) -> pa.Table:
    """Return the rows of a folder of Parquet, in order."""
    return pa.concat_tables(pq.read_table(part) for part in sorted(folder.glob("part-*")))


def lines_of(folder: Path) -> bytes:
    """Return the lines of a folder, in order."""
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*")))


def rejects_of(target: Path) -> list[dict[str, Any]]:
    """Return the rejects of an output of Spark, or of one machine."""
    place = target.with_name(f"{target.name}.rejects.jsonl")
    body = lines_of(place) if place.is_dir() else place.read_bytes() if place.exists() else b""
    return [json.loads(line) for line in body.splitlines()]
