"""The postings that may be asked: of the data folder, or of a file in any shape that is read elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from features.errors import DataError, InputError
from features.posting import Posting, read_posting
from training.sources.folder import as_described, find_data, read_lines
from training.sources.postings import load_postings
from training.sources.tables import fields_of, key_of, rows_of

__all__ = ["Pool", "keys_of_labels", "pool_of_file", "pool_of_folder"]


@dataclass(frozen=True, slots=True)
class Pool:
    """Postings by key, and one sentence on what was left out."""

    postings: dict[str, Posting]
    told: str


def pool_of_folder(environment: Mapping[str, str] | None = None) -> Pool:
    """Return the postings of the data folder, one a key; sealed ones are kept for a last exam and are not asked."""
    folder = find_data() if environment is None else find_data(environment)
    rows = load_postings(folder)
    postings: dict[str, Posting] = {}
    for row in rows:
        if not row.sealed:
            postings.setdefault(row.key, row.posting)
    sealed = sum(row.sealed for row in rows)
    return Pool(postings, f"{len(postings):,} postings of {len(rows):,} rows; {sealed:,} sealed rows are left out")


def pool_of_file(path: Path) -> Pool:
    """Return the postings of a ``.jsonl``, ``.csv`` or ``.parquet`` file; rows that cannot be read are counted.

    A posting without an id is named by a digest of its words, so that it has the same name in the next run.

    Raises
    ------
    DataError
        If the file cannot be opened or read as what its name says, or no row of it can be read.
    """
    postings: dict[str, Posting] = {}
    unread: list[str] = []
    number = 0
    for number, row in enumerate(rows_of(path, "postings"), start=1):
        try:
            posting = read_posting(fields_of(row))
        except InputError as error:
            unread.append(f"row {number:,}: {error}")
            continue
        postings.setdefault(posting.id or key_of(posting), posting)
    if not postings:
        why = f" ({unread[0]})" if unread else ""
        raise DataError(f"{path} has no posting that can be read{why}; give rows as `bidworthy score` reads them")
    left = f", {len(unread):,} left out (first {unread[0]})" if unread else ", all read"
    return Pool(postings, f"{len(postings):,} postings of {number:,} rows{left}")


def keys_of_labels(paths: Iterable[Path]) -> set[str]:
    """Return which postings labels that there are already speak of."""
    keys = set()
    for path in paths:
        try:
            with as_described(path):
                keys |= {str(label.get("posting_key") or label["id"]) for label in read_lines(path)}
        except OSError as error:
            raise DataError(f"{path} cannot be read: {error.strerror or error}; name a file of labels") from None
    return keys
