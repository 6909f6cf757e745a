"""Where to look: which sentences could satisfy a pattern, from the words that the pattern cannot do without.

Derived from the patterns themselves: the items that must be there and are told by words alone (`notation.required_items`).
A sentence is a candidate of a pattern when it has a word of each, in the pattern's order and no further apart than the
pattern allows. That is necessary for a match, so nothing that spaCy would find is lost; it is not sufficient, and spaCy
decides.

Two steps, the cheap one first. Each word carries a number whose bits stand for patterns, one block of bits for each slot
(the three rarest items of a pattern). The numbers of a sentence's words are or-ed and the blocks and-ed: one lookup a word,
whatever the text. For the few patterns that remain, order and distance are looked at word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from features.rules.notation import Pattern, required_items
from features.text.sentences import END, MOST_WORDS

__all__ = ["Prefilter"]

_SLOTS = 3


class Prefilter:
    """The words that patterns need, as bits of numbers and as chains.

    Parameters
    ----------
    patterns : sequence of Pattern
        Their position is their number.

    Raises
    ------
    ValueError
        If a pattern needs no word at all.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._width = len(patterns)
        self._block = (1 << self._width) - 1
        self._chains = [
            ([frozenset(word.encode() for word in words) for words in required_items(pattern)], pattern.longest)
            for pattern in patterns
        ]
        # An item that many patterns share tells little: the rarest of a pattern's items go into the slots.
        spread = Counter(word for chain, _ in self._chains for words in chain for word in words)
        self._bits: dict[bytes, int] = {}
        self._always = 0
        for number, (chain, _) in enumerate(self._chains):
            items = sorted(set(chain), key=lambda words: (sum(spread[w] for w in words), sorted(words)))
            for slot in range(_SLOTS):
                bit = 1 << (slot * self._width + number)
                if slot >= len(items):
                    self._always |= bit
                    continue
                for word in items[slot]:
                    self._bits[word] = self._bits.get(word, 0) | bit
        if self._left(self._always):
            raise ValueError("a pattern without a word that it needs would make every sentence a candidate")

    def may_match(self, words: list[bytes]) -> bool:
        """Return whether any sentence could satisfy any pattern.

        Parameters
        ----------
        words : list of bytes
            As `features.text.sentences.quick_words` returns them, sentence ends included.
        """
        # A sentence too long for one window is left to the exact reading, whose windows bound the work.
        return any(
            end - start > MOST_WORDS or self._ordered(words[start:end], left) for start, end, left in self._sentences(words)
        )

    def candidates(self, words: list[bytes]) -> list[int]:
        """Return the numbers of the patterns that one sentence's words could satisfy."""
        found = self._always
        for bits in map(self._bits.get, words):
            if bits:
                found |= bits
        return self._ordered(words, self._left(found))

    def _sentences(self, words: list[bytes]) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and the patterns left of each sentence in which some are."""
        find, always = self._bits.get, self._always
        start, found = 0, always
        for i, word in enumerate(words):
            if word == END:
                if found != always and (left := self._left(found)):
                    yield start, i, left
                start, found = i + 1, always
            elif bits := find(word):
                found |= bits
        if found != always and (left := self._left(found)):
            yield start, len(words), left

    def _left(self, found: int) -> int:
        width = self._width
        return found & (found >> width) & (found >> 2 * width) & self._block

    def _ordered(self, words: list[bytes], left: int) -> list[int]:
        numbers = []
        while left:
            lowest = left & -left
            number = lowest.bit_length() - 1
            if _follow(*self._chains[number], words):
                numbers.append(number)
            left ^= lowest
        return numbers


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
