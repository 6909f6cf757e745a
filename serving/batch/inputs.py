"""What is read: the names of a call to files. A folder is its files, a pattern what it fits.

What has an address of another kind is the matter of `serving.batch.remote`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePath
from typing import BinaryIO

from features.errors import CallError, shown
from serving.batch.compression import unpacked
from serving.batch.files import open_input, standard_stream
from serving.batch.formats import FORMATS, format_of
from serving.batch.remote import is_remote, local_name, remote_files, remote_status

__all__ = ["STANDARD", "Source", "check_name", "in_64_bits", "is_meant", "open_source", "source_of", "sources_of"]

STANDARD = "-"
_KNOWN = ", ".join(known.extension for known in FORMATS)


@dataclass(frozen=True, slots=True)
class Source:
    """One input. A pipe is ``-`` and has no length. ``changed_ns`` is another number when the content is another one."""

    name: str
    size: int = 0
    changed_ns: int = 0


def sources_of(names: Sequence[str]) -> list[Source]:
    """Return the inputs that are meant, in order: those of a folder or a pattern by their names.

    Raises
    ------
    CallError
        When something is not there, is empty, or has no known format.
    """
    if names.count(STANDARD) > 1:
        raise CallError("IN is - twice, and standard input can be read once; name it once")
    for name in names:
        check_name(name)
    return [source_of(file) for name in names for file in _files(local_name(name))]


def _files(name: str) -> list[str]:
    path = Path(name)
    if name == STANDARD or path.is_file():
        return [name]
    if is_remote(name):
        listed = remote_files(name)
        if listed is None:
            return [name]
        found, what = listed
    elif path.is_dir():
        found, what = [str(file) for file in path.iterdir()], "is a folder"
    elif has_magic(name):
        found, what = glob(name, recursive=True), "is a pattern"  # noqa: PTH207 - Path.glob takes no absolute pattern
    else:
        return [name]
    files = sorted(file for file in found if (is_remote(file) or Path(file).is_file()) and is_meant(PurePath(file).name))
    if not files:
        raise CallError(f"{name} {what} without files in {_KNOWN}; name a file, or another folder or pattern")
    return files


def is_meant(name: str) -> bool:
    """Return whether a file of a folder is one of postings, by its name."""
    # Rejects of another run are no postings; whoever mended them names the file.
    if name.startswith(".") or name.endswith(".rejects.jsonl"):
        return False
    try:
        format_of(name)
    except CallError:
        return False
    return True


def check_name(name: str) -> None:
    """Refuse a name that cannot be written down.

    Raises
    ------
    CallError
        If it is empty, or not UTF-8.
    """
    if not name:
        raise CallError("a name is empty; name a file, or - for a pipe")
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        raise CallError(f"{shown(name)} is a name that is not UTF-8; rename the file")


def source_of(name: str) -> Source:
    """Return the one input that a name means.

    Raises
    ------
    CallError
        When it is not there, is no file, or has no known format.
    """
    name = local_name(name)
    format_of(name)
    check_name(name)
    path = Path(name)
    if name == STANDARD:
        return Source(name)
    if is_remote(name):
        return Source(name, *remote_status(name))
    if not path.is_fifo():
        open_input(path).close()  # tells what is wrong with it before anything is read
    status = path.stat()
    return Source(name, status.st_size, in_64_bits(status.st_mtime_ns))


def open_source(name: str, stack: ExitStack) -> BinaryIO:
    """Open what is read until the stack ends, unpacked: a file, or ``-`` for standard input."""
    if name == STANDARD:
        return standard_stream("stdin")
    return unpacked(stack.enter_context(open_input(Path(name))), name)


def in_64_bits(changed_ns: int) -> int:
    """Return a time of a change as JSON can hold it: some file systems know the year 1600."""
    return max(-(2**63), min(2**63 - 1, changed_ns))
