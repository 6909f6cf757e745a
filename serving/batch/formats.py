"""Which reader and which writer an extension names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Protocol

from features.errors import CallError, shown
from serving.answer import Answer
from serving.batch.csv_table import CsvWriter, read_csv
from serving.batch.json_array import JsonWriter, read_json
from serving.batch.jsonl import JsonlWriter, read_jsonl
from serving.batch.layout import Layout
from serving.batch.parquet_table import ParquetWriter, read_parquet
from serving.batch.rows import Reject, Row

__all__ = ["FORMATS", "Format", "Writer", "format_of", "layout_of"]


class Writer(Protocol):
    """Writes answers to a stream of bytes that somebody else opens and closes."""

    def write(self, answers: Sequence[Answer]) -> None:
        """Write some answers."""

    def close(self) -> None:
        """Write what the format wants at its end."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its extension, what it is, and how it is read and written.

    ``nested`` is whether an answer keeps its shape there unless something else is asked for.
    """

    extension: str
    description: str
    read: Callable[[BinaryIO, str], Iterator[Row | Reject]]
    write: Callable[[BinaryIO, Layout], Writer]
    nested: bool


_JSONL = Format(".jsonl", "one JSON object a line", read_jsonl, JsonlWriter, nested=True)

FORMATS = (
    _JSONL,
    Format(".json", "an array of objects, or one object", read_json, JsonWriter, nested=True),
    Format(".csv", "a header, then one row each", read_csv, CsvWriter, nested=False),
    Format(".parquet", "one row each, columns dotted or nested", read_parquet, ParquetWriter, nested=False),
)


def format_of(name: str) -> Format:
    """Return the format that a file name asks for; ``-`` is JSONL.

    Raises
    ------
    CallError
        When the extension is none of ours.
    """
    if name == "-":
        return _JSONL
    extension = PurePath(name).suffix.lower()
    for known in FORMATS:
        if known.extension == extension:
            return known
    names = ", ".join(known.extension for known in FORMATS)
    raise CallError(f"{shown(name)} ends in none of {names}; rename it, or use - for JSONL through a pipe")


def layout_of(target: str, columns: Iterable[str] | None, nested: bool | None) -> Layout:
    """Return how answers are written to a file: as asked for, or as its format has them of its own accord.

    Raises
    ------
    CallError
        When an answer has no such column, or the format cannot have it so.
    """
    kind = format_of(target)
    if nested and kind.extension == ".csv":
        raise CallError(
            f"--nested: {shown(target)} is CSV, whose cells hold no objects; leave --nested out, or name another OUT"
        )
    # A comma may be followed by a space.
    names = None if columns is None else [name.strip() for name in columns]
    return Layout(names, nested=kind.nested if nested is None else nested)
