"""Compressed files: ``.gz``, ``.bz2``, ``.xz`` and ``.zst`` behind the extension of a format.

They are unpacked and packed in a stream, so that a small file that unpacks to a huge one takes no memory; the same
content gives the same bytes.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from features.errors import CallError, shown

__all__ = ["PACKED", "BrokenArchive", "packing", "unpacked", "without_packing"]

#: How much is packed at once: fixed, so that how the content comes in pieces moves no byte.
_BLOCK_BYTES = 2**20


class BrokenArchive(CallError):
    """A compressed file ends too early, or holds what its format does not allow."""


def _zstd_reader(stream: BinaryIO) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(stream, "zstd")


def _zstd_writer(stream: BinaryIO) -> Any:
    import pyarrow as pa

    # Arrow closes what it writes to, and the file is ours to close.
    return pa.CompressedOutputStream(pa.PythonFile(_Kept(stream), mode="w"), "zstd")


def _gzip_writer(stream: BinaryIO) -> Any:
    # Without a name and a time, which would differ from run to run.
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0)


#: What reads and what writes each kind.
PACKED: dict[str, tuple[Callable[[BinaryIO], Any], Callable[[BinaryIO], Any]]] = {
    ".gz": (gzip.open, _gzip_writer),
    ".bz2": (bz2.open, partial(bz2.BZ2File, mode="wb")),
    ".xz": (lzma.open, partial(lzma.LZMAFile, mode="wb")),
    ".zst": (_zstd_reader, _zstd_writer),
}


def without_packing(name: str) -> str:
    """Return a name without the extension of a compression.

    Examples
    --------
    >>> without_packing("a.jsonl.gz"), without_packing("a.csv")
    ('a.jsonl', 'a.csv')
    """
    return name[: -len(PurePath(name).suffix)] if PurePath(name).suffix.lower() in PACKED else name


def unpacked(stream: BinaryIO, name: str) -> BinaryIO:
    """Return a stream of what a file holds; the stream itself where its name tells of no compression."""
    kind = PACKED.get(PurePath(name).suffix.lower())
    return stream if kind is None else cast(BinaryIO, io.BufferedReader(_Unpacked(kind[0](stream)), 2**16))


class _Unpacked(io.RawIOBase):
    """What a decompressor reads, with one error for all that can be wrong with its archive."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._source.read(len(buffer))
        # pyarrow's errors are OSError and ValueError.
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
            raise BrokenArchive(
                f"the file cannot be unpacked ({shown(str(error))}); get it again, or pack it anew"
            ) from None
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def packing(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """Give a stream whose content is packed as a name tells; it is whole when the ``with`` ends without an error."""
    kind = PACKED.get(PurePath(name).suffix.lower())
    if kind is None:
        yield stream
        return
    archive = kind[1](stream)
    blocks = _Blocks(archive)
    yield cast(BinaryIO, blocks)
    blocks.end()
    archive.close()


class _Kept(io.RawIOBase):
    """A stream that stays open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._stream.write(data)


class _Blocks(io.RawIOBase):
    """Hands on what is written in blocks of one size."""

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        while len(self._held) >= _BLOCK_BYTES:
            self._archive.write(bytes(self._held[:_BLOCK_BYTES]))
            del self._held[:_BLOCK_BYTES]
        return len(data)

    def end(self) -> None:
        """Hand on what is left."""
        self._archive.write(bytes(self._held))
