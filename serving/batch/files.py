"""The edge to the disk: opening with errors that help, and writing so that no file is ever half there.

`Output` writes beside its place under a temporary name; `Output.keep` renames it. Without that, leaving the ``with``
removes it again.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Self

from features.bundle_format import sha256
from features.errors import CallError

__all__ = ["Output", "Pipe", "check_apart", "open_input", "output_of", "standard_stream"]


def open_input(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises
    ------
    CallError
        When it cannot be read, or is plainly UTF-16.
    """
    if path.is_dir():
        raise CallError(f"{path} is a folder; name one file in it")
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise CallError(f"{path} does not exist; check the name and the folder ({Path.cwd()})") from None
    except OSError as error:
        raise CallError(f"{path} cannot be opened ({error.strerror}); check its permissions") from None
    if stream.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff"):
        stream.close()
        raise CallError(f"{path} is UTF-16 text; save it as UTF-8")
    return stream


def check_apart(target: Path, what: str, inputs: Iterable[tuple[Path, str]]) -> None:
    """Refuse to write over what is read.

    Parameters
    ----------
    target : pathlib.Path
        What is to be written.
    what : str
        What to call it.
    inputs : iterable of (pathlib.Path, str)
        What is read, each with what to call it.

    Raises
    ------
    CallError
        When two of them are one file.
    """
    try:
        same = next((name for path, name in inputs if target.exists() and path.exists() and target.samefile(path)), None)
    except OSError as error:  # a name too long, a folder that may not be entered
        raise CallError(f"{target} cannot be written ({error.strerror}); name another OUT") from None
    if same is not None:
        raise CallError(f"{target}: {what} is the same file as {same}; name another OUT")


def standard_stream(name: str) -> BinaryIO:
    """Return the bytes of ``stdin``, ``stdout`` or ``stderr``.

    Raises
    ------
    CallError
        When whoever started the program closed it.
    """
    stream = getattr(sys, name)
    if stream is None:
        raise CallError(f"{name} is closed; leave it open, or name a file")
    binary: BinaryIO = stream.buffer
    return binary


class Pipe:
    """A standard stream, in the shape of an `Output`."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def __enter__(self) -> Self:
        return self

    def keep(self) -> None:
        """Send what is buffered."""
        self.stream.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave the stream open: it is not ours."""


class Output:
    """A file that appears at ``path`` only when it is complete.

    Parameters
    ----------
    path : pathlib.Path
        Where it shall be. A file already there stays until the new one is complete.
    private : bool
        Only its owner may read and write it.
    alone : bool
        Nobody else writes it now. What a killed program left half done is then written over.

    Raises
    ------
    CallError
        On entering, when nothing can be written there.
    """

    def __init__(self, path: Path, *, private: bool = False, alone: bool = False) -> None:
        self.path = path.resolve()  # a link keeps pointing at what is renamed
        self._mode = 0o600 if private else 0o666
        self._how: Literal["wb", "xb"] = "wb" if alone else "xb"
        # A name that can be foreseen must not lead elsewhere: nobody's link is followed.
        self._flags = getattr(os, "O_NOFOLLOW", 0) if alone else 0
        mark = sha256(self.path.name.encode())[:8] if alone else secrets.token_hex(4)
        self._part = self.path.with_name(f".{self.path.name[:100]}.{mark}.part")

    def __enter__(self) -> Self:
        if self.path.is_dir():
            raise CallError(f"{self.path} is a folder; name a file in it")
        try:
            # Made with its permissions: whoever opened it before they changed could read on.
            self.stream: BinaryIO = open(self._part, self._how, opener=self._opener)
        except OSError as error:
            raise CallError(
                f"{self.path} cannot be written ({error.strerror}); name a folder that exists and is yours"
            ) from None
        return self

    def _opener(self, path: str, flags: int) -> int:
        return os.open(path, flags | self._flags, self._mode)

    @property
    def waits(self) -> bool:
        """Whether it is there without its name."""
        return self._part.exists()

    def settle(self) -> None:
        """See to it that the disk has it: else a power cut might leave the name alone."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()

    def keep(self) -> None:
        """Give the complete file its name, once the disk has it."""
        if not self.stream.closed:
            self.settle()
        self._part.replace(self.path)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove what was not kept."""
        try:
            self.stream.close()  # a full disk fails here once more
        finally:
            self._part.unlink(missing_ok=True)


def output_of(target: str) -> Output | Pipe:
    """Return what is written to: a file that appears when complete, or ``-`` for standard output."""
    return Pipe(standard_stream("stdout")) if target == "-" else Output(Path(target))
