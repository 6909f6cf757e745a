"""Rows of postings that differ from those of a page in some numbers, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serving.judge.tried.numbers import NAMES, Numbers
from serving.models.columns import Array

__all__ = ["Asked", "Grid", "Replaced", "Rows"]

#: A number that is replaced: the same in all changes, or one for each.
Replaced = Mapping[str, float | Sequence[float] | Array]


class Asked(NamedTuple):
    """Some changes of one posting of the page, each also with either end of what is unknown then.

    ``changes`` is their number. ``ends`` come in pairs, a worse and a better value of each unknown field.
    """

    posting: int
    changes: int
    change: Replaced
    ends: Sequence[Replaced] = ()

    @property
    def rows(self) -> int:
        """How many rows it takes: each change, followed by its ends."""
        return self.changes * (1 + len(self.ends))


class Rows(dict[str, Array]):
    """Columns over the rows of some questions, each made when it is looked at.

    Parameters
    ----------
    table : ndarray, shape (postings, names)
    of : ndarray of int, shape (rows,)
        Whose row it is.
    replaced : mapping
        By name: rows, and what stands there instead.
    """

    def __init__(self, table: Array, of: NDArray[np.intp], replaced: dict[str, list[tuple[slice, Array | float]]]) -> None:
        super().__init__()
        self._table, self._of, self._replaced = table, of, replaced

    def __missing__(self, name: str) -> Array:
        column: Array = self._table[_PLACES[name]][self._of]
        for where, values in self._replaced.get(name, ()):
            column[where] = values
        self[name] = column
        return column


_PLACES = {name: place for place, name in enumerate(NAMES)}


class Grid:
    """The postings of a page.

    Parameters
    ----------
    postings : sequence of Numbers
    """

    def __init__(self, postings: Sequence[Numbers]) -> None:
        self._table = np.ascontiguousarray(np.array(postings, dtype=np.float64).reshape(len(postings), len(NAMES)).T)

    def rows(self, questions: Sequence[Asked]) -> Rows:
        """Return the rows of some questions, one behind the other."""
        postings = np.array([one.posting for one in questions], dtype=np.intp)
        of = np.repeat(postings, np.array([one.rows for one in questions], dtype=np.intp))
        replaced: dict[str, list[tuple[slice, Array | float]]] = {}
        start = 0
        for one in questions:
            step, stop = 1 + len(one.ends), start + one.rows
            for name, values in one.change.items():
                all_of_it = np.repeat(np.asarray(values), step) if isinstance(values, (Sequence, np.ndarray)) else values
                replaced.setdefault(name, []).append((slice(start, stop), all_of_it))
            for number, end in enumerate(one.ends, 1):
                where = slice(start + number, stop, step)
                for name, values in end.items():
                    replaced.setdefault(name, []).append((where, values))  # type: ignore[arg-type]
            start = stop
        return Rows(self._table, of, replaced)
