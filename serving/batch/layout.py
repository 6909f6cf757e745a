"""Which parts of an answer are written, and how: nested as the contract has them, or one cell a column."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import orjson

from features.errors import CallError, shown
from serving.answer import Answer
from serving.batch.columns import COLUMNS, cell_of, parts_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FLAT", "NESTED", "Cell", "Layout"]

Cell = str | int | float | None
#: The chosen columns as a tree: a part by its name, None where all of it is chosen.
_Tree = dict[str, "_Tree | None"]


class Layout:
    """How answers are written.

    Parameters
    ----------
    names : iterable of str, optional
        The columns, ``ghost.probability``, or whole parts, ``ghost``. All of them when left out.
    nested : bool
        Parts are objects and lists are lists, as in the contract; or each column is a cell of its own, lists as JSON text.

    Raises
    ------
    CallError
        If an answer has no such column.
    """

    def __init__(self, names: Iterable[str] | None = None, *, nested: bool) -> None:
        chosen = set(COLUMNS) if names is None else {column for name in names for column in _columns_of(name)}
        if not chosen:
            raise CallError(f"--columns names no column; name some of {', '.join(_parts())}")
        #: The columns in the contract's order.
        self.columns = tuple(name for name in COLUMNS if name in chosen)
        self.nested = nested
        #: The parts of an answer that are written: what is in none of them need not be found out.
        self.parts = frozenset(name.partition(".")[0] for name in self.columns)

    def __reduce__(self) -> tuple[Callable[..., Layout], tuple[Any, ...]]:
        """Travel to another process by what was asked for."""
        return _layout, (self.columns, self.nested)

    def json(self, answer: Answer) -> bytes:
        """Return an answer as UTF-8 JSON, one line without a line end."""
        if self.nested:
            return answer.to_json() if self._tree is None else orjson.dumps(_picked(answer, self._tree))
        return orjson.dumps(dict(zip(self.columns, self.cells(answer), strict=True)))

    def cells(self, answer: Answer) -> list[Cell]:
        """Return the cells of an answer, one for each of ``columns``; ``None`` is an empty cell."""
        return [cell_of(value) for value in self._values(answer)]

    def _values(self, answer: Answer) -> Iterable[object]:
        parts: dict[str, object] = {"": answer}
        for path, get in self._paths:
            part = parts[path]
            for name, take in get:
                parts[name] = None if part is None else take(part)
        return [parts[name] for name in self.columns]

    @cached_property
    def _paths(self) -> list[tuple[str, list[tuple[str, Callable[[object], object]]]]]:
        """Return, for each part that has something chosen in it, its own parts and how they are taken from it."""
        paths: dict[str, dict[str, Callable[[object], object]]] = {}
        for column in self.columns:
            names = column.split(".")
            for depth in range(len(names)):
                within = ".".join(names[:depth])
                paths.setdefault(within, {})[".".join(names[: depth + 1])] = attrgetter(names[depth])
        return [(within, list(takes.items())) for within, takes in paths.items()]

    @cached_property
    def _tree(self) -> _Tree | None:
        return _tree_of(Answer, self.columns, "")

    @cached_property
    def schema(self) -> pa.Schema:
        """The schema of a table of answers."""
        import pyarrow as pa

        if self.nested:
            return pa.schema(_arrow_fields(Answer, self._tree))
        kinds = {str: pa.string(), int: pa.int64(), float: pa.float64()}
        return pa.schema([(name, kinds[COLUMNS[name]]) for name in self.columns])

    def table(self, answers: Sequence[Answer | None]) -> pa.Table:
        """Return a table with a row for each answer, in order; every cell is null where there is none."""
        import pyarrow as pa

        if self.nested:
            rows = [{} if answer is None else orjson.loads(self.json(answer)) for answer in answers]
            return pa.Table.from_pylist(rows, schema=self.schema)
        empty: list[Cell] = [None] * len(self.columns)
        rows_of_cells = [empty if answer is None else self.cells(answer) for answer in answers]
        columns = list(zip(*rows_of_cells, strict=True)) or [()] * len(self.columns)
        arrays = [pa.array(cells, field.type) for cells, field in zip(columns, self.schema, strict=True)]
        return pa.Table.from_arrays(arrays, schema=self.schema)


def _layout(columns: tuple[str, ...], nested: bool) -> Layout:
    return Layout(columns, nested=nested)


def _columns_of(name: str) -> list[str]:
    found = [column for column in COLUMNS if column == name or column.startswith(f"{name}.")]
    if not found:
        near = difflib.get_close_matches(name, [*COLUMNS, *_parts()], 1)
        hint = f"did you mean {near[0]}?" if near else f"name some of {', '.join(_parts())}"
        raise CallError(f"--columns: an answer has no {shown(name)}; {hint}")
    return found


def _parts() -> list[str]:
    return list(dict.fromkeys(name.partition(".")[0] for name in COLUMNS))


def _tree_of(kind: Any, columns: Sequence[str], prefix: str) -> _Tree | None:
    """Return the chosen columns under a prefix as a tree; None where all are chosen."""
    every = [name for name in COLUMNS if name.startswith(prefix)]
    if set(every) <= set(columns):
        return None
    tree: _Tree = {}
    for name, part in parts_of(kind):
        within = [column for column in columns if column == prefix + name or column.startswith(f"{prefix}{name}.")]
        if within:
            tree[name] = _tree_of(part, within, f"{prefix}{name}.") if is_dataclass(part) else None
    return tree


def _picked(part: object, tree: _Tree) -> dict[str, object] | None:
    if part is None:
        return None
    values = ((name, getattr(part, name), under) for name, under in tree.items())
    return {name: value if under is None else _picked(value, under) for name, value, under in values}


def _arrow_fields(kind: Any, tree: _Tree | None) -> list[pa.Field]:
    import pyarrow as pa

    return [
        pa.field(name, _arrow_type(part, None if tree is None else tree[name]))
        for name, part in parts_of(kind)
        if tree is None or name in tree
    ]


def _arrow_type(kind: Any, tree: _Tree | None) -> pa.DataType:
    import pyarrow as pa

    plain: Mapping[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    if kind in plain:
        return plain[kind]
    if get_origin(kind) is Literal:
        return pa.string()
    if get_origin(kind) is tuple:
        return pa.list_(_arrow_type(get_args(kind)[0], None))
    return pa.struct(_arrow_fields(kind, tree))


#: All of an answer.
NESTED, FLAT = Layout(nested=True), Layout(nested=False)
