"""Pieces, as `serving.batch.encode` makes them, to a whole file: its header, its brackets, its row groups.

How the answers were cut into pieces moves no byte of the file.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO, Protocol

from serving.batch.layout import Layout

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["CsvPieces", "JsonPieces", "JsonlPieces", "ParquetPieces", "PieceWriter"]

#: Rows. Smaller groups read slowly; larger ones hold memory for nothing.
_ROW_GROUP = 4096


class PieceWriter(Protocol):
    """Writes pieces to a stream of bytes that somebody else opens and closes."""

    def write(self, piece: bytes) -> None:
        """Write the next piece."""

    def close(self) -> None:
        """Write what the format wants at its end."""


class JsonlPieces:
    """Lines need nothing around them."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream = stream

    def write(self, piece: bytes) -> None:
        """Write some lines."""
        self._stream.write(piece)

    def close(self) -> None:
        """Nothing is left to write."""


class CsvPieces(JsonlPieces):
    """Rows under a header."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        super().__init__(stream, layout)
        header = io.StringIO()
        csv.writer(header, lineterminator="\n").writerow(layout.columns)
        stream.write(header.getvalue().encode())


class JsonPieces:
    """One array, an answer a line."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream = stream
        self._before = b"[\n"

    def write(self, piece: bytes) -> None:
        """Write some elements."""
        if piece:
            self._stream.write(self._before + piece)
            self._before = b",\n"

    def close(self) -> None:
        """Close the array."""
        self._stream.write(b"[]\n" if self._before == b"[\n" else b"\n]\n")


class ParquetPieces:
    """Row groups of one size, and the footer. pyarrow is loaded only when such a file is written."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        import pyarrow.parquet as pq

        self._file = pq.ParquetWriter(stream, layout.schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def write(self, piece: bytes) -> None:
        """Take some rows, and write row groups where there are enough."""
        import pyarrow as pa

        if not piece:
            return
        self._waiting.append(pa.ipc.open_stream(piece).read_all())
        self._rows += self._waiting[-1].num_rows
        while self._rows >= _ROW_GROUP:
            self._flush(_ROW_GROUP)

    def _flush(self, rows: int) -> None:
        import pyarrow as pa

        table = pa.concat_tables(self._waiting)
        self._file.write_table(table.slice(0, rows).combine_chunks(), row_group_size=rows)
        self._waiting = [table.slice(rows)]
        self._rows -= rows

    def close(self) -> None:
        """Write what is waiting, and the footer."""
        if self._rows:
            self._flush(self._rows)
        self._file.close()
