"""Where to look: which sentences could satisfy a pattern, from the words that the pattern cannot do without.

Derived from the patterns themselves: the items that must be there and are told by words alone (`notation.required_items`).
A sentence is a candidate of a pattern when it has a word of each, in the pattern's order and no further apart than the
pattern allows. That is necessary for a match, so nothing that spaCy would find is lost; it is not sufficient, and spaCy
decides.

Two steps, the cheap one first. Each word of the lexicon carries bits that stand for patterns, one block of bits for each
slot (the three rarest items of a pattern). The bits of a sentence's words are or-ed and the blocks and-ed, for all sentences
of all postings at once. For the few patterns that remain, order and distance are looked at word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from features.rules.notation import Pattern, required_items
from features.text.lexicon import Lexicon, Reading
from features.text.sentences import MOST_WORDS
from features.text.words import plain_word

__all__ = ["Candidate", "Chain", "Prefilter", "chains_of", "in_order", "words_of"]

_SLOTS = 3
_WORD = 64
Word = TypeVar("Word", bound=Hashable)


class Chain(NamedTuple, Generic[Word]):
    """What a pattern cannot do without: a word of each item, in order; the last lies less than ``longest`` words on."""

    items: tuple[frozenset[Word], ...]
    longest: int


class Candidate(NamedTuple):
    """A sentence, by where it begins in the reading, and the numbers of the patterns that it could satisfy, as bits."""

    sentence: int
    patterns: int


def chains_of(patterns: Sequence[Pattern]) -> tuple[Chain[bytes], ...]:
    """Return the chain of each pattern, in words as `features.text.words.read_words` has them."""
    return tuple(
        Chain(tuple(frozenset(map(plain_word, words)) for words in required_items(pattern)), pattern.longest)
        for pattern in patterns
    )


def words_of(chains: Iterable[Chain[bytes]]) -> set[str]:
    """Return every word that some chain needs."""
    return {word.decode() for chain in chains for item in chain.items for word in item}


class Prefilter:
    """The words that patterns need, as bits over a lexicon's rows and as chains.

    Parameters
    ----------
    chains : sequence of Chain
        Their position is the pattern's number.
    lexicon : Lexicon, optional
        That of the readings given later; it must have every word of the chains. One of these words alone when left out.

    Raises
    ------
    ValueError
        If a pattern needs no word at all.
    """

    def __init__(self, chains: Sequence[Chain[bytes]], lexicon: Lexicon | None = None) -> None:
        self.chains = tuple(chains)
        self.lexicon = lexicon or Lexicon(words_of(self.chains))
        self._in_rows = [_in_rows(chain, self.lexicon) for chain in self.chains]
        self._width = -(-len(self.chains) // _WORD)
        # An item that many patterns share tells little: the rarest of a pattern's items go into the slots.
        spread = Counter(word for chain in self.chains for item in chain.items for word in item)
        # Few of the lexicon's words are needed by a pattern: the bits of these fit into the processor's cache.
        place = {word: column for column, word in enumerate(sorted(words_of(self.chains)), start=2)}
        self._place = np.zeros(self.lexicon.size, dtype=np.int64)
        self._place[self.lexicon.rows_of(place)] = list(place.values())
        # The marks are kept among the words, so that no sentence is left without one.
        self._place[len(self.lexicon.terms) + 1 :] = 1
        bits = np.zeros((_SLOTS * self._width, len(place) + 2), dtype=np.uint64)
        self._always = np.zeros((_SLOTS * self._width, 1), dtype=np.uint64)
        for number, chain in enumerate(self.chains):
            items = sorted(set(chain.items), key=lambda item: (sum(spread[word] for word in item), sorted(item)))
            if not items:
                raise ValueError("a pattern without a word that it needs would make every sentence a candidate")
            block, bit = divmod(number, _WORD)
            for slot in range(_SLOTS):
                column, value = slot * self._width + block, np.uint64(1 << bit)
                if slot < len(items):
                    bits[column, [place[word.decode()] for word in items[slot]]] |= value
                else:
                    self._always[column] |= value
        self._bits = bits

    def candidates(self, reading: Reading) -> Iterator[Candidate]:
        """Yield the sentences that could satisfy a pattern, in order."""
        left = self._left(reading)
        doubtful = np.flatnonzero(left.any(axis=0))
        starts, ends = reading.sentences, np.append(reading.sentences[1:], len(reading.words))
        places = zip(starts[doubtful].tolist(), ends[doubtful].tolist(), left[:, doubtful].T, strict=True)
        for start, end, bits in places:
            patterns = int.from_bytes(bits.tobytes(), "little")
            # A sentence too long for one window is left to the exact reading, whose windows bound the work.
            if end - start - 1 <= MOST_WORDS:
                patterns = in_order(self._in_rows, reading.rows[start + 1 : end].tolist(), patterns)
            if patterns:
                yield Candidate(start, patterns)

    def _left(self, reading: Reading) -> NDArray[np.uint64]:
        """Return for each sentence the patterns that have a word in each slot, as bits: shape (width, n_sentences)."""
        if not len(reading.sentences):
            return np.zeros((self._width, 0), dtype="<u8")
        places = self._place.take(reading.rows)
        kept = np.flatnonzero(places)
        bits = self._bits.take(places.take(kept), axis=1)
        found = np.bitwise_or.reduceat(bits, kept.searchsorted(reading.sentences), axis=1)
        first, second, third = np.split(found | self._always, _SLOTS)
        left: NDArray[np.uint64] = (first & second & third).astype("<u8", copy=False)
        return left


def in_order(chains: Sequence[Chain[Word]], words: Sequence[Word], patterns: int) -> int:
    """Return those of some patterns, as bits, whose chain a run of words has."""
    found = 0
    while patterns:
        lowest = patterns & -patterns
        if _follow(chains[lowest.bit_length() - 1], words):
            found |= lowest
        patterns ^= lowest
    return found


def _in_rows(chain: Chain[bytes], lexicon: Lexicon) -> Chain[int]:
    rows = (lexicon.rows_of(word.decode() for word in item) for item in chain.items)
    return Chain(tuple(frozenset(of.tolist()) for of in rows), chain.longest)


def _follow(chain: Chain[Word], words: Sequence[Word]) -> bool:
    """Return whether a word of each item stands in order, the last no further from the first than a match may be long."""
    items, longest = chain
    rest = iter(words)
    for wanted in items:  # the order alone is quickly looked at, and most fail there
        for word in rest:
            if word in wanted:
                break
        else:
            return False
    begun = [-1] * len(items)  # for each item: where the latest chain that reached it began
    last = len(items) - 1
    for i, word in enumerate(words):
        for item in range(last, -1, -1):
            if word in items[item]:
                begun[item] = i if item == 0 else begun[item - 1]
                if item == last and begun[item] >= 0 and i - begun[item] < longest:
                    return True
    return False
