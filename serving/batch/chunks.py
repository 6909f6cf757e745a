"""What is handed from step to step: rows that are scored together, and the piece that comes of them.

The chunks follow from the rows alone, so that a run that was broken off cuts the rest as it would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from serving.batch.lines import LongRow
from serving.batch.rows import Reject, Row

__all__ = ["GROUP", "Chunk", "Piece", "TooLong", "chunks_of"]

#: Postings scored together: enough for the arrays to pay, few enough to hold.
GROUP = 256

#: A chunk ends when its rows have so many bytes: rows may be as long as `serving.batch.lines.MAX_ROW_BYTES`.
_MOST_BYTES = 2**23


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of one input, whose number is ``source``; ``file`` is what their rejects call it, if anything."""

    source: int
    file: str | None
    rows: tuple[Row | Reject, ...]


@dataclass(frozen=True, slots=True)
class TooLong:
    """A row too long to hold. It must be written before the next chunk is asked for, and cannot travel."""

    source: int
    file: str | None
    reject: Reject


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of some rows, as bytes of the output and of the rejects.

    Parameters
    ----------
    source : int
        The number of the input.
    row : int
        The number of the last row in it.
    scored, rejected : int
        How many of the rows went which way.
    output, rejects : bytes
    ends : bool
        False where more of the last row follows, so that nothing can go on after it.
    """

    source: int
    row: int
    scored: int
    rejected: int
    output: bytes
    rejects: bytes
    ends: bool = True


def chunks_of(rows: Iterable[Row | Reject], source: int = 0, file: str | None = None) -> Iterator[Chunk | TooLong]:
    """Yield the rows of an input in order, `GROUP` at a time, fewer where they are large."""
    held: list[Row | Reject] = []
    size = 0
    for row in rows:
        long = isinstance(row.original, LongRow)
        if not long:
            held.append(row)
            size += _bytes_of(row.original)
        if held and (long or len(held) == GROUP or size >= _MOST_BYTES):
            yield Chunk(source, file, tuple(held))
            held, size = [], 0
        if long and isinstance(row, Reject):
            yield TooLong(source, file, row)
    if held:
        yield Chunk(source, file, tuple(held))


def _bytes_of(original: object) -> int:
    """Return about how large a row is; what is neither text nor holds some is small."""
    if isinstance(original, (bytes, str)):
        return len(original)
    cells = original.values() if isinstance(original, Mapping) else original if isinstance(original, list) else ()
    return sum(len(cell) for cell in cells if isinstance(cell, (str, list)))
