"""The postings that may be asked: of the data folder, or of a file in any shape that is read elsewhere."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from features.bundle_format import sha256
from features.errors import DataError, InputError, shown
from features.importers import to_contract
from features.posting import Posting, read_posting
from training.sources.folder import as_described, find_data, read_lines
from training.sources.postings import load_postings

__all__ = ["Pool", "keys_of_labels", "pool_of_file", "pool_of_folder"]

_KEY_LENGTH = 16


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
    for number, row in enumerate(_rows(path), start=1):
        try:
            posting = _posting(row)
        except InputError as error:
            unread.append(f"row {number:,}: {error}")
            continue
        postings.setdefault(posting.id or _digest(posting), posting)
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


def _digest(posting: Posting) -> str:
    return "text-" + sha256(f"{posting.title}\n{posting.description}".encode())[:_KEY_LENGTH]


def _posting(row: object) -> Posting:
    if isinstance(row, bytes):
        try:
            row = orjson.loads(row)
        except orjson.JSONDecodeError as error:
            raise InputError("", f"is not JSON in UTF-8 ({error.msg}); correct it there") from None
    if not isinstance(row, Mapping):
        raise InputError("", f"{shown(row)} is not a posting; write one JSON object a line")
    # Arrays of a table's nested columns become lists, as JSON has them.
    plain: dict[str, Any] = {str(name): value.tolist() if hasattr(value, "tolist") else value for name, value in row.items()}
    return read_posting(to_contract(plain))


def _rows(path: Path) -> Iterator[object]:
    kinds = {".jsonl": _lines, ".csv": _csv, ".parquet": _parquet}
    if path.suffix.lower() not in kinds:
        raise DataError(f"{path} is no file of postings by its name; give a .jsonl, .csv or .parquet file")
    try:
        yield from kinds[path.suffix.lower()](path)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}; name a file of postings") from None
    except (ValueError, csv.Error) as error:  # bytes that are no UTF-8, no CSV, no Parquet
        first = str(error).partition("\n")[0]
        raise DataError(f"{path} cannot be read as {path.suffix}: {first}; correct the file") from None


def _lines(path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        yield from (line for line in file if line.strip())


def _csv(path: Path) -> Iterator[object]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _parquet(path: Path) -> Iterator[object]:
    import pandas as pd

    yield from pd.read_parquet(path).to_dict("records")
