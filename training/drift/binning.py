"""Bins: deciles of training for numbers, the usual words for categories, and what is unknown as a bin of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from training.drift.fields import Value

__all__ = ["ABSENT", "UNKNOWN", "Binned", "binned"]

UNKNOWN, _OTHER = "unknown", "any other"
#: The bin of a posting that cannot have the field: it counts nowhere.
ABSENT = -1
_DECILES = np.arange(1, 10) / 10
#: So many categories stand alone; the others, and those that training never saw, are one bin.
_MOST_CATEGORIES = 11
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Binned:
    """A field of both sides as numbers of bins, the last bin being unknown.

    Parameters
    ----------
    name : str
    labels : tuple of str
        What each bin holds.
    training, ledger : ndarray of int64
        A posting's bin; `ABSENT` where it cannot have the field.
    middles : tuple of (float or None), optional
        Medians of training and ledger, of a field of numbers.
    """

    name: str
    labels: tuple[str, ...]
    training: NDArray[np.int64]
    ledger: NDArray[np.int64]
    middles: tuple[float | None, float | None] | None = None


def binned(
    name: str,
    training: Sequence[Value],
    ledger: Sequence[Value],
    *,
    categories: bool,
    has: tuple[Sequence[bool], Sequence[bool]],
) -> Binned:
    """Return a field in bins that training sets.

    Parameters
    ----------
    name : str
    training, ledger : sequence of float, str or None
        Values of the postings; None is unknown.
    categories : bool
        Whether they are words.
    has : tuple of two sequences of bool
        Which postings can have the field.
    """
    sides = training, ledger
    own = [[value for value, is_own in zip(side, mask, strict=True) if is_own and value is not None]
           for side, mask in zip(sides, has, strict=True)]  # fmt: skip
    known = own[0]
    labels, codes = (_words if categories else _numbers)(known, sides)
    there, here = (np.where(mask, code, ABSENT) for mask, code in zip(has, codes, strict=True))
    middles = None if categories else (_middle(own[0]), _middle(own[1]))
    return Binned(name, (*labels, UNKNOWN), there, here, middles)


def _middle(values: Sequence[Value]) -> float | None:
    return float(np.median(np.array(values, dtype=np.float64))) if values else None


def _numbers(known: Sequence[Value], sides: Sequence[Sequence[Value]]) -> tuple[list[str], list[NDArray[np.int64]]]:
    values = np.array(known, dtype=np.float64)
    # Edges are values of training, so that no bin between two of them is empty there.
    edges = np.unique(np.quantile(values, _DECILES, method="inverted_cdf")) if len(values) else np.empty(0)
    # Nothing of training lies above its own maximum: a bin there would be empty by construction.
    edges = edges[edges < values.max()] if len(values) else edges
    codes = []
    for side in sides:
        numbers = np.array([np.nan if value is None else value for value in side], dtype=np.float64)
        codes.append(np.where(np.isnan(numbers), len(edges) + 1, edges.searchsorted(numbers, side="left")))
    return _labels(edges), codes


def _labels(edges: NDArray[np.float64]) -> list[str]:
    if not len(edges):
        return ["any value"]
    words = [_short(edge) for edge in edges]
    between = [f"{low} to {high}" for low, high in pairwise(words)]
    return [f"up to {words[0]}", *between, f"over {words[-1]}"]


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.3g}"


def _words(known: Sequence[Value], sides: Sequence[Sequence[Value]]) -> tuple[list[str], list[NDArray[np.int64]]]:
    names = [word for word, _ in Counter(known).most_common(_MOST_CATEGORIES)]
    place = {name: number for number, name in enumerate(names)}
    of = [[len(names) + 1 if value is None else place.get(value, len(names)) for value in side] for side in sides]
    return [*map(_plain, names), _OTHER], [np.array(codes, dtype=np.int64) for codes in of]


def _plain(word: Value) -> str:
    """Return a stranger's word as it may stand in a report and on a terminal: short, and on one line."""
    text = "".join(one if one.isprintable() else " " for one in str(word)[: _LONGEST_WORD + 1])
    return text if len(text) <= _LONGEST_WORD else text[: _LONGEST_WORD - 1] + "…"
