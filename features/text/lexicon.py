"""Lexicon: the words and pairs of neighbours that a linear model knows, and where a posting has them.

A posting is read once, in a few steps over whole arrays, whatever number of models then look at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from features.text.sentences import END

__all__ = ["Lexicon", "Rows"]

#: Shape (2, n_words): for each word or end its row, and the row of the pair that it ends; 0 where the lexicon knows none.
Rows = NDArray[np.int64]


class Lexicon:
    """Terms and their rows.

    Parameters
    ----------
    terms : sequence of str
        Sorted by code point. A pair is two words with a space between; both of its words must be terms themselves, or it is
        never found. The row of a term is its position plus one, so that row 0 is left for what is unknown.
    """

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = tuple(terms)

    @cached_property
    def _word_row(self) -> dict[bytes, int]:
        words = {term.encode(): row for row, term in enumerate(self.terms, start=1) if " " not in term}
        return words | {END: self.end_row}

    @property
    def end_row(self) -> int:
        """The row of an end: behind those of the terms."""
        return len(self.terms) + 1

    @cached_property
    def _pairs(self) -> tuple[Rows, Rows]:
        """Sorted keys of the pairs with a sentinel at the end, and the row of each."""
        words, found = self._word_row, {}
        for row, term in enumerate(self.terms, start=1):
            if " " in term:
                first, second = (words.get(word.encode(), 0) for word in term.split(" "))
                if first and second:
                    found[first * (self.end_row + 1) + second] = row
        keys = np.array([*sorted(found), np.iinfo(np.int64).max], dtype=np.int64)
        return keys, np.array([found.get(int(key), 0) for key in keys], dtype=np.int64)

    def read(self, words: Sequence[bytes]) -> Rows:
        """Return the rows of words in order; `features.text.sentences.END` among them parts neighbours.

        Examples
        --------
        >>> Lexicon(["call", "me", "me call"]).read([b"me", b"call", b"now"]).tolist()
        [[2, 1, 0], [0, 3, 0]]
        """
        rows = np.zeros((2, len(words)), dtype=np.int64)
        single = rows[0]
        single[:] = list(map(self._word_row.get, words, repeat(0)))
        keys, pair_rows = self._pairs
        # A key with an unknown word or an end in it is no pair's key.
        wanted = single[:-1] * (self.end_row + 1) + single[1:]
        place = keys.searchsorted(wanted)
        rows[1, 1:] = pair_rows.take(place) * (keys.take(place) == wanted)
        return rows

    def starts(self, rows: Rows) -> NDArray[np.int64]:
        """Return where each sentence begins; an end belongs to the sentence after it."""
        starts = np.flatnonzero(rows[0] == self.end_row)
        return starts if len(starts) and starts[0] == 0 else np.append(0, starts)
