"""Terms: what the market's text models see of a posting.

A term is ``namespace:words``. Namespaces: ``t`` title, ``b`` body (the description), ``s`` a skill as a whole, ``c`` the
category as a whole, ``r`` the tier, ``d`` the duration, ``h`` the hours a week, ``x`` category and tier together, ``y``
duration and tier together. Title and body give single words and pairs of neighbours in one sentence. The client, its
country, the pay and every date are no part of it.

A `Vocabulary` maps the terms a model knows to columns; unknown terms are dropped. Each namespace becomes a vector of
its own: the inverse document frequency of every distinct known term, divided by ``sqrt(damping + sum of their squares)``.
So a title weighs the same with or without a description below it, and a terse text says little instead of a few words
being shouted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from features.posting import Posting
from features.reading.work import duration_weeks, weekly_hours
from features.text.lexicon import Lexicon, Numbers, Reading, lengths
from features.text.words import END, phrase, read_words

__all__ = ["DAMPING", "SparseRow", "TermMatrix", "TermReader", "Vocabulary", "terms"]

#: By namespace, in squared idf: about a quarter of the median description's sum, and most of a title's. Without it
#: harmless texts of ten words got five times the median chance of danger; ranking is the same within noise.
DAMPING = {"t": 200.0, "b": 1_000.0} | dict.fromkeys("scrdhxy", 0.0)
_OF_WORDS, _OF_PHRASES = "tb", "scrdhxy"
Array = NDArray[np.float64]


def terms(posting: Posting, folded: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the distinct terms of a posting by namespace.

    Parameters
    ----------
    posting : Posting
    folded : mapping of str to str
        Its folded title and description.
    """
    return {
        "t": _text_terms("t", folded["title"]),
        "b": _text_terms("b", folded["description"]),
    } | {name: {f"{name}:{words}" for words in found} for name, found in _phrases(posting).items()}


def _text_terms(namespace: str, text: str) -> set[str]:
    found = [word.decode() for word in read_words([[text]]).listed()[1:]]
    prefix, end = namespace + ":", END.decode()
    pairs = {f"{prefix}{a} {b}" for a, b in pairwise(found) if end not in (a, b)}
    return {prefix + word for word in found if word != end} | pairs


def _phrases(posting: Posting) -> dict[str, set[str]]:
    category, tier = phrase(posting.category or ""), posting.tier or ""
    duration = _span(duration_weeks(posting.duration or ""))
    hours = _span(weekly_hours(posting.weekly_hours or posting.duration or ""))
    found = {"c": category, "r": tier, "d": duration, "h": hours}
    both = {"x": f"{category}, {tier}" if category and tier else "", "y": f"{duration}, {tier}" if duration and tier else ""}
    single = {name: {words} if words else set() for name, words in (found | both).items()}
    return {"s": {phrase(skill) for skill in posting.skills or ()}} | single


def _span(span: tuple[float, float | None] | None) -> str:
    """Return a stated span as a term: ``4 to 13``, ``26 or more``."""
    if span is None:
        return ""
    return f"{span[0]:.0f} or more" if span[1] is None else f"{span[0]:.0f} to {span[1]:.0f}"


@dataclass(frozen=True, slots=True)
class SparseRow:
    """Columns and values of one posting's terms."""

    columns: NDArray[np.int64]
    values: Array


@dataclass(frozen=True, slots=True, eq=False)
class TermMatrix:
    """Postings as sparse rows: of row i, columns and values ``starts[i]`` to ``starts[i + 1]``."""

    starts: Numbers
    columns: Numbers
    values: Array

    def row(self, number: int) -> SparseRow:
        """Return one posting's row."""
        where = slice(int(self.starts[number]), int(self.starts[number + 1]))
        return SparseRow(self.columns[where], self.values[where])

    def dot(self, weights: NDArray[np.floating]) -> Array:
        """Return for each posting the sum of value times weight, shape (n_postings,).

        The order of the sum is that of the row, so that a posting's sum is the same in whatever company it comes.
        """
        return self.dots(weights[:, None])[:, 0]

    def dots(self, weights: NDArray[np.floating]) -> Array:
        """Return the same for each column of weights, shape (n_terms, k) to (n_postings, k)."""
        n = len(self.starts) - 1
        row_of, parts = (
            np.repeat(np.arange(n), self.starts[1:] - self.starts[:-1]),
            self.values[:, None] * weights.take(self.columns, axis=0),
        )
        # bincount of nothing counts in integers
        return np.array([np.bincount(row_of, part, n) for part in parts.T], dtype=np.float64).reshape(-1, n).T


@dataclass(frozen=True)
class Vocabulary:
    """The terms that a model knows, in column order, and their inverse document frequencies.

    Parameters
    ----------
    terms : tuple of str
        Sorted by code point, so that the order needs no other definition.
    idf : ndarray of float64, shape (n_terms,)
        ``ln((1 + n) / (1 + n_with_term)) + 1`` over the groups of training postings.
    """

    terms: tuple[str, ...]
    idf: Array

    @cached_property
    def column_of(self) -> Mapping[str, int]:
        """Column of each term."""
        return {term: column for column, term in enumerate(self.terms)}

    def words(self) -> set[str]:
        """Return the words and pairs of title and description, without their namespaces."""
        return {term[2:] for term in self.terms if term[0] in "tb"}


class TermReader:
    """Turns postings into rows over a vocabulary.

    Parameters
    ----------
    vocabulary : Vocabulary
    lexicon : Lexicon, optional
        That of the readings; it must have every word and pair of the vocabulary. One of these alone when left out.
    """

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon | None = None) -> None:
        self.vocabulary = vocabulary
        self.lexicon = lexicon or Lexicon(vocabulary.words())
        self._idf = vocabulary.idf
        # For each namespace, and for what is in none, the column of each row of the lexicon; -1 for none.
        self._column = np.full((len(_OF_WORDS) + 1, self.lexicon.size), -1, dtype=np.int64)
        for number, namespace in enumerate(_OF_WORDS):
            own = [(term[2:], column) for column, term in enumerate(vocabulary.terms) if term[0] == namespace]
            self._column[number, self.lexicon.rows_of(words for words, _ in own)] = [column for _, column in own]
        self._bits = len(self._idf).bit_length()

    def words(self, reading: Reading) -> TermMatrix:
        """Return the rows of the words and pairs of titles and descriptions.

        Parameters
        ----------
        reading : Reading
            Of the folded fields of postings, title and description first.
        """
        first = reading.fields.searchsorted(reading.postings)
        n_fields = lengths(first, len(reading.fields))
        posting = np.repeat(np.arange(len(n_fields)), n_fields)
        # Questions, behind the description, are in no namespace.
        number = np.minimum(np.arange(len(posting)) - first.take(posting), len(_OF_WORDS))
        length = lengths(reading.fields, len(reading.rows))
        namespace = np.repeat(number * self.lexicon.size, length)
        block = np.repeat((len(_OF_WORDS) * posting + number) << self._bits, length)
        found = np.sort(np.concatenate([self._found(rows + namespace, block) for rows in (reading.rows, reading.pairs)]))
        # Distinct, in the order of fields and then of columns. (np.unique takes ten times as long.)
        first_of_equals = np.empty(len(found), dtype=np.bool_)
        first_of_equals[:1] = True
        np.not_equal(found[1:], found[:-1], out=first_of_equals[1:])
        found = found[first_of_equals]
        return self._matrix(_OF_WORDS, len(n_fields), found >> self._bits, found & ((1 << self._bits) - 1))

    def _found(self, places: Numbers, block: Numbers) -> Numbers:
        """Return what is a term: its block and, in the last bits, its column."""
        column = self._column.ravel().take(places)
        known = np.flatnonzero(column >= 0)
        return block.take(known) + column.take(known)

    def phrases(self, postings: Sequence[Posting]) -> TermMatrix:
        """Return the rows of skills, categories and tiers."""
        find, blocks, columns = self.vocabulary.column_of.get, [], []
        for number, posting in enumerate(postings):
            for of, phrases in enumerate(_phrases(posting).items()):
                known = sorted(c for c in [find(f"{phrases[0]}:{words}") for words in phrases[1]] if c is not None)
                columns += known
                blocks += [len(_OF_PHRASES) * number + of] * len(known)
        return self._matrix(_OF_PHRASES, len(postings), np.array(blocks, dtype=np.int64), np.array(columns, dtype=np.int64))

    def _matrix(self, namespaces: str, n_postings: int, block: Numbers, columns: Numbers) -> TermMatrix:
        """Return rows from columns and their blocks, in order: a block is one namespace of one posting."""
        idf, width = self._idf.take(columns), len(namespaces)
        damping = np.tile([DAMPING[name] for name in namespaces], n_postings)
        squares = np.bincount(block, idf * idf, width * n_postings) + damping
        starts = block.searchsorted(np.arange(0, width * n_postings + 1, width))
        return TermMatrix(starts, columns, idf / np.sqrt(squares).take(block))
