"""Lexicon: the words and pairs of neighbours that a linear model knows, and where a posting has them.

A posting is read once, in a few steps over whole arrays, whatever number of models then look at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features.text.sentences import END

__all__ = ["Lexicon", "Rows", "sentence_starts"]

#: Shape (2, n_words): for each word its row, and the row of the pair that it ends; 0 where the lexicon knows none.
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
        return {term.encode(): row for row, term in enumerate(self.terms, start=1) if " " not in term}

    @cached_property
    def _pairs(self) -> tuple[Rows, Rows]:
        """Sorted keys of the pairs with a sentinel at the end, and the row of each."""
        words, found = self._word_row, {}
        for row, term in enumerate(self.terms, start=1):
            if " " in term:
                first, second = (words.get(word.encode(), 0) for word in term.split(" "))
                if first and second:
                    found[first * (len(self.terms) + 1) + second] = row
        keys = np.array([*sorted(found), np.iinfo(np.int64).max], dtype=np.int64)
        return keys, np.array([found.get(int(key), 0) for key in keys], dtype=np.int64)

    def read(self, words: Sequence[bytes]) -> Rows:
        """Return the rows of words in order; `features.text.sentences.END` among them parts neighbours.

        Examples
        --------
        >>> Lexicon(["call", "me", "me call"]).read([b"me", b"call", b"now"]).tolist()
        [[2, 1, 0], [0, 3, 0]]
        """
        find = self._word_row.get
        rows = np.zeros((2, len(words)), dtype=np.int64)
        rows[0] = [find(word, 0) for word in words]
        keys, pair_rows = self._pairs
        # A key with an unknown word or an end in it is no pair's key: rows begin at 1.
        wanted = rows[0, :-1] * (len(self.terms) + 1) + rows[0, 1:]
        place = keys.searchsorted(wanted)
        rows[1, 1:] = np.where(keys[place] == wanted, pair_rows[place], 0)
        return rows


def sentence_starts(words: Sequence[bytes]) -> list[int]:
    """Return where each sentence of words with ends among them begins; an end belongs to the sentence after it."""
    starts = [i for i, word in enumerate(words) if word == END]
    return starts if starts[:1] == [0] else [0, *starts]
