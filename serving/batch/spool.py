"""What a run did so far, in one file beside its output: ``.OUT.unfinished``. A run that was broken off goes on from it.

Nobody else may write it meanwhile: it is locked, where the system has locks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, BinaryIO, Self

import orjson

from features.errors import BidworthyError, BrokenOff, CallError
from serving.batch.chunks import Piece
from serving.batch.files import Output
from serving.batch.frames import Found, Kind, bodies, packed, scanned
from serving.batch.lock import locked
from serving.batch.sameness import other

__all__ = ["GO_ON", "Spool", "can_go_on", "spool_path"]

#: A power cut takes the work of so many seconds; a killed program takes none.
_SYNC_S = 1.0


#: The name of the inputs in what a run is made of.
_INPUTS = "inputs"
GO_ON = "What is done is kept; run the same command with --resume to go on."


def can_go_on(error: BaseException) -> bool:
    """Return whether a run that ended so was broken off from outside; else the call or an input is at fault."""
    return isinstance(error, BrokenOff) or not isinstance(error, BidworthyError)


def spool_path(target: Path) -> Path:
    """Return where the unfinished work of an output lies: ``out.csv`` → ``.out.csv.unfinished``."""
    real = target.resolve()  # two names of one file are one output
    return real.with_name(f".{real.name}.unfinished")


class Spool:
    """The unfinished work of one output.

    It stays when the run is broken off from outside, and is removed when the call or an input is at fault.

    Parameters
    ----------
    target : pathlib.Path
        The output.
    made_of : mapping
        What the run is made of, as JSON has it.
    resume : bool
        Go on with what is there; else it is begun anew.
    can_resume : bool
        False: nobody could go on with it, so it never stays.
    once : bool
        An output that had its name is not made again, also where somebody took it away since.

    Raises
    ------
    CallError
        On entering, when it cannot be written, another run is writing it, or it is that of a run made of something else.
    """

    def __init__(
        self, target: Path, made_of: Mapping[str, Any], *, resume: bool = False, can_resume: bool = True, once: bool = False
    ) -> None:
        self._target, self._made_of, self._once = target, made_of, once
        self._resume, self._can_resume = resume, can_resume
        self._path = spool_path(target)
        self.found = Found()

    def __enter__(self) -> Self:
        if self._target.is_dir():
            raise CallError(f"{self._target} is a folder; name a file in it")
        self._stream: BinaryIO = locked(self._path, self._target)
        self._synced_s = monotonic()
        try:
            self._begin()
        except BaseException:
            self._stream.close()
            raise
        return self

    def _begin(self) -> None:
        if self._resume:
            self.found = self._gone_on(scanned(self._stream))
        self._stream.seek(self.found.end)
        self._stream.truncate()
        if not self.found.made_of:
            self._add(Kind.MADE_OF, Piece(0, 0, 0, 0, orjson.dumps(self._made_of), b""))

    def _gone_on(self, found: Found) -> Found:
        """Return what of an earlier run can be gone on with."""
        if not found.made_of:
            return found
        if found.naming and not Output(self._target, alone=True).waits:
            found.kept = True  # it was killed just after that
        before = orjson.loads(found.made_of)
        differs = other(before, self._made_of)
        if differs and not self._once:
            raise CallError(f"--resume: what {self._path} holds was made with {differs}; leave --resume out to begin anew")
        if self._once:
            # An output that had its name was made, whatever it was made with; of one that had none nothing is lost.
            same = before.get(_INPUTS) == self._made_of.get(_INPUTS) if found.kept else not differs
            return found if same else Found()
        # Where somebody took an output away, all is to be done.
        return found if not found.kept or self._target.is_file() else Found(found.made_of, end=found.begin)

    def add(self, piece: Piece) -> None:
        """Keep a piece: a program that is killed afterwards has it."""
        self._add(Kind.PIECE, piece)
        if monotonic() - self._synced_s > _SYNC_S:
            self._sync()

    def complete(self) -> None:
        """Say that all is read."""
        self._add(Kind.COMPLETE, Piece(0, 0, 0, 0, b"", b""))
        self._sync()

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Say that the output is whole and gets its name in the ``with``: whoever goes on can see whether it has."""
        before = self._stream.seek(0, os.SEEK_END)
        self._add(Kind.NAMING, Piece(0, 0, 0, 0, b"", b""))
        self._sync()
        try:
            yield
        except BaseException:
            self._stream.truncate(before)
            raise

    def _add(self, kind: Kind, piece: Piece) -> None:
        self._stream.write(packed(kind, piece))
        self._stream.flush()

    def _sync(self) -> None:
        os.fsync(self._stream.fileno())
        self._synced_s = monotonic()

    def bodies(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the bytes of the output and of the rejects of each piece, in order."""
        return bodies(self._stream)

    def mark(self, scored: int, rejected: int) -> None:
        """Keep no more than that the output has its name: where it is one of several, the others may still be to come."""
        self._stream.seek(0)
        self._stream.truncate()
        self._add(Kind.MADE_OF, Piece(0, 0, 0, 0, orjson.dumps(self._made_of), b""))
        self._add(Kind.KEPT, Piece(0, 0, scored, rejected, b"", b""))

    def remove(self) -> None:
        """Remove it, when the output has its name."""
        if os.name == "nt":  # which removes nothing that is open
            self._stream.close()
        self._path.unlink(missing_ok=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove it where nothing could go on; else say how to go on."""
        if error is not None:
            if not can_go_on(error) or not self._can_resume:
                self.remove()
            else:
                if not self._once:
                    error.add_note(GO_ON)
        with suppress(OSError):  # a full disk, of which we know already
            self._stream.close()
