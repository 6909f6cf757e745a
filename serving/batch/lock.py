"""A file that only one program at a time may write, made where there is none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from features.errors import CallError

try:
    import fcntl
except ImportError:  # Windows
    _LOCKS = False
else:
    _LOCKS = True

__all__ = ["locked"]


def locked(path: Path, target: Path) -> BinaryIO:
    """Open a file to be read and written by this program alone until it is closed; only its owner may read it.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    target : pathlib.Path
        What to call it in messages.

    Raises
    ------
    CallError
        When another program has it, or it cannot be written.
    """
    while True:
        try:
            # A name that can be foreseen must not lead elsewhere: nobody's link is followed.
            number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise CallError(
                f"{target} cannot be written ({error.strerror}); name a folder that exists and is yours"
            ) from None
        stream = os.fdopen(number, "r+b")
        if not _LOCKS:
            return stream
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.close()
            raise CallError(f"{target} is being written by another run; wait for its end, or name another OUT") from None
        except OSError:  # a file system without locks
            return stream
        # Whoever had it until now may just have removed it: then it has no name any more.
        if path.exists() and os.path.samestat(os.fstat(number), path.stat()):
            return stream
        stream.close()
