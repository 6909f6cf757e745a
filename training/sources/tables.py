"""Rows of a file, by what its name says it is, as postings in the shape of the contract."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from features.bundle_format import sha256
from features.errors import DataError, InputError, shown
from features.importers import to_contract
from features.posting import Posting
from features.reading.ids import marketplace_digits

__all__ = ["fields_of", "key_of", "object_of", "posting_key", "rows_of"]

_KEY_LENGTH = 24


def key_of(posting: Posting) -> str:
    """Return what a posting of a file is called: its id, its address, or a digest of its words."""
    name = posting.id or posting.url
    if name:
        return posting_key(name)
    words = f"{posting.title}\n{posting.description}"
    return f"text-{sha256(words.encode())[:_KEY_LENGTH]}"


def posting_key(name: str) -> str:
    """Return the key that an id stands for: a marketplace writes one id in several ways."""
    return marketplace_digits(name) or name


def fields_of(row: object) -> dict[str, Any]:
    """Return a row of `rows_of` as a posting in the shape of the contract, unread.

    Raises
    ------
    InputError
        If it is no JSON, or no object.
    """
    return to_contract(object_of(row, "a posting"))


def object_of(row: object, what: str) -> dict[str, Any]:
    """Return a row of `rows_of` by the names of its fields; the arrays of a table's columns are lists, as JSON has them.

    Parameters
    ----------
    row : object
    what : str
        What it should be, for errors: "a label".

    Raises
    ------
    InputError
        If it is no JSON, or no object.
    """
    if isinstance(row, bytes):
        try:
            row = orjson.loads(row)
        except orjson.JSONDecodeError as error:
            raise InputError("", f"is not JSON in UTF-8 ({error.msg}); correct it there") from None
    if not isinstance(row, Mapping):
        raise InputError("", f"{shown(row)} is not {what}; write one JSON object a line")
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if type(value).__name__ in ("NaTType", "NAType"):  # what pandas puts in an empty cell, and JSON has no word for
        return None
    return value.tolist() if hasattr(value, "tolist") else value


def rows_of(path: Path, what: str) -> Iterator[object]:
    """Yield the rows of a ``.jsonl``, ``.csv`` or ``.parquet`` file: a line as bytes, or a mapping.

    Parameters
    ----------
    path : Path
    what : str
        What the file should hold, for errors: "snapshots".

    Raises
    ------
    DataError
        If the file cannot be opened or read as what its name says.
    """
    kinds = {".jsonl": _lines, ".csv": _csv, ".parquet": _parquet}
    if path.suffix.lower() not in kinds:
        raise DataError(f"{path} is no file of {what} by its name; give a .jsonl, .csv or .parquet file")
    try:
        yield from kinds[path.suffix.lower()](path)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}; name a file of {what}") from None
    except (ValueError, csv.Error) as error:  # bytes that are no UTF-8, no CSV, no Parquet
        first = str(error).partition("\n")[0]
        raise DataError(f"{path} cannot be read as {path.suffix}: {first}; correct the file") from None


def _lines(path: Path) -> Iterator[object]:
    with path.open("rb") as file:
        for number, line in enumerate(file):
            plain = line.removeprefix(BOM_UTF8) if number == 0 else line
            if plain.strip():
                yield plain


def _csv(path: Path) -> Iterator[object]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _parquet(path: Path) -> Iterator[object]:
    import pandas as pd

    yield from pd.read_parquet(path).to_dict("records")
