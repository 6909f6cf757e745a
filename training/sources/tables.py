"""Rows of a file, by what its name says it is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from features.errors import DataError

__all__ = ["rows_of"]


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
        yield from (line for line in file if line.strip())


def _csv(path: Path) -> Iterator[object]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _parquet(path: Path) -> Iterator[object]:
    yield from pd.read_parquet(path).to_dict("records")
