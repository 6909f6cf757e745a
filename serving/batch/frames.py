"""The frames of a spool: a short head, then bytes of the output and of the rejects, with a checksum over all of it.

A file that was cut anywhere, or whose end was never written, is read up to its last whole frame.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from io import SEEK_END
from struct import Struct
from typing import BinaryIO

from serving.batch.chunks import Piece

__all__ = ["Found", "Kind", "bodies", "packed", "scanned"]

_MARK = b"bws1"
#: Mark, kind, whether it ends a row, input, row, scored, rejected, both lengths; and the checksum behind them.
_HEAD, _SUM = Struct(">4sBBIQQQQQ"), Struct(">I")
_HEAD_BYTES = _HEAD.size + _SUM.size
_BLOCK_BYTES = 2**20


class Kind(IntEnum):
    """What a frame says."""

    #: What the run is made of, as JSON; the first frame.
    MADE_OF = 1
    PIECE = 2
    #: All is read.
    COMPLETE = 3
    #: The output has its name.
    KEPT = 4
    #: The output is whole on the disk, and is given its name next.
    NAMING = 5


@dataclass(slots=True)
class Found:
    """What a spool holds.

    ``begin`` is where the first piece stands, ``end`` where the last frame ends that something can go on after; of
    ``source``, rows to number ``row`` are done.
    """

    made_of: bytes = b""
    source: int = 0
    row: int = 0
    scored: int = 0
    rejected: int = 0
    complete: bool = False
    kept: bool = False
    naming: bool = False
    begin: int = 0
    end: int = 0


def packed(kind: Kind, piece: Piece) -> bytes:
    """Return a frame."""
    head = _HEAD.pack(
        _MARK, kind, piece.ends, piece.source, piece.row, piece.scored, piece.rejected, len(piece.output), len(piece.rejects)
    )
    checksum = zlib.crc32(piece.rejects, zlib.crc32(piece.output, zlib.crc32(head)))
    return b"".join((head, _SUM.pack(checksum), piece.output, piece.rejects))


def scanned(stream: BinaryIO) -> Found:
    """Return what a spool holds, up to the first frame that is not whole."""
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    found, scored, rejected = Found(), 0, 0
    while True:
        head = stream.read(_HEAD_BYTES)
        if len(head) < _HEAD_BYTES or not head.startswith(_MARK):
            return found
        _, kind, ends, source, row, more_scored, more_rejected, *lengths = _HEAD.unpack(head[: _HEAD.size])
        if sum(lengths) > size - stream.tell():
            return found
        if kind == Kind.MADE_OF and found.end == 0:
            found.made_of = stream.read(lengths[0])
            checksum = zlib.crc32(found.made_of, zlib.crc32(head[: _HEAD.size]))
        else:
            checksum = _checksum(stream, zlib.crc32(head[: _HEAD.size]), sum(lengths))
        if (checksum,) != _SUM.unpack(head[_HEAD.size :]):
            return found
        scored, rejected = scored + more_scored, rejected + more_rejected
        if ends:
            found.scored, found.rejected, found.end = scored, rejected, stream.tell()
            found.complete, found.kept = found.complete or kind == Kind.COMPLETE, kind == Kind.KEPT
            found.naming = kind == Kind.NAMING
            if kind == Kind.MADE_OF:
                found.begin = found.end
            if kind == Kind.PIECE:
                found.source, found.row = source, row


def _checksum(stream: BinaryIO, checksum: int, left: int) -> int:
    while left and (block := stream.read(min(left, _BLOCK_BYTES))):
        checksum, left = zlib.crc32(block, checksum), left - len(block)
    return checksum


def bodies(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield the bytes of the output and of the rejects of each piece of a spool that was found whole."""
    stream.seek(0)
    while len(head := stream.read(_HEAD_BYTES)) == _HEAD_BYTES:
        _, kind, *_, output, rejects = _HEAD.unpack(head[: _HEAD.size])
        both = stream.read(output), stream.read(rejects)
        if kind == Kind.PIECE:
            yield both
