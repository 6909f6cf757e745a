"""Where answers are kept: one file an annotator, to which lines are added and of which none is ever changed.

An event is on the disk (fsync) before anybody is told that it is kept; so is the taking back of one. A crash can tear only a
line that was not acknowledged: it is cut off when the file is opened again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from features.errors import CallError, DataError
from training.label.events import BEGIN, Book, begin, line_of, read_book, whole_length
from training.label.labels import Label

try:
    import fcntl
except ImportError:  # Windows
    _LOCKS = False
else:
    _LOCKS = True

__all__ = ["Store", "now", "read_store"]


def now() -> str:
    """Return the moment, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def read_store(path: Path) -> Book:
    """Return what a store holds, without touching it.

    Raises
    ------
    DataError
        If it cannot be read, or is no store.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}; name the file of an annotator") from None
    return read_book(data, path)


class Store:
    """An open store, which no other program may write.

    Parameters
    ----------
    path : Path
        Of the file.
    number : int
        Of the file, as it is open.
    book : Book
        What it holds.
    length : int
        Its bytes.
    clock : callable
        The moment, as it is written down.
    """

    def __init__(self, path: Path, number: int, book: Book, length: int, clock: Callable[[], str] = now) -> None:
        self.path = path
        self._number = number
        self._length = length
        self._clock = clock
        self.book = book

    @classmethod
    def open(cls, path: Path, annotator: str, clock: Callable[[], str] = now) -> Self:
        """Open an annotator's store, made where there is none, and mend what a crash tore.

        Raises
        ------
        CallError
            If another program has it open, it is another annotator's, or it cannot be written.
        DataError
            If it is no store.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Only its owner may read it: evidence is words of postings. A link that stands there is not followed.
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            number = os.open(path, flags, 0o600)
        except OSError as error:
            raise CallError(f"{path} cannot be written: {error.strerror or error}; name another place with --out") from None
        try:
            _lock(number, path)
            length = _mended(number, path.read_bytes(), path)
            store = cls(path, number, Book(annotator), length, clock)
            if length:
                store.book = read_book(path.read_bytes(), path)
            else:
                store._append(begin(annotator))
                _keep_name(path)
            if store.book.annotator != annotator:
                whose = store.book.annotator
                raise CallError(f"{path} is of annotator {whose}; use --annotator {whose}, or name another file with --out")
        except BaseException:
            os.close(number)
            raise
        return store

    def label(self, key: str, label: Label) -> None:
        """Keep a label."""
        self._keep({"what": "label", "id": key, **label.as_dict()})

    def skip(self, key: str) -> None:
        """Keep that a posting was passed over."""
        self._keep({"what": "skip", "id": key})

    def undo(self) -> str | None:
        """Take the last answer back and return its key; None where there is none."""
        key = self.book.last
        if key is not None:
            self._keep({"what": "undo", "id": key})
        return key

    def close(self) -> None:
        """Let other programs have it."""
        os.close(self._number)

    def _keep(self, event: dict[str, Any]) -> None:
        event["at"] = self._clock()
        self._append(event)
        self.book.take(event)

    def _append(self, event: dict[str, Any]) -> None:
        line = line_of(event)
        self._cut_back()
        try:
            written = os.write(self._number, line)
            if written < len(line):
                raise OSError(0, "only part of it could be written")
            os.fsync(self._number)
        except OSError:
            with suppress(OSError):  # else it is tried again before the next line
                self._cut_back()
            raise
        self._length += len(line)

    def _cut_back(self) -> None:
        """Take away what was written and not acknowledged: half a line must not stand before the next one."""
        if os.fstat(self._number).st_size > self._length:
            os.ftruncate(self._number, self._length)


def _lock(number: int, path: Path) -> None:
    if not _LOCKS:
        return
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CallError(f"{path} is open in another labelling session; end that one, or name another with --out") from None
    except OSError:  # a file system without locks
        return


def _mended(number: int, data: bytes, path: Path) -> int:
    """Cut off a torn last line, and return how many bytes are left."""
    whole = whole_length(data)
    torn = data[whole:]
    if not whole and torn.strip(b"\0") and not BEGIN.startswith(torn[: len(BEGIN)]):
        raise DataError(f"{path} is no file of a labelling session; name another, or leave --out out")
    if whole:
        read_book(data[:whole], path)  # nothing is cut off a file that is not ours
    if torn:
        os.ftruncate(number, whole)
        os.fsync(number)
    return whole


def _keep_name(path: Path) -> None:
    """Make a new file's name outlast a crash."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
