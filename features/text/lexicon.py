"""Lexicon: the words and pairs of neighbours that linear models know, and where postings have them.

Postings are read once, many in a few steps over whole arrays, whatever number of models then look at them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features.text.words import END, FIELD, POSTING, Words, read_words

__all__ = ["Lexicon", "Numbers", "Reading", "lengths"]

Numbers = NDArray[np.int64]


def lengths(starts: Numbers, end: int) -> Numbers:
    """Return how long each of some parts is that lie one after the other, the last up to ``end``.

    ``np.diff`` with ``append`` takes five times as long for the few parts of one posting.

    Examples
    --------
    >>> lengths(np.array([0, 4, 4]), 9).tolist()
    [4, 0, 5]
    """
    found = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=found[:-1])
    found[-1:] = end - starts[-1:]
    return found


_MARKS = (END, FIELD, POSTING)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Where postings have the terms of a lexicon.

    Parameters
    ----------
    words : Words, length n
        Marks included.
    rows, pairs : ndarray of int64, shape (n,)
        For each word or mark its row, and the row of the pair that it ends; 0 where the lexicon knows none.
    sentences, fields, postings : ndarray of int64
        Where each begins among the words: at its mark. A posting begins with its title, and so with a field and a sentence.
    """

    words: Words
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
    def _words(self) -> _Table:
        single = [term for term in self.terms if " " not in term]
        words = read_words([[term] for term in single])  # each behind a mark
        keys, rows = words.keys[1::2], self.rows_of(single)
        if len(words) != 2 * len(single) or len(np.unique(keys)) != len(single):
            raise ValueError("a term of the lexicon is no word, or two of its words have one key")
        marks = np.array([mark[0] for mark in _MARKS], dtype=np.uint64)
        return _Table(np.append(keys, marks), np.append(rows, len(self.terms) + 1 + np.arange(len(_MARKS))))

    @cached_property
    def _pairs(self) -> _Table:
        pairs = [term for term in self.terms if " " in term]
        first, second = (self.rows_of(term.split(" ")[i] for term in pairs) for i in (0, 1))
        return _Table((first * self.size + second).view(np.uint64), self.rows_of(pairs))

    def rows_of(self, terms: Iterable[str]) -> Numbers:
        """Return the rows of terms; KeyError for one that is not of this lexicon."""
        return np.array([self._row[term] for term in terms], dtype=np.int64)

    def read(self, words: Words) -> Reading:
        r"""Return where words have the terms.

        Examples
        --------
        >>> reading = Lexicon(["call", "me", "me call"]).read(read_words([["Me, call now"]]))
        >>> reading.rows.tolist(), reading.pairs.tolist()
        ([6, 2, 1, 0], [0, 0, 3, 0])
        """
        rows = self._words.find(words.keys)
        pairs = np.zeros(len(rows), dtype=np.int64)
        # A key with an unknown word or a mark in it is no pair's key.
        pairs[1:] = self._pairs.find((rows[:-1] * self.size + rows[1:]).view(np.uint64))
        sentences = np.flatnonzero(rows > len(self.terms))
        mark = rows.take(sentences) - len(self.terms)
        return Reading(words, rows, pairs, sentences, sentences[mark > 1], sentences[mark > 2])


class _Table:
    """A hash table of whole arrays, some thirty times as fast as a binary search.

    Cuckoo hashing: a key stands in one of two slots, so that every search ends after two looks, and whatever took the first
    slot of a key keeps it taken, so that most end after one.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n,)
        Distinct, and not 0.
    rows : ndarray of int64, shape (n,)
        From 1.
    """

    #: Odd numbers without pattern (of the golden ratio and of the root of 2, in 64 bits): multiplicative hashing.
    _FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x6A09E667F3BCC909)

    def __init__(self, keys: NDArray[np.uint64], rows: Numbers) -> None:
        bits = max(4, (4 * len(rows)).bit_length())
        while (placed := self._placed(keys, bits)) is None:
            bits += 1
        self._shift = np.uint64(64 - bits)
        self._keys, self._rows = np.zeros(1 << bits, dtype=np.uint64), np.zeros(1 << bits, dtype=np.int64)
        self._keys[placed], self._rows[placed] = keys, rows

    @classmethod
    def _placed(cls, keys: NDArray[np.uint64], bits: int) -> list[int] | None:
        """Return the slot of each key among 2 ** bits, None if some key found no place."""
        two = [((keys * by) >> np.uint64(64 - bits)).tolist() for by in (cls._FIRST, cls._SECOND)]
        slots, owner = list(two[0]), [-1] * (1 << bits)
        for key in range(len(slots)):
            homeless = key
            for _ in range(bits * bits):
                slot = slots[homeless]
                owner[slot], homeless = homeless, owner[slot]
                if homeless < 0:
                    break
                # Whoever stood there goes to its other slot.
                slots[homeless] = two[slot == two[0][homeless]][homeless]
            else:
                return None
        return slots

    def find(self, keys: NDArray[np.uint64]) -> Numbers:
        """Return the row of each key, 0 for a key that is not here."""
        slots = (keys * self._FIRST) >> self._shift
        at = self._keys.take(slots.view(np.int64))
        found: Numbers = self._rows.take(slots.view(np.int64))
        found *= at == keys
        left = np.flatnonzero((at != keys) & (at != 0))
        keys = keys.take(left)
        slots = (keys * self._SECOND) >> self._shift
        found[left] = self._rows.take(slots.view(np.int64)) * (self._keys.take(slots.view(np.int64)) == keys)
        return found
