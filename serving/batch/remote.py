"""Object stores and whatever else has an address, ``scheme://…``: opened, listed and written with fsspec.

fsspec is the user's to install, with what the scheme needs (``s3fs`` for ``s3://``). An address ``file://`` is a file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from glob import has_magic
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from platformdirs import user_cache_path

from features.errors import BrokenOff, CallError, shown

__all__ = ["check_store", "is_remote", "local_name", "local_place", "open_remote", "remote_files", "remote_status", "sent"]

# Two letters at least: Windows has C: and the like.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_FILE = "file://"
#: What a store may tell of an object that changes with its content.
_TELLING = ("ETag", "etag", "md5Hash", "content_hash", "LastModified", "last_modified", "mtime", "updated", "created")


def is_remote(name: str) -> bool:
    """Return whether a name is the address of something that is no file.

    Examples
    --------
    >>> is_remote("s3://mine/a.jsonl"), is_remote("a.jsonl"), is_remote("file:///a.jsonl")
    (True, False, False)
    """
    return _SCHEME.match(name) is not None and not name.startswith(_FILE)


def local_name(name: str) -> str:
    """Return the path of a ``file://`` address; any other name as it is."""
    return name.removeprefix(_FILE)


def local_place(target: str) -> Path:
    """Return where an output is made: at its own place, or in the user's cache folder before it is sent to a store."""
    if not is_remote(target):
        return Path(target)
    digest = sha256(target.encode()).hexdigest()[:24]
    return user_cache_path("bidworthy", appauthor=False) / "unsent" / digest / PurePosixPath(target).name


def open_remote(name: str) -> BinaryIO:
    """Open an object for reading.

    Raises
    ------
    CallError
        When it cannot be read.
    """
    with _told(name, "cannot be opened"):
        store, path = _store(name)
        # Some stores' files read lines byte by byte.
        return cast(BinaryIO, io.BufferedReader(store.open(path, "rb"), 2**20))


def remote_status(name: str) -> tuple[int, int]:
    """Return how large an object is, and a number that is another one when its content is.

    Raises
    ------
    CallError
        When there is none.
    """
    with _told(name, "cannot be looked at"):
        store, path = _store(name)
        known = store.info(path)
    telling = repr([str(known[key]) for key in _TELLING if known.get(key)])
    return int(known.get("size") or 0), int(sha256(telling.encode()).hexdigest()[:15], 16)


def remote_files(name: str) -> tuple[list[str], str] | None:
    """Return the addresses of what is in a folder or fits a pattern, and which of both it is; None for one object.

    Raises
    ------
    CallError
        When the store cannot be asked.
    """
    with _told(name, "cannot be listed"):
        store, path = _store(name)
        if store.isfile(path):
            return None
        if has_magic(name):
            found, what = [one for one in store.glob(path) if store.isfile(one)], "is a pattern"
        elif store.isdir(path):
            found, what = [one["name"] for one in store.ls(path, detail=True) if one["type"] == "file"], "is a folder"
        else:
            return None
        return [str(store.unstrip_protocol(one)) for one in found], what


def check_store(target: str) -> None:
    """Find out before anything is scored whether an address can be written to at all.

    Raises
    ------
    CallError
        When fsspec or what the scheme needs is not installed, or the scheme is unknown.
    """
    with _told(target, "cannot be written"):
        _store(target)


def sent(local: Path, target: str) -> None:
    """Send a file to its address, where it appears when it is whole; where there is no file, remove what is there.

    Raises
    ------
    BrokenOff
        When the store does not take it: the run can go on when it does.
    """
    try:
        store, path = _store(target)
        if local.is_file():
            store.put_file(str(local), path)
            local.unlink()
        elif store.exists(path):
            store.rm_file(path)
    except CallError:
        raise
    except Exception as error:  # each store has errors of its own
        raise BrokenOff(f"{target} could not be sent ({_said(error)}); see that the store takes it") from None


def _store(name: str) -> tuple[Any, str]:
    scheme = name.partition("://")[0]
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise CallError(
            f"{name}: {scheme}:// needs fsspec, which is not installed; pip install '.[remote]' and what {scheme}:// needs, "
            "or name a file"
        ) from None
    try:
        store, path = url_to_fs(name)
    except ImportError as error:
        raise CallError(
            f"{name}: {scheme}:// needs more than fsspec ({_said(error)}); install that, or name a file"
        ) from None
    except ValueError as error:
        raise CallError(
            f"{name}: fsspec knows no {shown(scheme)} ({_said(error)}); name a file, or another address"
        ) from None
    return store, str(path)


@contextmanager
def _told(name: str, what: str) -> Iterator[None]:
    try:
        yield
    except CallError:
        raise
    except FileNotFoundError:
        raise CallError(f"{name} does not exist; check the address") from None
    except Exception as error:  # each store has errors of its own
        raise CallError(f"{name} {what} ({_said(error)}); check the address and your rights there") from None


def _said(error: Exception) -> str:
    return shown(str(error) or type(error).__name__, 200)
