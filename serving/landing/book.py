"""The book of a watched folder: which files were begun, done and refused, a line each, in the folder of the outputs.

A line is on the disk before what follows it is done. So whoever begins anew after a power cut knows what was done before.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

import orjson

from features.errors import CallError
from serving.batch.lock import locked
from serving.landing.landed import Landed

__all__ = ["BOOK", "Book", "State"]

#: Its name; a folder that is read for postings leaves it out.
BOOK = ".bidworthy-watch.jsonl"
State = Literal["begun", "done", "refused"]


@dataclass(frozen=True, slots=True)
class _Line:
    file: str
    size: int
    changed_ns: int
    state: State
    scored: int | None = None
    rejected: int | None = None
    why: str | None = None


class Book:
    """The book of a folder of outputs. One program at a time writes it.

    Parameters
    ----------
    folder : pathlib.Path

    Raises
    ------
    CallError
        On entering, when another program has it or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: dict[str, tuple[Landed, State]] = {}

    def __enter__(self) -> Self:
        self._stream: BinaryIO = locked(self._folder / BOOK, self._folder)
        end = 0
        for line in self._stream:
            if not line.endswith(b"\n"):
                break  # a power cut left it half written
            end += len(line)
            if (said := _read(line)) is not None:
                self._last[said[0].name] = said
        self._stream.seek(end)
        self._stream.truncate()
        return self

    def check(self) -> None:
        """See that the book is where it was.

        Raises
        ------
        CallError
            If somebody took its folder away: what is said would be lost.
        """
        try:
            there = os.path.samestat(os.fstat(self._stream.fileno()), (self._folder / BOOK).stat())
        except OSError:
            there = False
        if not there:
            raise CallError(f"{self._folder} was taken away, and the book of what is done with it; begin again")

    def state(self, file: Landed) -> State | None:
        """Return what was said last of a file as it stands; None where that is nothing, or of another content."""
        known, state = self._last.get(file.name, (None, None))
        return state if known == file else None

    def all_done(self) -> list[str]:
        """Return the names of the files of which it was said last that they are done."""
        return [name for name, (_, state) in self._last.items() if state == "done"]

    def begun(self, file: Landed) -> None:
        """Say that a file is begun."""
        self._say(file, "begun")

    def done(self, file: Landed, scored: int, rejected: int) -> None:
        """Say that the output of a file is there."""
        self._say(file, "done", scored=scored, rejected=rejected)

    def refused(self, file: Landed, why: str) -> None:
        """Say that a file cannot be scored, and why."""
        self._say(file, "refused", why=why)

    def _say(self, file: Landed, state: State, **more: Any) -> None:
        line = _Line(file.name, file.size, file.changed_ns, state, **more)
        self._stream.write(orjson.dumps(line) + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._last[file.name] = file, state

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let others have it."""
        self._stream.close()


def _read(line: bytes) -> tuple[Landed, State] | None:
    try:
        said = orjson.loads(line)
        return Landed(said["file"], said["size"], said["changed_ns"]), said["state"]
    except (ValueError, KeyError, TypeError):
        return None
