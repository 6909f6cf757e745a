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

__all__ = ["COLUMNS", "flat"]


def _columns(answer_type: Any, prefix: str = "") -> Iterator[tuple[str, type]]:
    hints = get_type_hints(answer_type)
    for field in fields(answer_type):
        kind = _known(hints[field.name])
        if is_dataclass(kind):
            yield from _columns(kind, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}", _cell_type(kind)


def _known(hint: Any) -> Any:
    """Return what a value is when it is not null."""
    # Which of the two it is depends on how the kind is written.
    if get_origin(hint) in (types.UnionType, Union):
        (hint,) = (kind for kind in get_args(hint) if kind is not types.NoneType)
    return hint


def _cell_type(kind: Any) -> type:
    if get_origin(kind) in (Literal, tuple):
        return str
    return kind if kind in (str, int, float) else str


#: Each column and the type of its cells (``str``, ``int`` or ``float``), in the contract's order.
COLUMNS: dict[str, type] = dict(_columns(Answer))


def flat(answer: Answer) -> dict[str, str | int | float | None]:
    """Return the cells of an answer, one for each of `COLUMNS`; ``None`` is an empty cell."""
    tree = orjson.loads(answer.to_json())
    return {name: _cell(tree, name.split(".")) for name in COLUMNS}


def _cell(tree: Any, path: list[str]) -> Any:
    for name in path:
        if tree is None:
            return None
        tree = tree[name]
    return orjson.dumps(tree).decode() if isinstance(tree, (list, dict)) else tree
