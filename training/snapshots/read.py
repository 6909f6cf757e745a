"""A file of snapshots: contract postings with ``observed_at``, and optionally ``status``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from features.errors import InputError, shown
from features.importers import to_contract
from features.posting import Posting, read_posting
from features.reading.ids import marketplace_digits
from features.reading.texts import read_text
from training.sources.tables import object_of, rows_of

__all__ = ["STATUSES", "Snapshot", "Snapshots", "Status", "Unread", "read_snapshots", "snapshots_of"]

Status = Literal["open", "cancelled", "removed", "expired", "filled"]
#: ``cancelled``: the client closed it without a hire; ``removed``: the marketplace did. Either gives the Connects back.
#: ``expired``: it ran out without a hire; they are lost. ``filled``: somebody was hired.
STATUSES: tuple[Status, ...] = ("open", "cancelled", "removed", "expired", "filled")
_LONGEST_STATUS = 40


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A posting as it was seen at one moment, in UTC. ``status`` is None where the row does not tell."""

    id: str
    observed_at: datetime
    posting: Posting
    status: Status | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be used: its number from 1, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What a file holds."""

    rows: int
    snapshots: list[Snapshot]
    unread: list[Unread]

    def told(self, most: int = 3) -> str:
        """Return one sentence on the rows that were left out; the first of them with their reasons."""
        if not self.unread:
            return f"{self.rows:,} rows, all read"
        first = "; ".join(f"row {unread.row:,}: {unread.reason}" for unread in self.unread[:most])
        more = f"; and {len(self.unread) - most:,} more" if len(self.unread) > most else ""
        return f"{self.rows:,} rows, {len(self.unread):,} left out ({first}{more})"


def read_snapshots(path: Path) -> Snapshots:
    """Read snapshots from a ``.jsonl``, ``.csv`` or ``.parquet`` file; what cannot be read is counted, and the rest goes on.

    Parameters
    ----------
    path : Path
        Rows are contract postings, or any shape that `features.importers` knows, with an ``id`` and an ``observed_at``.

    Raises
    ------
    DataError
        If the file cannot be opened or read as what its name says.
    """
    return snapshots_of(rows_of(path, "snapshots"))


def snapshots_of(source: Iterable[object]) -> Snapshots:
    """Read rows that are mappings, or lines of JSON as bytes."""
    snapshots, unread, rows = [], [], 0
    for row in source:
        rows += 1
        try:
            snapshots.append(_snapshot(row))
        except InputError as error:
            unread.append(Unread(rows, str(error)))
    return Snapshots(rows, snapshots, unread)


def _snapshot(row: object) -> Snapshot:
    given = object_of(row, "a posting")
    posting = read_posting(to_contract(given))
    if posting.id is None:
        raise InputError("id", "is missing; only the id tells which rows are one posting")
    if posting.observed_at is None or posting.observed_at.at is None:
        raise InputError("observed_at", "is missing; give the moment at which the row was seen")
    # One posting may be written with its address, with its prefix or as digits alone.
    name = marketplace_digits(posting.id) or posting.id
    return Snapshot(name, posting.observed_at.at, posting, _status(given.get("status")))


def _status(value: object) -> Status | None:
    try:
        text = read_text(value, limit=_LONGEST_STATUS)
    except ValueError as error:
        raise InputError("status", str(error)) from None
    word = (text or "").strip().lower()
    if not word:
        return None
    if word not in STATUSES:
        raise InputError("status", f"{shown(value)} is none of {', '.join(STATUSES)}; write one of them, or leave it out")
    return word
