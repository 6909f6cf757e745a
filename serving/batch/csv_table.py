"""CSV: a header and one posting a row.

Commas, double quotes, UTF-8 (a byte order mark may lead). An empty cell is an absent field, but an empty title or
description is an empty text. ``number`` counts the rows under the header from 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from features.errors import CallError, shown
from serving.batch.lines import MAX_ROW_BYTES, LongRow, gather, line_pieces
from serving.batch.rows import Reject, Row, too_long

__all__ = ["read_csv"]

#: A posting must say both, and either may say nothing (contract, section 1).
_MAY_BE_EMPTY = ("title", "description")


def read_csv(stream: BinaryIO, name: str, skip: int = 0) -> Iterator[Row | Reject]:
    """Yield a row for each record under the header.

    Parameters
    ----------
    stream : BinaryIO
    name : str
        For messages.
    skip : int
        The number of the last row that is left out.

    Raises
    ------
    CallError
        When the header cannot be used.
    """
    csv.field_size_limit(MAX_ROW_BYTES)
    lines = _Lines(stream)
    records = csv.reader(lines, strict=True)
    header = _header(records, name)
    yield from _rows(records, lines, header, skip)


def _rows(records: Iterator[list[str]], lines: _Lines, header: list[str], skip: int) -> Iterator[Row | Reject]:
    number = 0
    while True:
        lines.seen.clear()
        try:
            cells = next(records)
        except StopIteration:
            return
        except _LongLine as error:
            number += 1
            if number > skip:
                yield too_long(number, error.row)
        except csv.Error as error:
            number += 1
            if number > skip:
                yield Reject(number, f"is not CSV ({error}); correct its quotes", "", lines.text())
        else:
            number += bool(cells)
            if cells and number > skip:
                yield _row(number, header, cells)


def _header(records: Iterator[list[str]], name: str) -> list[str]:
    try:
        header = [cell.strip() for cell in next(records, [])]
    except (csv.Error, _LongLine) as error:
        raise CallError(f"{name}: the header is not CSV ({error}); write the column names on the first line") from None
    twice = sorted({cell for cell in header if cell and header.count(cell) > 1})
    if twice:
        raise CallError(f"{name}: the column {shown(twice[0])} stands twice in the header; name each column once")
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise CallError(f"{name}: the header is one column, {shown(header[0])}; separate the columns by commas")
    return header


def _row(number: int, header: list[str], cells: list[str]) -> Row | Reject:
    if len(cells) != len(header):
        problem = f"has {len(cells)} cells under a header of {len(header)}; give each column one cell"
        return Reject(number, problem, "", cells)
    original = dict(zip(header, cells, strict=True))
    for column, cell in original.items():
        if _is_broken(cell):
            return Reject(number, f"{column}: is not UTF-8; save the file as UTF-8", column, original)
    kept = {column: cell for column, cell in original.items() if column and (cell or column in _MAY_BE_EMPTY)}
    return Row(number, kept, original)


def _is_broken(cell: str) -> bool:
    return not cell.isascii() and any("\udc80" <= character <= "\udcff" for character in cell)


class _LongLine(Exception):
    def __init__(self, row: LongRow) -> None:
        super().__init__(f"a line is longer than {MAX_ROW_BYTES:,} bytes")
        self.row = row


class _Lines:
    """The lines as `csv.reader` wants them; ``seen`` are those of the current record."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = gather(line_pieces(stream))
        self.seen: list[bytes] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, LongRow):
            raise _LongLine(line)
        self.seen.append(line)
        return line.decode("utf-8", "surrogateescape")

    def text(self) -> bytes:
        """Return the record as it stands in the file, without its line end."""
        return b"".join(self.seen).rstrip(b"\r\n")
