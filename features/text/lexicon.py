"""Lexicon: the words and pairs of neighbours that linear models know, and where postings have them.

Postings are read once, many in a few steps over whole arrays, whatever number of models then look at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from features.text.words import END, FIELD, POSTING

__all__ = ["Lexicon", "Numbers", "Reading"]

Numbers = NDArray[np.int64]
_MARKS = (END, FIELD, POSTING)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Where postings have the terms of a lexicon.

    Parameters
    ----------
    words : list of bytes, length n
        As `features.text.words.read_words` returns them, marks included.
    rows, pairs : ndarray of int64, shape (n,)
        For each word or mark its row, and the row of the pair that it ends; 0 where the lexicon knows none.
    sentences, fields, postings : ndarray of int64
        Where each begins among the words: at its mark. A posting begins with its title, and so with a field and a sentence.
    """

    words: list[bytes]
    rows: Numbers
    pairs: Numbers
    sentences: Numbers
    fields: Numbers
    postings: Numbers

    def field_of(self, start: int) -> int:
        """Return the number, among all fields, of the field in which a place lies."""
        return int(self.fields.searchsorted(start, side="right")) - 1

    def posting_of(self, start: int) -> int:
        """Return the number of the posting in which a place lies."""
        return int(self.postings.searchsorted(start, side="right")) - 1

    def place(self, start: int) -> tuple[int, int]:
        """Return of the sentence that begins at a place: the field's number in its posting, its own number in the field."""
        field = self.field_of(start)
        first_field = self.field_of(int(self.postings[self.posting_of(start)]))
        first, own = self.sentences.searchsorted([self.fields[field], start]).tolist()
        return field - first_field, own - first

    def sentence(self, start: int) -> slice:
        """Return the words of the sentence that begins at a place, without its mark."""
        after = int(self.sentences.searchsorted(start, side="right"))
        return slice(start + 1, int(self.sentences[after]) if after < len(self.sentences) else len(self.words))

    def posting(self, number: int) -> slice:
        """Return the words of a posting, its marks included."""
        after = int(self.postings[number + 1]) if number + 1 < len(self.postings) else len(self.words)
        return slice(int(self.postings[number]), after)


class Lexicon:
    """Terms and their rows.

    Parameters
    ----------
    terms : iterable of str
        Words and pairs: two words with a space between. The words of a pair are made terms too, so that it can be found.
        The row of a term is its position in code-point order plus one, so that row 0 is left for what is unknown.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        wanted = set(terms)
        wanted.update(word for term in [*wanted] for word in term.split(" "))
        self.terms = tuple(sorted(wanted))

    @property
    def size(self) -> int:
        """Number of rows: those of the terms, of the three marks and of what is unknown."""
        return len(self.terms) + len(_MARKS) + 1

    @cached_property
    def _row(self) -> dict[str, int]:
        return {term: row for row, term in enumerate(self.terms, start=1)}

    @cached_property
    def _word_row(self) -> dict[bytes, int]:
        words = {term.encode(): row for term, row in self._row.items() if " " not in term}
        return words | {mark: len(self.terms) + 1 + i for i, mark in enumerate(_MARKS)}

    @cached_property
    def _pairs(self) -> _PairTable:
        pairs = [(*map(self._row.__getitem__, term.split(" ")), row) for term, row in self._row.items() if " " in term]
        return _PairTable({first * self.size + second: row for first, second, row in pairs})

    def rows_of(self, terms: Iterable[str]) -> Numbers:
        """Return the rows of terms; KeyError for one that is not of this lexicon."""
        return np.array([self._row[term] for term in terms], dtype=np.int64)

    def read(self, words: Sequence[bytes]) -> Reading:
        r"""Return where words in order, as `features.text.words.read_words` returns them, have the terms.

        Examples
        --------
        >>> reading = Lexicon(["call", "me", "me call"]).read([b"\x03", b"me", b"call", b"now"])
        >>> reading.rows.tolist(), reading.pairs.tolist()
        ([6, 2, 1, 0], [0, 0, 3, 0])
        """
        words = words if isinstance(words, list) else list(words)
        rows = np.fromiter(map(self._word_row.get, words, repeat(0)), np.int64, len(words))
        pairs = np.zeros(len(rows), dtype=np.int64)
        # A key with an unknown word or a mark in it is no pair's key.
        pairs[1:] = self._pairs.find(rows[:-1] * self.size + rows[1:])
        sentences = np.flatnonzero(rows > len(self.terms))
        mark = rows.take(sentences) - len(self.terms)
        return Reading(words, rows, pairs, sentences, sentences[mark > 1], sentences[mark > 2])


class _PairTable:
    """A hash table of whole arrays: an open one with linear probing, some thirty times as fast as a binary search.

    Parameters
    ----------
    rows : mapping of int to int
        Row, from 1, of each key, from 0.
    """

    #: An odd number without pattern (the golden ratio in 64 bits): Fibonacci hashing.
    _MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

    def __init__(self, rows: Mapping[int, int]) -> None:
        bits = max(4, (8 * len(rows)).bit_length())
        self._shift, self._mask = np.uint64(64 - bits), (1 << bits) - 1
        self._keys = np.full(1 << bits, -1, dtype=np.int64)
        self._rows = np.zeros(1 << bits, dtype=np.int64)
        self._steps = 1
        keys = np.array(sorted(rows), dtype=np.int64)
        for key, slot in zip(keys.tolist(), self._slots(keys).tolist(), strict=True):
            step = 0
            while self._keys[(slot + step) & self._mask] >= 0:
                step += 1
            self._keys[(slot + step) & self._mask], self._rows[(slot + step) & self._mask] = key, rows[key]
            self._steps = max(self._steps, step + 1)

    def _slots(self, keys: Numbers) -> Numbers:
        slots: Numbers = ((keys.view(np.uint64) * self._MULTIPLIER) >> self._shift).view(np.int64)
        return slots

    def find(self, keys: Numbers) -> Numbers:
        """Return the row of each key, 0 for a key that is not here."""
        slots = self._slots(keys)
        found: Numbers = self._rows.take(slots) * (self._keys.take(slots) == keys)
        for _ in range(1, self._steps):
            slots = (slots + 1) & self._mask
            found += self._rows.take(slots) * (self._keys.take(slots) == keys)
        return found
