"""How new the texts are: words that the bundle does not know, and postings unlike any of training.

The baseline are training postings that stand aside: a part of the clients, whose texts are held against those of the others
just as the ledger's are. A word of theirs that only their own client brought over the threshold counts as unknown, where the
bundle learnt from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from features.folding import FoldedPostings
from features.posting import Posting
from features.text.copies import LEAST_WORDS
from features.text.terms import Vocabulary
from features.text.words import POSTING, read_words
from training.drift.shares import Rate, difference
from training.drift.shuffle import Against, against_chance, shuffled
from training.drift.sides import Side
from training.metrics import Array, group_interval
from training.splits import group_folds

__all__ = ["KnownWords", "Novelty", "known_words", "novelty"]

#: One in so many clients of training stands aside.
_PARTS = 3
#: So many postings are read of those that stand aside and of the ledger, and of the others.
_MOST, _MOST_OTHERS = 2_000, 6_000
#: A text is unlike any when its nearest one is less like it than that of this share of the postings that stand aside.
UNLIKE_SHARE = 0.05
_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words of a bundle's vocabulary, and those that it knows without any one client: as a training posting finds them."""

    all: frozenset[bytes]
    without_own: frozenset[bytes]


@dataclass(frozen=True, slots=True, eq=False)
class Novelty:
    """One figure of the texts, of training postings that stand aside and of the ledger's."""

    name: str
    training: Rate
    ledger: Rate
    rise: Against
    words: tuple[str, ...] = ()


def known_words(vocabulary: Vocabulary, *, trained_on: bool) -> KnownWords:
    """Return which words count as known.

    Parameters
    ----------
    trained_on : bool
        Whether the bundle learnt from the postings that it is compared with. Then a word that just as many clients have
        as it takes to be known, and those have the highest inverse document frequency, is unknown without any one of
        them.
    """
    of = [
        (term[2:].encode(), idf)
        for term, idf in zip(vocabulary.terms, vocabulary.idf.tolist(), strict=True)
        if term[0] in "tb"
    ]
    words = [(word, idf) for word, idf in of if b" " not in word]
    all_ = frozenset(word for word, _ in words)
    rarest = float(vocabulary.idf.max())
    return KnownWords(all_, frozenset(word for word, idf in words if idf < rarest) if trained_on else all_)


def novelty(training: Side, ledger: Side, known: KnownWords, *, draws: int, seed: int) -> list[Novelty]:
    """Return the share of unknown words and the share of postings unlike any; nothing where a side has no texts."""
    part = group_folds(training.groups, _PARTS, seed)
    rng = np.random.default_rng(seed)
    aside, others = (training.take(_some(np.flatnonzero(of), most, rng)) for of, most in (
        (part == 0, _MOST), (part != 0, _MOST_OTHERS)))  # fmt: skip
    ledger = ledger.take(_some(np.arange(len(ledger.postings)), _MOST, rng))
    words = [_words(side.postings) for side in (others, aside, ledger)]
    groups = [f"training {group}" for group in aside.groups] + [f"ledger {group}" for group in ledger.groups]
    is_ledger = np.repeat([False, True], [len(aside.postings), len(ledger.postings)])
    found = []
    for name, columns in ((_UNKNOWN, _unknown(words[1], words[2], known)), (_UNLIKE, _unlike(*words))):
        if columns[~is_ledger, 1].any() and columns[is_ledger, 1].any():
            rates = [_rate(name, columns[side], np.asarray(groups)[side], seed) for side in (~is_ledger, is_ledger)]
            rise = against_chance(difference, shuffled(columns, groups, is_ledger, draws=draws, seed=seed))
            found.append(Novelty(name, rates[0], rates[1], rise, _newest(words[2], known) if name == _UNKNOWN else ()))
    return found


_UNKNOWN = "words that the bundle does not know"
_UNLIKE = "postings unlike any of training"


def _rate(name: str, columns: Array, groups: NDArray[np.str_], seed: int) -> Rate:
    """Return the share; of words with a bootstrap interval over clients, for the words of a posting are alike."""
    count, of = columns.sum(axis=0).tolist()
    if name != _UNKNOWN:
        return Rate(count, of)

    def share(rows: NDArray[np.int64]) -> float:
        return float(columns[rows, 0].sum() / max(1.0, columns[rows, 1].sum()))

    return Rate(count, of, group_interval(share, groups.tolist(), seed=seed))


def _some(rows: NDArray[np.int64], most: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))


def _words(postings: Sequence[Posting]) -> list[list[bytes]]:
    """Return the words of titles, descriptions and questions, as the models read them."""
    found: list[list[bytes]] = []
    for word in read_words(FoldedPostings.of(postings).texts()).listed():
        if word == POSTING:
            found.append([])
        elif word[0] > POSTING[0]:
            found[-1].append(word)
    return found


def _unknown(aside: list[list[bytes]], ledger: list[list[bytes]], known: KnownWords) -> Array:
    """Return how many words are unknown, and how many there are, of each posting."""
    rows = [(sum(word not in known.without_own for word in words), len(words)) for words in aside]
    rows += [(sum(word not in known.all for word in words), len(words)) for words in ledger]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _newest(ledger: list[list[bytes]], known: KnownWords, most: int = 12) -> tuple[str, ...]:
    """Return the unknown words that the most postings of the ledger have, two at least."""
    counts: dict[bytes, int] = {}
    for words in ledger:
        for word in set(words) - known.all:
            counts[word] = counts.get(word, 0) + 1
    ranked = sorted(((-count, word) for word, count in counts.items() if count > 1))
    return tuple(f"{word.decode()} ({-count})" for count, word in ranked[:most])


def _unlike(others: list[list[bytes]], aside: list[list[bytes]], ledger: list[list[bytes]]) -> Array:
    """Return whether each posting is unlike any, and whether it has enough words to tell."""
    nearest = _nearest(others, [*aside, *ledger])
    long = np.array([len(words) >= LEAST_WORDS for words in (*aside, *ledger)], dtype=np.bool_)
    own = nearest[: len(aside)][long[: len(aside)]]
    limit = float(np.quantile(own, UNLIKE_SHARE)) if len(own) else 0.0
    return np.column_stack([long & (nearest < limit), long]).astype(np.float64)


def _nearest(others: list[list[bytes]], texts: list[list[bytes]]) -> Array:
    """Return the highest cosine of each text with any of the others: distinct words, the rarer the heavier."""
    column: dict[bytes, int] = {}
    there, here = _matrix(others, column), _matrix(texts, column)
    there.resize((there.shape[0], len(column)))
    rare = np.log((1 + there.shape[0]) / (1 + np.asarray(there.sum(axis=0)).ravel())) + 1
    left, right = (_unit(counts @ diags(rare)) for counts in (here, there))
    parts = [left[first : first + _AT_ONCE] @ right.T for first in range(0, left.shape[0], _AT_ONCE)]
    found = [np.asarray(part.max(axis=1).todense()).ravel() for part in parts if part.shape[1]]
    return np.concatenate(found) if found else np.zeros(len(texts))


def _matrix(texts: list[list[bytes]], column: dict[bytes, int]) -> csr_matrix:
    columns = [sorted({column.setdefault(word, len(column)) for word in words}) for words in texts]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.array([number for row in columns for number in row], dtype=np.int64)
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(texts), len(column)))


def _unit(matrix: csr_matrix) -> csr_matrix:
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.maximum(length, 1e-12)) @ matrix)
