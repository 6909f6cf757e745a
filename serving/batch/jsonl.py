"""JSONL: one posting a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from serving.batch.lines import LongRow, gather, line_pieces
from serving.batch.rows import Reject, Row, parsed_row, too_long

__all__ = ["read_jsonl"]


def read_jsonl(stream: BinaryIO, name: str, skip: int = 0) -> Iterator[Row | Reject]:
    """Yield a row for each line that is not blank; ``number`` is the line's, blank ones counted.

    Parameters
    ----------
    stream : BinaryIO
    name : str
        For messages.
    skip : int
        The number of the last row that is left out, without being parsed.
    """
    for number, line in enumerate(gather(line_pieces(stream)), 1):
        if number <= skip:
            continue
        if isinstance(line, LongRow):
            yield too_long(number, line)
        elif line.strip():
            yield parsed_row(number, line.rstrip(b"\r\n"))
