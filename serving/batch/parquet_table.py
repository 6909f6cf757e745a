"""Parquet: one posting a row in, one answer a row out.

Columns may be dotted (``client.rating``) or nested. Null, NaN and NaT are absent fields; moments become ISO texts.
pyarrow is loaded only when such a file is met.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any, BinaryIO

from features.errors import CallError, shown
from serving.answer import Answer
from serving.batch.layout import Layout
from serving.batch.rows import Reject, Row

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ParquetWriter", "plain_rows", "read_parquet"]

_ROWS_AT_ONCE = 256

#: Row groups smaller than this read slowly; larger ones hold memory for nothing.
_ROW_GROUP = 4096


def read_parquet(stream: BinaryIO, name: str) -> Iterator[Row | Reject]:
    """Yield each row; ``number`` counts from 1.

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
        for batch in pq.ParquetFile(stream, pre_buffer=False).iter_batches(batch_size=_ROWS_AT_ONCE):
            for number, plain in enumerate(plain_rows(batch), number + 1):  # noqa: B020 - it counts on
                yield Row(number, plain, plain)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        after = f"after row {number}" if number else "from its start"
        raise CallError(f"{name} cannot be read {after}: {shown(str(error))}; write it again as Parquet") from None


def plain_rows(batch: pa.RecordBatch) -> Iterator[Any]:
    """Yield each row of a batch as JSON has it."""
    rows = _textual(batch).to_pylist()
    yield from rows if all(_is_plain(column) for column in batch.columns) else map(_plain, rows)


def _is_plain(column: pa.Array) -> bool:
    """Return whether the values of a column are already as JSON has them, which needs no look at each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_floating(kind):
        return not pc.any(pc.is_nan(column)).as_py()
    plain = (pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_integer, pa.types.is_null)
    # Moments are text by then.
    return pa.types.is_timestamp(kind) or any(is_such(kind) for is_such in plain)


def _textual(batch: Any) -> Any:
    """Make text of the moments while Arrow holds them: Python has neither nanoseconds nor the year 10000."""
    import pyarrow as pa

    def microseconds(kind: Any) -> Any:
        return pa.timestamp("us", "UTC" if kind.tz else None)

    if not any(_has_moments(kind) for kind in batch.schema.types):
        return batch
    for leaf in (microseconds, lambda kind: pa.string()):
        schema = pa.schema([field.with_type(_retyped(field.type, leaf)) for field in batch.schema])
        batch = batch.cast(schema, safe=False)
    return batch


def _has_moments(kind: Any) -> bool:
    import pyarrow as pa

    inner = [kind.field(at).type for at in range(kind.num_fields)] if pa.types.is_nested(kind) else []
    return pa.types.is_timestamp(kind) or any(map(_has_moments, inner))


def _retyped(kind: Any, leaf: Callable[[Any], Any]) -> Any:
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return leaf(kind)
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_retyped(field.type, leaf)) for field in kind.fields])
    if pa.types.is_list(kind):
        return pa.list_(_retyped(kind.value_type, leaf))
    return kind


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


class ParquetWriter:
    """Writes an answer a row, in row groups of a few thousand."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        import pyarrow.parquet as pq

        self._layout = layout
        self._table = pq.ParquetWriter(stream, layout.schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def write(self, answers: Sequence[Answer]) -> None:
        """Take some answers, and write row groups where there are enough."""
        self._waiting.append(self._layout.table(answers))
        self._rows += len(answers)
        if self._rows >= _ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._table.write_table(pa.concat_tables(self._waiting).combine_chunks())
        self._waiting.clear()
        self._rows = 0

    def close(self) -> None:
        """Write what is waiting, and the footer."""
        if self._rows:
            self._flush()
        self._table.close()
