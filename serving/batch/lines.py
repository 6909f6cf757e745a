"""Rows out of a stream of bytes, without ever holding a row that is too long.

The flow: pieces of at most 64 KiB, each saying whether a row ends with it → `gather` → whole rows, or a `LongRow`
whose pieces are handed on one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

__all__ = ["MAX_ROW_BYTES", "PIECE_BYTES", "LongRow", "Piece", "gather", "line_pieces", "without_bom"]

#: A posting within the contract's limits is under 1 MiB; a row longer than this is never parsed.
MAX_ROW_BYTES = 16 * 2**20

#: How much is read at once.
PIECE_BYTES = 2**16

_BOM = b"\xef\xbb\xbf"

#: Bytes, and whether a row ends with them.
Piece = tuple[bytes, bool]


@dataclass(frozen=True, slots=True)
class LongRow:
    """A row longer than `MAX_ROW_BYTES`. Its pieces can be read once, before the next row is asked for."""

    pieces: Iterator[bytes]


def gather(pieces: Iterator[Piece]) -> Iterator[bytes | LongRow]:
    """Join the pieces of each row; the last row may lack its end."""
    for piece, ends in pieces:
        parts, size = [piece], len(piece)
        while not ends and size <= MAX_ROW_BYTES:
            more, ends = next(pieces, (b"", True))
            parts.append(more)
            size += len(more)
        if ends:
            yield b"".join(parts)
            continue
        row = LongRow(chain(parts, _to_the_end(pieces)))
        yield row
        for _ in row.pieces:  # whoever left some of it unread still finds the next row in its place
            pass


def _to_the_end(pieces: Iterator[Piece]) -> Iterator[bytes]:
    for piece, ends in pieces:
        yield piece
        if ends:
            return


def line_pieces(stream: BinaryIO) -> Iterator[Piece]:
    """Yield the lines of a stream, long ones in pieces. A byte order mark at the start is dropped."""
    piece = without_bom(stream.readline(PIECE_BYTES))
    while piece:
        yield piece, piece.endswith(b"\n")
        piece = stream.readline(PIECE_BYTES)


def without_bom(first: bytes) -> bytes:
    """Drop the byte order mark that some programs put before UTF-8."""
    return first.removeprefix(_BOM)
