"""Terms: what a text model sees of a posting.

A term is ``namespace:words``. Namespaces: ``t`` title, ``b`` body (the description), ``s`` a skill as a whole, ``c`` the
category as a whole, ``r`` the tier. Title and body give single words and pairs of neighbours. The client, its country,
the pay and every date are no part of it.

A `Vocabulary` maps the terms a model knows to columns; unknown terms are dropped. Each namespace becomes a vector of
its own: the inverse document frequency of every distinct known term, divided by ``sqrt(damping + sum of their squares)``.
So a title weighs the same with or without a description below it, and a terse text says little instead of a few words
being shouted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from features.posting import Posting
from features.text.tokens import words

__all__ = ["DAMPING", "SparseRow", "Vocabulary", "terms"]

#: By namespace, in squared idf: about a quarter of the median description's sum, and most of a title's. Without it
#: harmless texts of ten words got five times the median chance of danger; ranking is the same within noise.
DAMPING = {"t": 200.0, "b": 1_000.0, "s": 0.0, "c": 0.0, "r": 0.0}


def terms(posting: Posting) -> dict[str, set[str]]:
    """Return the distinct terms of a posting by namespace."""
    return {
        "t": _text_terms("t", posting.title),
        "b": _text_terms("b", posting.description),
        "s": {f"s:{' '.join(words(skill))}" for skill in posting.skills or ()},
        "c": {f"c:{' '.join(words(posting.category))}"} if posting.category else set(),
        "r": {f"r:{posting.tier}"} if posting.tier else set(),
    }


def _text_terms(namespace: str, text: str) -> set[str]:
    found = words(text)
    prefix = namespace + ":"
    return {prefix + word for word in found} | {f"{prefix}{a} {b}" for a, b in pairwise(found)}


@dataclass(frozen=True, slots=True)
class SparseRow:
    """Columns (ascending) and values of one posting's terms."""

    columns: NDArray[np.int32]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Vocabulary:
    """The terms that a model knows, in column order, and their inverse document frequencies.

    Parameters
    ----------
    terms : tuple of str
        Sorted by code point, so that the order needs no other definition.
    idf : ndarray of float64, shape (n_terms,)
        ``ln((1 + n) / (1 + n_with_term)) + 1`` over the training postings.
    """

    terms: tuple[str, ...]
    idf: NDArray[np.float64]

    @cached_property
    def column_of(self) -> Mapping[str, int]:
        """Column of each term."""
        return {term: column for column, term in enumerate(self.terms)}

    @cached_property
    def _idf_list(self) -> list[float]:
        return [float(value) for value in self.idf]

    def row(self, posting: Posting) -> SparseRow:
        """Return the posting's known terms as one sparse row."""
        pairs = sorted(pair for item in terms(posting).items() for pair in self._namespace(*item))
        return SparseRow(
            np.fromiter((column for column, _ in pairs), np.int32, len(pairs)),
            np.fromiter((value for _, value in pairs), np.float64, len(pairs)),
        )

    def _namespace(self, name: str, group: Iterable[str]) -> list[tuple[int, float]]:
        find, idf = self.column_of.get, self._idf_list
        columns = sorted(column for column in map(find, group) if column is not None)
        if not columns:
            return []
        length = (DAMPING[name] + sum(idf[column] ** 2 for column in columns)) ** 0.5
        return [(column, idf[column] / length) for column in columns]
