"""Which reader and which writer an extension names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import BinaryIO, Protocol

from features.errors import CallError, shown
from serving.batch.compression import PACKED, without_packing
from serving.batch.csv_table import read_csv
from serving.batch.encode import Encode, encode_csv, encode_json, encode_jsonl, encode_parquet
from serving.batch.json_array import read_json
from serving.batch.jsonl import read_jsonl
from serving.batch.layout import Layout
from serving.batch.parquet_table import read_parquet
from serving.batch.pieces import CsvPieces, JsonlPieces, JsonPieces, ParquetPieces, PieceWriter
from serving.batch.rows import Reject, Row

__all__ = ["FORMATS", "Format", "Shape", "format_of", "shape_of"]


class Read(Protocol):
    """Reads rows: of a stream, with a name for messages, after a number of rows that are left out."""

    def __call__(self, stream: BinaryIO, name: str, skip: int = 0, /) -> Iterator[Row | Reject]:
        """Yield each row in order."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its extension, what it is, and how it is read and written.

    ``nested`` is whether an answer keeps its shape there unless something else is asked for.
    """

    extension: str
    description: str
    read: Read
    encode: Encode
    pieces: Callable[[BinaryIO, Layout], PieceWriter]
    nested: bool


_JSONL = Format(".jsonl", "one JSON object a line", read_jsonl, encode_jsonl, JsonlPieces, nested=True)

FORMATS = (
    _JSONL,
    Format(".json", "an array of objects, or one object", read_json, encode_json, JsonPieces, nested=True),
    Format(".csv", "a header, then one row each", read_csv, encode_csv, CsvPieces, nested=False),
    Format(".parquet", "one row each, columns dotted or nested", read_parquet, encode_parquet, ParquetPieces, nested=False),
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
    plain = without_packing(name)
    extension = PurePath(plain).suffix.lower()
    for known in FORMATS:
        if known.extension == extension:
            if extension == ".parquet" and plain != name:
                raise CallError(
                    f"{shown(name)}: Parquet has a compression of its own; name it {shown(PurePath(plain).name)}"
                )
            return known
    names, more = ", ".join(known.extension for known in FORMATS), ", ".join(PACKED)
    raise CallError(
        f"{shown(name)} ends in none of {names}, nor one of them and {more}; rename it, or use - for JSONL through a pipe"
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """How answers are written: the format by its extension, the columns, and whether parts keep their shape.

    It travels to other processes, and is told apart from another one. ``ascii_rejects``: a terminal may read the rejects.
    """

    extension: str
    columns: tuple[str, ...]
    nested: bool
    ascii_rejects: bool = False

    @property
    def format(self) -> Format:
        """The format."""
        return format_of(f"x{self.extension}")

    @property
    def layout(self) -> Layout:
        """The layout, made once in each process."""
        return _layout(self.columns, self.nested)


@lru_cache
def _layout(columns: tuple[str, ...], nested: bool) -> Layout:
    return Layout(columns, nested=nested)


def shape_of(target: str, columns: Iterable[str] | None = None, nested: bool | None = None) -> Shape:
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
    layout = Layout(names, nested=kind.nested if nested is None else nested)
    return Shape(kind.extension, layout.columns, layout.nested, ascii_rejects=target == "-")
