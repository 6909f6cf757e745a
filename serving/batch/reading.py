"""The rows of inputs, one input after the other, and how far they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from features.errors import CallError
from serving.batch.compression import BrokenArchive, unpacked
from serving.batch.files import open_input, standard_stream
from serving.batch.formats import format_of
from serving.batch.inputs import STANDARD, Source
from serving.batch.remote import is_remote, open_remote
from serving.batch.rows import Reject, Row

__all__ = ["Reading"]


class Reading:
    """Reads inputs, one after the other; ``position()`` may be asked at any time."""

    def __init__(self) -> None:
        self._before = 0
        self._stream: BinaryIO | None = None

    def position(self) -> int:
        """Return how many bytes were read, as they lie on the disk; those of a pipe are not counted."""
        return self._before + (self._stream.tell() if self._stream else 0)

    def leave_out(self, source: Source) -> None:
        """Count an input as read."""
        self._before += source.size

    def rows(self, source: Source, skip: int = 0) -> Iterator[Row | Reject]:
        """Yield the rows of an input whose number is above ``skip``.

        Raises
        ------
        CallError
            When a compressed file is broken, or the whole of a file cannot be read.
        """
        number = skip
        try:
            with ExitStack() as stack:
                for row in format_of(source.name).read(self._opened(source, stack), source.name, skip):
                    number = row.number
                    yield row
        except BrokenArchive as error:
            after = f"after row {number:,}" if number else "from its start"
            raise CallError(f"{source.name}, {after}: {error}") from None

    def _opened(self, source: Source, stack: ExitStack) -> BinaryIO:
        if source.name == STANDARD:
            return standard_stream("stdin")
        opened = open_remote(source.name) if is_remote(source.name) else open_input(Path(source.name))
        self._stream = stack.enter_context(opened)
        stack.callback(self._pass, source)
        return unpacked(self._stream, source.name)

    def _pass(self, source: Source) -> None:
        self._stream = None
        self.leave_out(source)
