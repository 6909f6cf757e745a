r"""The rows that could not be scored: whole, with their number and the reason, one JSON object a line.

::

    {"row": 3, "error": "…", "field": "pay.min", "input": …}

With several inputs it has ``"file"``, too. ``input`` is the line as text, or the row of a table as an object. Where it is
not UTF-8, ``encoding`` says how it stands there: ``base64`` (a line) or ``backslashreplace`` (a cell: each such byte as
``\xNN``).
"""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from serving.batch.files import Output
from serving.batch.lines import LongRow
from serving.batch.rows import Reject

__all__ = ["RejectFile", "RejectPipe", "reject_line", "rejects_path"]


def reject_line(reject: Reject, file: str | None = None, *, ascii_only: bool = False) -> Iterator[bytes]:
    """Yield the line of a reject, in pieces when the row is too long to hold.

    Parameters
    ----------
    reject : Reject
        The row and its reason.
    file : str, optional
        The input that it stands in, where there are several.
    ascii_only : bool
        Escape everything else, for a terminal: the row is hostile text.
    """
    head: dict[str, Any] = {} if file is None else {"file": file}
    head |= {"row": reject.number, "error": reject.error, "field": reject.field or None}
    if isinstance(reject.original, LongRow):
        start = json.dumps(head | {"encoding": "base64", "input": ""}, ensure_ascii=ascii_only)
        yield start.removesuffix('"}').encode()
        yield from _base64(reject.original.pieces)
        yield b'"}\n'
    else:
        yield (json.dumps(head | _whole(reject.original), ensure_ascii=ascii_only) + "\n").encode()


def _whole(original: bytes | str | Mapping[str, Any] | list[Any]) -> dict[str, Any]:
    if isinstance(original, bytes):
        try:
            return {"input": original.decode()}
        except UnicodeDecodeError:
            return {"encoding": "base64", "input": b64encode(original).decode()}
    readable = _readable(original)
    return {"input": readable} if readable == original else {"encoding": "backslashreplace", "input": readable}


def _readable(value: Any) -> Any:
    """Return a row of a table with the bytes that were not UTF-8 written out."""
    match value:
        case str():
            return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        case Mapping():
            return {_readable(key): _readable(item) for key, item in value.items()}
        case list():
            return [_readable(item) for item in value]
        case float() if not math.isfinite(value):
            return str(value)  # JSON has no such number
    return value


def _base64(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Encode piece by piece; only three bytes at a time make whole characters."""
    left = b""
    for piece in pieces:
        data = left + piece
        cut = len(data) - len(data) % 3
        left = data[cut:]
        yield b64encode(data[:cut])
    yield b64encode(left)


def rejects_path(target: str | Path) -> Path:
    """Return where the rejects of an output go: ``out.csv`` → ``out.csv.rejects.jsonl``."""
    return Path(f"{target}.rejects.jsonl")


class RejectPipe:
    """Writes rejects to standard error; the lines are ASCII, for a terminal may read them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> Self:
        return self

    def write(self, lines: bytes) -> None:
        """Write some lines, or a part of one."""
        self._stream.write(lines)

    def keep(self) -> None:
        """Send what is buffered."""
        self._stream.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave the stream open: it is not ours."""


class RejectFile:
    """Writes rejects to a file that is made with the first of them.

    Without any, a file of that name from an earlier run is removed, so that nobody takes it for this run's.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._output: Output | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, lines: bytes) -> None:
        """Write some lines, or a part of one."""
        if self._output is None:
            self._output = self._stack.enter_context(Output(self._path, alone=True))
        self._output.stream.write(lines)

    def keep(self) -> None:
        """Give the file its name, or remove the old one."""
        if self._output:
            self._output.keep()
        else:
            self._path.unlink(missing_ok=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove what was not kept."""
        self._stack.close()
