"""A row as it was read, and a row that cannot be scored.

Every reader yields ``Row | Reject``; `serving.batch.run` makes postings of the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from serving.batch.lines import MAX_ROW_BYTES, LongRow

__all__ = ["Original", "Reject", "Row", "parsed_row", "too_long"]

#: What was read: the text of a line, the cells of a table's row, or the pieces of a row too long to hold.
Original = bytes | str | LongRow | Mapping[str, Any] | list[Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that could be parsed. ``number`` counts from 1; ``fields`` should be a mapping, but may be any JSON."""

    number: int
    fields: Any
    original: Original


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that cannot be scored: its number from 1, why, the field at fault (``""``: the whole), and all of it."""

    number: int
    error: str
    field: str
    original: Original


def parsed_row(number: int, text: bytes) -> Row | Reject:
    """Return the row that a JSON text holds, or the reason why it is not JSON."""
    try:
        return Row(number, orjson.loads(text), text)
    except orjson.JSONDecodeError as error:
        problem = f"is not JSON in UTF-8 ({error.msg}, line {error.lineno}, column {error.colno}); correct the row"
        return Reject(number, problem, "", text)


def too_long(number: int, row: LongRow) -> Reject:
    """Return the reject of a row that is too long to be a posting."""
    problem = f"the row is longer than {MAX_ROW_BYTES:,} bytes; a posting is far shorter, so check where its end is"
    return Reject(number, problem, "", row)
