"""What a feature is: a record that the docs, the manifest and the tests read; and how a posting becomes a row of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.fields.facts import Facts

__all__ = ["Family", "Feature", "Inputs"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One named number.

    Parameters
    ----------
    name : str
        Unique; carries the unit where there is one.
    reads : str
        The contract fields it rests on.
    meaning : str
        One sentence for people.
    """

    name: str
    reads: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Family:
    """Features that are computed together.

    Parameters
    ----------
    features : tuple of Feature
    values : callable
        From the facts to one number a feature, in order, ``None`` for unknown.
    """

    features: tuple[Feature, ...]
    values: Callable[[Facts], tuple[float | None, ...]]


class Inputs:
    """What a model sees of a posting's fields: families of features, one behind the other.

    Parameters
    ----------
    *families : Family
    """

    def __init__(self, *families: Family) -> None:
        self._families = families
        self._features = tuple(feature for family in families for feature in family.features)

    def __iter__(self) -> Iterator[Feature]:
        return iter(self._features)

    def __len__(self) -> int:
        return len(self._features)

    def rows(self, every: Sequence[Facts]) -> NDArray[np.float64]:
        """Return the features of postings, shape (n_postings, n_features), ``nan`` where unknown."""
        of = [family.values for family in self._families]
        rows = [[number for values in of for number in values(facts)] for facts in every]
        return np.array(rows, dtype=np.float64).reshape(len(every), len(self))  # numpy reads None as nan

    def row(self, facts: Facts) -> NDArray[np.float64]:
        """Return the features of one posting, shape (n_features,)."""
        row: NDArray[np.float64] = self.rows([facts])[0]
        return row
