"""Which files of a folder have landed: they stand still from one look to the next."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from features.errors import CallError
from serving.batch.inputs import in_64_bits, is_meant

__all__ = ["Landed", "Landing"]


class Landed(NamedTuple):
    """A file as it stands: its name in the folder, bytes, and when it changed, in nanoseconds since 1970."""

    name: str
    size: int
    changed_ns: int


class Landing:
    """The files of a folder, as they were looked at last.

    Parameters
    ----------
    folder : pathlib.Path

    Raises
    ------
    CallError
        If it is no folder that can be read; so does every look.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last: frozenset[Landed] = frozenset()
        self._files()

    def look(self) -> list[Landed]:
        """Return the files that are as they were at the last look, those that changed first before the others.

        An empty one has still to be written; one whose name begins with a dot, or has another ending than ours, is none.
        """
        last, self._last = self._last, frozenset(self._files())
        return sorted(self._last & last, key=lambda file: (file.changed_ns, file.name))

    def still_is(self, file: Landed) -> bool:
        """Return whether a file is there as it was."""
        return self._of(self._folder / file.name) == file

    def _files(self) -> list[Landed]:
        try:
            paths = [path for path in self._folder.iterdir() if is_meant(path.name)]
        except OSError as error:
            raise CallError(f"{self._folder} cannot be watched ({error.strerror}); name a folder that can be read") from None
        return [file for path in paths if (file := self._of(path)) is not None and file.size]

    @staticmethod
    def _of(path: Path) -> Landed | None:
        try:
            status = path.stat()
        except OSError:  # gone since the folder was read
            return None
        return Landed(path.name, status.st_size, in_64_bits(status.st_mtime_ns)) if path.is_file() else None
