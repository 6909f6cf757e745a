"""Parquet: one posting a row.

Columns may be dotted (``client.rating``) or nested. Null, NaN and NaT are absent fields; moments become ISO texts.
pyarrow is loaded only when such a file is met.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any, BinaryIO

from features.errors import CallError, shown
from serving.batch.rows import Reject, Row

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["plain_rows", "read_parquet"]

_ROWS_AT_ONCE = 256


def read_parquet(stream: BinaryIO, name: str, skip: int = 0) -> Iterator[Row | Reject]:
    """Yield each row; ``number`` counts from 1.

    Parameters
    ----------
    stream : BinaryIO
    name : str
        For messages.
    skip : int
        The number of the last row that is left out; what holds none but such is not converted.

    Raises
    ------
    CallError
        When the file is not Parquet, or is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        # With pre_buffer the memory grows with the file.
        file = pq.ParquetFile(stream, pre_buffer=False)
        groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        while groups and number + groups[0] <= skip:
            number += groups.pop(0)
        left = range(file.num_row_groups - len(groups), file.num_row_groups)
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=left):
            left_out = min(max(skip - number, 0), batch.num_rows)
            number += left_out
            for number, plain in enumerate(plain_rows(batch.slice(left_out)), number + 1):  # noqa: B020 - it counts on
                yield Row(number, plain, plain)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        after = f"after row {number}" if number else "from its start"
        raise CallError(f"{name} cannot be read {after}: {shown(str(error))}; write it again as Parquet") from None


def plain_rows(batch: pa.RecordBatch) -> Iterator[Any]:
    """Yield each row of a batch as JSON has it."""
    batch = _textual(batch)
    try:
        rows = batch.to_pylist()
    except UnicodeDecodeError:  # text that is none is shown as bytes are
        yield from map(_plain, _as_bytes(batch).to_pylist())
        return
    yield from rows if all(_is_plain(column) for column in batch.columns) else map(_plain, rows)


def _as_bytes(batch: pa.RecordBatch) -> pa.RecordBatch:
    import pyarrow as pa

    def leaf(kind: Any) -> Any:
        return pa.binary() if pa.types.is_string(kind) or pa.types.is_large_string(kind) else kind

    return batch.cast(pa.schema([field.with_type(_retyped(field.type, leaf)) for field in batch.schema]))


def _is_plain(column: pa.Array) -> bool:
    """Return whether the values of a column are already as JSON has them, which needs no look at each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_floating(kind):
        return not pc.any(pc.is_nan(column)).as_py()
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_integer, pa.types.is_null)
    return any(is_such(kind) for is_such in plain)


def _textual(batch: Any) -> Any:
    """Make text of the moments while Arrow holds them: Python has neither nanoseconds nor the year 10000."""
    import pyarrow as pa

    def microseconds(kind: Any) -> Any:
        return pa.timestamp("us", "UTC" if kind.tz else None) if pa.types.is_timestamp(kind) else kind

    def text(kind: Any) -> Any:
        return pa.string() if _is_moment(kind) else kind

    if not any(_has_moments(kind) for kind in batch.schema.types):
        return batch
    for leaf in (microseconds, text):
        schema = pa.schema([field.with_type(_retyped(field.type, leaf)) for field in batch.schema])
        batch = batch.cast(schema, safe=False)
    return batch


def _is_moment(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_timestamp(kind) or pa.types.is_date(kind))


def _has_moments(kind: Any) -> bool:
    import pyarrow as pa

    inner = [kind.field(at).type for at in range(kind.num_fields)] if pa.types.is_nested(kind) else []
    return _is_moment(kind) or any(map(_has_moments, inner))


def _retyped(kind: Any, leaf: Callable[[Any], Any]) -> Any:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_retyped(field.type, leaf)) for field in kind.fields])
    if pa.types.is_list(kind):
        return pa.list_(_retyped(kind.value_type, leaf))
    return leaf(kind)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; NaN and NaT are absent."""
    match value:
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case float():
            return None if math.isnan(value) else value
        case None | str() | int():
            return value
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "backslashreplace")
    return str(value)
