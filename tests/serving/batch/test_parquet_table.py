"""Tests of `serving.batch.parquet_table`."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.errors import CallError
from serving.batch.parquet_table import read_parquet
from serving.batch.rows import Row


def _parquet(**columns: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def _fields(data: bytes) -> list[Any]:
    rows = list(read_parquet(io.BytesIO(data), "in.parquet"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.fields for row in rows if isinstance(row, Row)]


def test_columns_may_be_dotted_or_nested() -> None:
    """A struct is an object, a list is a list, and a dotted name stays for the importer."""
    client = [{"rating": 4.9, "tags": ["a"]}, None]
    assert _fields(_parquet(title=["x", "y"], client=client, **{"pay.min": [15, None]})) == [
        {"title": "x", "client": {"rating": 4.9, "tags": ["a"]}, "pay.min": 15},
        {"title": "y", "client": None, "pay.min": None},
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (pa.array([float("nan")]), None),
        (pa.array([None], pa.timestamp("ns")), None),
        (pa.array([{"rating": float("nan")}]), {"rating": None}),
        (pa.array([1_763_632_800_000_000_123], pa.timestamp("ns", "UTC")), "2025-11-20 10:00:00.000000Z"),
        (
            pa.array([datetime(2026, 11, 20, 10, tzinfo=UTC)], pa.timestamp("s", "+02:00")),
            "2026-11-20 10:00:00.000000Z",
        ),
        (pa.array([{"at": [datetime(2026, 11, 20, 10)]}]), {"at": ["2026-11-20 10:00:00.000000"]}),
        (pa.array([date(2020, 1, 5)]), "2020-01-05"),
        (pa.array([Decimal("12.50")]), "12.50"),
        (pa.array([b"caf\xc3\xa9 \xff"]), "café \\xff"),
        (pa.array(["hourly"]).dictionary_encode(), "hourly"),
        (pa.array([True]), True),
        (pa.array([2**63], pa.uint64()), 2**63),
    ],
    ids=str,
)
def test_cells_become_plain_json(column: Any, value: object) -> None:
    """NaN and NaT are absent, moments are ISO texts, and the rest is what JSON can hold."""
    assert _fields(_parquet(x=column)) == [{"x": value}]


def test_a_moment_beyond_the_calendar_stops_nothing() -> None:
    """A moment that Python cannot hold is still a text, for the posting's own check to refuse."""
    (row,) = _fields(_parquet(x=pa.array([2**62], pa.timestamp("us"))))
    assert isinstance(row["x"], str)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"title,description\n", b"PAR1" + b"\x00" * 100 + b"PAR1"])
def test_what_is_no_parquet_is_a_wrong_call(data: bytes) -> None:
    """A file that is not Parquet is refused by name."""
    with pytest.raises(CallError, match=r"in\.parquet cannot be read from its start"):
        _fields(data)


def test_a_damaged_file_is_a_wrong_call() -> None:
    """A file whose pages are damaged is refused, whatever its footer says."""
    data = bytearray(_parquet(title=[f"title {number}" for number in range(5000)]))
    data[10:2000] = b"\xff" * 1990
    with pytest.raises(CallError, match=r"in\.parquet cannot be read"):
        _fields(bytes(data))


def test_no_rows() -> None:
    """A table without rows has none."""
    assert _fields(_parquet(title=pa.array([], pa.string()))) == []


@pytest.mark.parametrize("skip", [0, 1, 999, 1000, 1001, 2500, 2600])
def test_rows_may_be_left_out(skip: int) -> None:
    """What is done is passed over, whole row groups and parts of them."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"x": list(range(1, 2501))}), stream, row_group_size=1000)
    rows = list(read_parquet(stream, "in.parquet", skip))
    assert [(row.number, row.original) for row in rows] == [(n, {"x": n}) for n in range(skip + 1, 2501)]


def test_a_cell_that_is_no_text_or_no_time_stops_no_row() -> None:
    """Bytes that are not UTF-8 are shown, a date that Python has not is a text; the other rows are as they were."""
    offsets = pa.py_buffer(b"".join(number.to_bytes(4, "little") for number in (0, 2, 3, 5)))
    broken = pa.StringArray.from_buffers(3, offsets, pa.py_buffer(b"ab\xffcd"))
    far = pa.array([20_000, 2_932_897, None], pa.date32())
    assert _fields(_parquet(id=broken, observed_at=far)) == [
        {"id": "ab", "observed_at": "2024-10-04"},
        {"id": "\\xff", "observed_at": "10000-01-01"},
        {"id": "cd", "observed_at": None},
    ]
