"""A ranking for programs: one row for each posting, in the order of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import orjson

from serving.rank.ranking import Placed, Ranking

__all__ = ["COLUMNS", "write"]

#: Each column and the type of its cells, any of which but ``row`` and the two flags may be null.
COLUMNS: dict[str, type] = {
    "row": int,
    "id": str,
    "chosen": bool,
    "connects": int,
    "connects_assumed": bool,
    "expected_value_usd": float,
    "share_of_draws": float,
    "why": str,
}


def write(ranking: Ranking, extension: str, stream: BinaryIO) -> None:
    """Write a ranking in the format of an extension: ``.jsonl``, ``.json``, ``.csv`` or ``.parquet``."""
    placed = sorted((*ranking.chosen, *ranking.left_out), key=lambda one: one.entry.row)
    rows = [dict(zip(COLUMNS, _cells(one), strict=True)) for one in placed]
    match extension:
        case ".csv":
            stream.write(_csv(rows))
        case ".parquet":
            _write_parquet(rows, stream)
        case ".json":
            stream.write(b"[\n" + b",\n".join(map(orjson.dumps, rows)) + b"\n]\n" if rows else b"[]\n")
        case _:
            stream.writelines(orjson.dumps(row) + b"\n" for row in rows)


def _cells(placed: Placed) -> tuple[Any, ...]:
    entry = placed.entry
    chosen = placed.kind == "chosen"
    return (entry.row, entry.id, chosen, entry.connects, entry.assumed, entry.value_usd, placed.share, placed.why)


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    # As JSON writes them, and as tables read them: true and false.
    table.writerows([str(cell).lower() if isinstance(cell, bool) else cell for cell in row.values()] for row in rows)
    return text.getvalue().encode()


def _write_parquet(rows: Sequence[Mapping[str, Any]], stream: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), stream, compression="zstd")
