"""Where to look: which sentences could satisfy a pattern, from the words that the pattern cannot do without.

Derived from the patterns themselves: the items that must be there and are told by words alone (`notation.required_items`).
A sentence is a candidate of a pattern when it has a word of each, in the pattern's order and no further apart than the
pattern allows. That is necessary for a match, so nothing that spaCy would find is lost; it is not sufficient, and spaCy
decides.

Two steps, the cheap one first. Each word carries a row of bits, one for each pattern and slot (the three rarest items). The
rows of a sentence's words are or-ed and the slots and-ed: one table lookup a word, whatever the text. For the few patterns
that remain, order and distance are looked at word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from features.rules.notation import Pattern, required_items
from features.text.sentences import END, MOST_WORDS

__all__ = ["Prefilter"]

_SLOTS = 3
_BITS = 64
Bits = NDArray[np.uint64]


class Prefilter:
    """The words that patterns need, as rows of bits and as chains.

    Parameters
    ----------
    patterns : sequence of Pattern
        Their position is their number.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        width = (len(patterns) + _BITS - 1) // _BITS
        self._chains = [
            ([frozenset(word.encode() for word in words) for words in required_items(pattern)], pattern.longest)
            for pattern in patterns
        ]
        # An item that many patterns share tells little: the rarest of a pattern's items go into the slots.
        spread = Counter(word for chain, _ in self._chains for words in chain for word in words)
        rows: dict[bytes, Bits] = {}
        self._always = np.zeros((_SLOTS, width), dtype=np.uint64)
        for number, (chain, _) in enumerate(self._chains):
            items = sorted(set(chain), key=lambda words: (sum(spread[w] for w in words), sorted(words)))
            cell, bit = number // _BITS, np.uint64(1 << number % _BITS)
            for slot in range(_SLOTS):
                if slot >= len(items):
                    self._always[slot, cell] |= bit
                    continue
                for word in items[slot]:
                    rows.setdefault(word, np.zeros((_SLOTS, width), dtype=np.uint64))[slot, cell] |= bit
        self._row_of = {word: i for i, word in enumerate(sorted(rows), start=1)}
        # Row 0 is that of a word no pattern needs.
        self._table = np.vstack(
            [np.zeros((1, _SLOTS, width), dtype=np.uint64), *(rows[word][None] for word in sorted(rows))]
        )

    def may_match(self, words: list[bytes]) -> bool:
        """Return whether any sentence could satisfy any pattern.

        Parameters
        ----------
        words : list of bytes
            As `features.text.sentences.quick_words` returns them, sentence ends included.
        """
        rows = self._rows(words)
        if not len(rows) or not self._left(np.bitwise_or.reduce(self._table[rows], axis=0)).any():
            return False
        # A sentence too long for one window is left to the exact reading, whose windows bound the work.
        return any(
            end - start > MOST_WORDS or self._ordered(words[start:end], left)
            for start, end, left in self._groups(words, rows)
        )

    def candidates(self, words: list[bytes]) -> list[int]:
        """Return the numbers of the patterns that one sentence's words could satisfy."""
        rows = self._rows(words)
        if not rows.any():
            return []
        return self._ordered(words, self._left(np.bitwise_or.reduce(self._table[rows], axis=0)))

    def _rows(self, words: list[bytes]) -> NDArray[np.intp]:
        find = self._row_of.get
        return np.array([find(word, 0) for word in words], dtype=np.intp)

    def _groups(self, words: list[bytes], rows: NDArray[np.intp]) -> Iterator[tuple[int, int, Bits]]:
        starts = [0, *(i for i, word in enumerate(words) if word == END)]
        found = np.bitwise_or.reduceat(self._table[rows], starts, axis=0)
        left = (found[:, 0] | self._always[0]) & (found[:, 1] | self._always[1]) & (found[:, 2] | self._always[2])
        for group in np.flatnonzero(left.any(axis=1)):
            end = starts[group + 1] if group + 1 < len(starts) else len(words)
            yield starts[group], end, left[group]

    def _left(self, found: Bits) -> Bits:
        left: Bits = np.bitwise_and.reduce(found | self._always, axis=0)
        return left

    def _ordered(self, words: list[bytes], left: Bits) -> list[int]:
        numbers = np.flatnonzero(np.unpackbits(left.view(np.uint8), bitorder="little"))
        return [int(number) for number in numbers if _follow(*self._chains[number], words)]


def _follow(chain: list[frozenset[bytes]], longest: int, words: list[bytes]) -> bool:
    """Return whether a word of each item stands in order, the last no further from the first than a match may be long."""
    begun = [-1] * len(chain)  # for each item: where the latest chain that reached it began
    last = len(chain) - 1
    for i, word in enumerate(words):
        for item in range(last, -1, -1):
            if word in chain[item]:
                begun[item] = i if item == 0 else begun[item - 1]
                if item == last and begun[item] >= 0 and i - begun[item] < longest:
                    return True
    return False
