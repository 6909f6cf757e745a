"""The bundle in use: another is put in its place as a whole, what stood there is kept, and one step brings it back."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from features.errors import CallError, DataError
from training.bundle import write_files
from training.rebundle import Whole, digest_of, read_whole

__all__ = ["install", "roll_back"]

_JOURNAL = "promotions.jsonl"


def install(challenger: Path, place: Path, kept: Path) -> tuple[str, str]:
    """Put a bundle in its place; what stood there is kept first. Returns the name and the digest of what is there now.

    Parameters
    ----------
    challenger : Path
        Its folder.
    place : Path
        The folder that is served from.
    kept : Path
        The folder in which earlier bundles stay, each under its digest, with a journal.
    """
    new = read_whole(challenger)
    old = _kept(read_whole(place), kept) if (place / "manifest.json").is_file() else None
    now = _kept(new, kept)
    # Told before it is done: whoever is killed in between can go back.
    _note(kept, {"what": "promoted", "now": now, "before": old})
    _write(new, place)
    return _label(new), now


def roll_back(place: Path, kept: Path) -> tuple[str, str]:
    """Bring back what stood in a place before the last promotion that still holds; return its name and its digest.

    Raises
    ------
    CallError
        If nothing was promoted, or all of it was rolled back.
    """
    steps: list[dict[str, Any]] = []
    for step in _journal(kept):
        if step["what"] == "promoted":
            steps.append(step)
        elif steps:
            steps.pop()
    if not steps or steps[-1]["before"] is None:
        raise CallError(f"{kept / _JOURNAL} knows of no bundle before the one in {place}; there is nothing to go back to")
    before = str(steps[-1]["before"])
    old = read_whole(kept / before)
    _write(old, place)
    _note(kept, {"what": "rolled back", "now": before, "before": steps[-1]["now"]})
    return _label(old), before


def _kept(bundle: Whole, kept: Path) -> str:
    """Keep a bundle under its digest, and return that."""
    digest = digest_of(bundle.manifest)
    if not (kept / digest / "manifest.json").is_file():
        write_files(kept / digest, bundle.files, bundle.manifest)
    return digest


def _write(bundle: Whole, place: Path) -> None:
    write_files(place, bundle.files, bundle.manifest)
    for path in place.iterdir():
        # A file that another version of the bundle had.
        if path.name != "manifest.json" and path.name not in bundle.files:
            path.unlink()


def _label(bundle: Whole) -> str:
    return f"{bundle.manifest['name']}-{bundle.manifest['version']}"


def _note(kept: Path, step: dict[str, Any]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    path = kept / _JOURNAL
    whole = _whole_lines(path)
    with path.open("r+b" if whole else "wb") as file:
        # A line that was not written to its end was of something that was never done.
        file.truncate(len(whole))
        file.seek(len(whole))
        file.write(orjson.dumps({"at": at, **step}) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _journal(kept: Path) -> list[dict[str, Any]]:
    path = kept / _JOURNAL
    try:
        return [orjson.loads(line) for line in _whole_lines(path).splitlines() if line]
    except ValueError as error:
        raise DataError(f"{path} cannot be read ({error}); correct it, or promote the old bundle") from None


def _whole_lines(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return b""
    return body[: body.rfind(b"\n") + 1]
