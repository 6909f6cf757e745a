"""The bundle in use: another is put in its place as a whole, what stood there is kept, and one step brings it back."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from features.bundle_format import FILES
from features.errors import BundleError, CallError, DataError, shown
from training.bundle import write_files
from training.expected import EXPECTED
from training.rebundle import Whole, digest_of, read_whole

__all__ = ["install", "roll_back"]

_JOURNAL = "promotions.jsonl"
_DIGEST = re.compile("[0-9a-f]{16}")


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
    old = _in_place(place, kept)
    now = _kept(new, kept)
    # Told before it is done: whoever is killed in between can go back.
    _note(kept, {"what": "promoted", "place": str(place.resolve()), "now": now, "before": old})
    _write(new, place)
    return _label(new), now


def roll_back(place: Path, kept: Path) -> tuple[str, str]:
    """Bring back what stood in a place before the last promotion that still holds; return its name and its digest.

    Raises
    ------
    CallError
        If nothing was promoted, or all of it was rolled back.
    """
    steps = _standing(place, kept)
    if not steps or steps[-1]["before"] is None:
        raise CallError(f"{kept / _JOURNAL} knows of no bundle before the one in {place}; there is nothing to go back to")
    before = str(steps[-1]["before"])
    old = read_whole(kept / before)
    _write(old, place)
    _note(kept, {"what": "rolled back", "place": str(place.resolve()), "now": before, "before": steps[-1]["now"]})
    return _label(old), before


def _in_place(place: Path, kept: Path) -> str | None:
    """Keep what stands in a place, and return its digest; None where nothing does.

    Raises
    ------
    CallError
        If something else stands there.
    """
    if (place / "manifest.json").is_file():
        return _kept(read_whole(place), kept)
    steps = _standing(place, kept)
    if steps:  # the last promotion was killed half way
        return str(steps[-1]["now"])
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise CallError(f"{place} holds other files and no bundle; name the folder of the bundle in use, or a new one")
    return None


def _standing(place: Path, kept: Path) -> list[dict[str, Any]]:
    """Return the promotions of a place that were not rolled back, the oldest first."""
    steps: list[dict[str, Any]] = []
    for step in _journal(kept):
        if step["place"] != str(place.resolve()):
            continue
        if step["what"] == "promoted":
            steps.append(step)
        elif steps:
            steps.pop()
    return steps


def _kept(bundle: Whole, kept: Path) -> str:
    """Keep a bundle under its digest, and return that."""
    digest = digest_of(bundle.manifest)
    try:
        is_there = digest_of(read_whole(kept / digest).manifest) == digest
    except BundleError:
        is_there = False
    if not is_there:
        write_files(kept / digest, bundle.files, bundle.manifest)
    return digest


def _write(bundle: Whole, place: Path) -> None:
    write_files(place, bundle.files, bundle.manifest)
    # What another version of a bundle had, and this one has not.
    for name in {*FILES, EXPECTED} - set(bundle.files):
        (place / name).unlink(missing_ok=True)


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
        steps = [orjson.loads(line) for line in _whole_lines(path).splitlines() if line]
        for step in steps:
            if step["what"] not in ("promoted", "rolled back") or not isinstance(step["place"], str):
                raise ValueError(f"{shown(step)} is no step")
            if any(name is not None and not _DIGEST.fullmatch(name) for name in (step["now"], step["before"])):
                raise ValueError(f"{shown(step)} names no bundle")
        return steps
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} cannot be read ({error}); correct it, or promote the old bundle") from None


def _whole_lines(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return b""
    return body[: body.rfind(b"\n") + 1]
