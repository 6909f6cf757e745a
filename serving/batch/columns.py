"""The columns of an answer in a table: nested names joined by dots, lists as JSON text.

The columns and their kinds are read from the types of `serving.answer`, so that a table never lacks a field.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson

from serving.answer import Answer

__all__ = ["COLUMNS", "cell_of", "parts_of"]


def parts_of(answer_type: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name and the kind of each field of a part of an answer."""
    hints = get_type_hints(answer_type)
    names = [field.name for field in fields(answer_type)] if is_dataclass(answer_type) else list(hints)
    yield from ((name, _known(hints[name])) for name in names)


def _known(hint: Any) -> Any:
    """Return what a value is when it is not null."""
    # Which of the two it is depends on how the kind is written.
    if get_origin(hint) in (types.UnionType, Union):
        (hint,) = (kind for kind in get_args(hint) if kind is not types.NoneType)
    return hint


def _columns(answer_type: Any, prefix: str = "") -> Iterator[tuple[str, type]]:
    for name, kind in parts_of(answer_type):
        if is_dataclass(kind):
            yield from _columns(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", _cell_type(kind)


def _cell_type(kind: Any) -> type:
    if get_origin(kind) in (Literal, tuple):
        return str
    return kind if kind in (str, int, float) else str


#: Each column and the type of its cells (``str``, ``int`` or ``float``), in the contract's order.
COLUMNS: dict[str, type] = dict(_columns(Answer))


def cell_of(value: object) -> str | int | float | None:
    """Return the cell of a value of an answer; a list is JSON text, and null an empty cell."""
    return orjson.dumps(value).decode() if isinstance(value, tuple) else value  # type: ignore[return-value]
