"""Requests: how much a posting asks for something dangerous, read sentence by sentence and as a whole.

Three linear models over one lexicon of words and pairs of neighbours:

- *sentence*: the riskiest sentence counts, because the danger is usually one clause in a long and ordinary text, which would
  drown it;
- *posting*: title and description together, because what stands around a request tells whether it is honest;
- *unlike*: how little the text resembles the real postings that the market's own model learnt from. The less it does, the
  more these models decide instead.

They learn from texts written for the purpose (``data/sample/written``), so they know acts and not the trades of a
marketplace. In each, a term's value is its count times its inverse document frequency, and the values are divided by the
root of the sum, over the words and pairs read, of the squared frequencies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.folding import FoldedPosting
from features.text.lexicon import Lexicon, Rows
from features.text.sentences import END, quick_words, spans

__all__ = ["NO_SENTENCE", "RequestModel", "RequestReading", "RiskySentence", "TermModel", "posting_words"]

#: The score of a posting without a sentence: clearly harmless, on the scale of log odds.
NO_SENTENCE = -5.0
Array = NDArray[np.float64]


class RiskySentence(NamedTuple):
    """A sentence: ``text[start:end]`` of the original field, and its log odds before calibration."""

    field: str
    start: int
    end: int
    score: float


class RequestReading(NamedTuple):
    """What the models say of one posting, as log odds; ``number`` counts the sentences that have words, -1 without any."""

    sentence: float
    number: int
    posting: float
    unlike: float


class TermModel(NamedTuple):
    """Linear models that share their values: ``idf`` shape (n_terms,), ``weights`` (n_terms, k), ``intercept`` (k,)."""

    idf: Array
    weights: Array
    intercept: Array


def posting_words(folded: FoldedPosting) -> list[bytes]:
    """Return the words of every field in reading order, with an end between fields and sentences."""
    words: list[bytes] = []
    for reading in folded.values():
        words += [END, *quick_words(reading.text)]
    return words


@dataclass(frozen=True)
class RequestModel:
    """The models.

    Parameters
    ----------
    terms : tuple of str
        Sorted by code point.
    types : tuple of str
        The kinds of danger.
    sentence : TermModel
        Danger, then one column a type.
    posting : TermModel
        Danger, unlike, then one column a type.
    mix : tuple of float, length 3
        Weight of the sentence, of the posting, and the intercept: log odds of danger at the real share.
    """

    terms: tuple[str, ...]
    types: tuple[str, ...]
    sentence: TermModel
    posting: TermModel
    mix: tuple[float, float, float]

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms with their rows."""
        return Lexicon(self.terms)

    @cached_property
    def _parts(self) -> Array:
        """Shape (n_terms + 2, 5): what one word, pair or end adds to each model and to its squared length."""
        sentence, posting = self.sentence, self.posting
        columns = [
            sentence.idf * sentence.weights[:, 0],
            sentence.idf**2,
            posting.idf * posting.weights[:, 0],
            posting.idf * posting.weights[:, 1],
            posting.idf**2,
        ]
        return np.vstack([np.zeros(5), np.column_stack(columns), np.zeros(5)])

    def read(self, words: list[bytes]) -> RequestReading:
        """Read a posting's words, as `posting_words` returns them."""
        rows = self.lexicon.read(words)
        parts = self._parts.take(rows[0], axis=0) + self._parts.take(rows[1], axis=0)
        _, _, posting, unlike, square = parts.sum(axis=0).tolist()
        length = math.sqrt(square) or 1.0
        posting = posting / length + float(self.posting.intercept[0])
        unlike = unlike / length + float(self.posting.intercept[1])
        number, score = self._riskiest(rows, parts)
        return RequestReading(score, number, posting, unlike)

    def _riskiest(self, rows: Rows, parts: Array) -> tuple[int, float]:
        """Return number and score of the sentence that scores highest, the first of equals."""
        if not len(parts):
            return -1, NO_SENTENCE
        starts = self.lexicon.starts(rows)
        sums = np.add.reduceat(parts[:, :2], starts, axis=0).tolist()
        begins_with_end = (rows[0].take(starts) == self.lexicon.end_row).tolist()
        ends = [*starts[1:].tolist(), len(parts)]
        number, best, best_score = -1, -1, -math.inf
        for (value, square), is_end, start, end in zip(sums, begins_with_end, starts.tolist(), ends, strict=True):
            if is_end and end - start == 1:
                continue  # an end and no word
            number += 1
            score = value / math.sqrt(square) if square else 0.0
            if score > best_score:
                best, best_score = number, score
        return (best, best_score + float(self.sentence.intercept[0])) if best >= 0 else (-1, NO_SENTENCE)

    def log_odds(self, reading: RequestReading) -> float:
        """Return the log odds of danger by these models alone."""
        return self.mix[0] * reading.sentence + self.mix[1] * reading.posting + self.mix[2]

    def place(self, folded: FoldedPosting, reading: RequestReading) -> RiskySentence | None:
        """Return the riskiest sentence with its place in the original; None when there is none."""
        number = -1
        for field, text in folded.items():
            for start, end in spans(text.text):
                if not quick_words(text.text[start:end]):
                    continue
                number += 1
                if number == reading.number:
                    start, end = _trimmed(text.text, start, end)
                    return RiskySentence(field, *text.original(start, end), reading.sentence)
        return None

    def type_shares(self, folded: FoldedPosting, reading: RequestReading) -> dict[str, float]:
        """Return how likely each type is, if there is a danger: the mean of what sentence and posting say."""
        words = posting_words(folded)
        shares = _shares(self.posting, 2, self.lexicon.read(words))
        sentence = _numbered(words, reading.number)
        if sentence:
            shares = (shares + _shares(self.sentence, 1, self.lexicon.read(sentence))) / 2
        return dict(zip(self.types, shares.tolist(), strict=True))


def _numbered(words: list[bytes], number: int) -> list[bytes]:
    """Return the words of the sentence of a number; sentences without words are not counted."""
    sentences = [list(group) for is_end, group in groupby(words, key=END.__eq__) if not is_end]
    return sentences[number] if 0 <= number < len(sentences) else []


def _shares(model: TermModel, first: int, rows: Rows) -> Array:
    known = rows[(rows > 0) & (rows <= len(model.idf))] - 1
    squares = float((model.idf[known] ** 2).sum()) or 1.0
    scores = model.intercept[first:] + model.idf[known] @ model.weights[known, first:] / math.sqrt(squares)
    likelihood = np.exp(scores - scores.max())
    shares: Array = likelihood / likelihood.sum()
    return shares


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the slice without the spaces round it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
