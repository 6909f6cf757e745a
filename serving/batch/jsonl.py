"""JSONL: one posting a line in, one answer a line out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from serving.answer import Answer
from serving.batch.layout import Layout
from serving.batch.lines import LongRow, gather, line_pieces
from serving.batch.rows import Reject, Row, parsed_row, too_long

__all__ = ["JsonlWriter", "read_jsonl"]


def read_jsonl(stream: BinaryIO, name: str) -> Iterator[Row | Reject]:
    """Yield a row for each line that is not blank; ``number`` is the line's, blank ones counted."""
    for number, line in enumerate(gather(line_pieces(stream)), 1):
        if isinstance(line, LongRow):
            yield too_long(number, line)
        elif line.strip():
            yield parsed_row(number, line.rstrip(b"\r\n"))


class JsonlWriter:
    """Writes each answer on a line of its own."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream, self._layout = stream, layout

    def write(self, answers: Sequence[Answer]) -> None:
        """Write some answers."""
        self._stream.write(b"".join(self._layout.json(answer) + b"\n" for answer in answers))

    def close(self) -> None:
        """Nothing is left to write."""
