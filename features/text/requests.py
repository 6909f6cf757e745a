"""Requests: how much a posting asks for something dangerous, read sentence by sentence and as a whole.

Three linear models over one lexicon of words and pairs of neighbours:

- *sentence*: the riskiest sentence counts, because the danger is usually one clause in a long and ordinary text, which would
  drown it;
- *posting*: title, description and questions together, because what stands around a request tells whether it is honest;
- *unlike*: how little the text resembles the real postings that the market's own model learnt from. The less it does, the
  more these models decide instead.

They learn from texts written for the purpose (``data/sample/written``), so they know acts and not the trades of a
marketplace. In each, a term's value is its count times its inverse document frequency, and the values are divided by the
root of the sum, over the words and pairs read, of the squared frequencies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from features.folding import FoldedPosting
from features.rules.evidence import RuleEvidence
from features.text.lexicon import Lexicon, Reading, lengths
from features.text.sentences import spans

__all__ = ["LEAST_CHANCE", "NO_SENTENCE", "RequestModel", "RequestScores", "RiskySentence", "TermModel", "logistic"]

#: No chance of danger is stated nearer to 0 or 1: a thousand labels cannot tell one in ten thousand from none.
LEAST_CHANCE = 0.0005
#: The score of a posting without a sentence: clearly harmless, on the scale of log odds.
NO_SENTENCE = -5.0
Array = NDArray[np.float64]
Mix = tuple[float, float, float, float]


class RiskySentence(NamedTuple):
    """A sentence: ``text[start:end]`` of the original field, and its log odds before calibration."""

    field: str
    start: int
    end: int
    score: float


class RequestScores(NamedTuple):
    """What the models say of postings, as log odds, each of shape (n_postings,).

    ``riskiest`` is where in the reading the riskiest sentence begins, -1 for a posting without words.
    """

    sentence: Array
    riskiest: NDArray[np.int64]
    posting: Array
    unlike: Array

    def take(self, postings: NDArray[np.intp]) -> RequestScores:
        """Return what they say of some of the postings."""
        return RequestScores(self.sentence[postings], self.riskiest[postings], self.posting[postings], self.unlike[postings])


class TermModel(NamedTuple):
    """Linear models that share their values: ``idf`` shape (n_terms,), ``weights`` (n_terms, k), ``intercept`` (k,)."""

    idf: Array
    weights: Array
    intercept: Array


@dataclass(frozen=True, eq=False)
class _Placed:
    """A term model over the rows of a lexicon: what is no term of it has frequency and weights 0."""

    idf: Array
    weights: Array

    @classmethod
    def of(cls, model: TermModel, rows: NDArray[np.int64], size: int) -> Self:
        idf, weights = np.zeros(size), np.zeros((size, model.weights.shape[1]))
        idf[rows], weights[rows] = model.idf, model.weights
        return cls(idf, weights)


class RequestModel:
    """The models.

    Parameters
    ----------
    terms : tuple of str
        Words and pairs, sorted by code point.
    types : tuple of str
        The kinds of danger.
    sentence : TermModel
        Danger, then one column a type.
    posting : TermModel
        Danger, unlike, then one column a type.
    mix : tuple of float, length 4
        Weight of the sentence, of the posting, of what the rules found, and the intercept: log odds of danger at the real
        share.
    lexicon : Lexicon, optional
        That of the readings given later; it must have every term. One of these terms alone when left out.
    """

    def __init__(
        self,
        terms: tuple[str, ...],
        types: tuple[str, ...],
        sentence: TermModel,
        posting: TermModel,
        mix: Mix,
        lexicon: Lexicon | None = None,
    ) -> None:
        self.terms, self.types, self.sentence, self.posting, self.mix = terms, types, sentence, posting, mix
        self.lexicon = lexicon or Lexicon(terms)
        rows = self.lexicon.rows_of(terms)
        self._sentence = _Placed.of(sentence, rows, self.lexicon.size)
        self._posting = _Placed.of(posting, rows, self.lexicon.size)
        by_sentence, whole = self._sentence, self._posting
        # What one word or pair adds: score and squared length of its sentence, danger, unlikeness and length of the whole.
        self._parts = np.column_stack(
            [
                by_sentence.idf * by_sentence.weights[:, 0],
                by_sentence.idf**2,
                whole.idf * whole.weights[:, 0],
                whole.idf * whole.weights[:, 1],
                whole.idf**2,
            ]
        )

    def read(self, reading: Reading) -> RequestScores:
        """Return what the models say of the postings of a reading."""
        if not len(reading.postings):
            nothing = np.zeros(0)
            return RequestScores(nothing, np.zeros(0, np.int64), nothing, nothing)
        parts = self._parts.take(reading.rows, axis=0) + self._parts.take(reading.pairs, axis=0)
        sentences = np.add.reduceat(parts, reading.sentences, axis=0)
        first = reading.sentences.searchsorted(reading.postings)
        whole = np.add.reduceat(sentences[:, 2:], first, axis=0)
        length = np.sqrt(np.where(whole[:, 2] > 0, whole[:, 2], 1.0))
        riskiest, score = self._riskiest(reading, sentences, first)
        return RequestScores(
            score,
            riskiest,
            whole[:, 0] / length + self.posting.intercept[0],
            whole[:, 1] / length + self.posting.intercept[1],
        )

    def _riskiest(self, reading: Reading, sums: Array, first: NDArray[np.int64]) -> tuple[NDArray[np.int64], Array]:
        """Return begin and score of each posting's sentence that scores highest, the first of equals."""
        score = sums[:, 0] / np.sqrt(np.where(sums[:, 1] > 0, sums[:, 1], 1.0)) + self.sentence.intercept[0]
        empty = lengths(reading.sentences, len(reading.rows)) == 1
        score[empty] = -np.inf
        best = np.maximum.reduceat(score, first)
        number = np.repeat(best, lengths(first, len(score))) == score
        # The first of equals: positions of those that reach the best, and the first at or behind each posting's begin.
        reached = np.flatnonzero(number)
        where = reading.sentences[reached[reached.searchsorted(first)]]
        none = np.isneginf(best)
        return np.where(none, -1, where), np.where(none, NO_SENTENCE, best)

    def log_odds(self, scores: RequestScores, rules: RuleEvidence) -> Array:
        """Return the log odds of danger by these models and the rules alone, shape (n_postings,)."""
        sentence, posting, found, intercept = self.mix
        log_odds: Array = sentence * scores.sentence + posting * scores.posting + found * rules.weight + intercept
        return log_odds

    def mixed(self, market_log_odds: Array, scores: RequestScores, rules: RuleEvidence) -> Array:
        """Return the chance of danger, shape (n_postings,).

        The market's own model decides, or these models as far as a text is unlike real postings. Where rules of two types
        agree, the higher chance of the two counts: no harmless words around them explain two requests away.
        """
        market, unlike, written = logistic(market_log_odds), logistic(scores.unlike), logistic(self.log_odds(scores, rules))
        mixture = (1 - unlike) * market + unlike * written
        agreed = np.where(rules.independent, np.maximum(mixture, market), mixture)
        chance: Array = np.clip(agreed, LEAST_CHANCE, 1 - LEAST_CHANCE)
        return chance

    def place(self, reading: Reading, scores: RequestScores, posting: int, folded: FoldedPosting) -> RiskySentence | None:
        """Return a posting's riskiest sentence with its place in the original; None when there is none.

        Parameters
        ----------
        reading : Reading
        scores : RequestScores
            What `read` says of it.
        posting : int
            The posting's number in the reading.
        folded : FoldedPosting
            Of this posting.
        """
        riskiest = int(scores.riskiest[posting])
        if riskiest < 0:
            return None
        number, sentence = reading.place(riskiest)
        field, text = list(folded.items())[number]
        start, end = _trimmed(text.text, *list(spans(text.text))[sentence])
        return RiskySentence(field, *text.original(start, end), float(scores.sentence[posting]))

    def type_shares(self, reading: Reading, scores: RequestScores, posting: int) -> dict[str, float]:
        """Return how likely each type is, if a posting is a danger: the mean of what sentence and posting say.

        Parameters
        ----------
        reading : Reading
        scores : RequestScores
            What `read` says of it.
        posting : int
            The posting's number in the reading.
        """
        shares = _shares(self._posting, self.posting.intercept, 2, reading, reading.posting(posting))
        riskiest = int(scores.riskiest[posting])
        if riskiest >= 0:
            where = reading.sentence(riskiest)
            shares = (shares + _shares(self._sentence, self.sentence.intercept, 1, reading, where)) / 2
        return dict(zip(self.types, shares.tolist(), strict=True))


def logistic(log_odds: Array) -> Array:
    """Return 1 / (1 + exp(-x)); beyond 700 it is 0 or 1 to the last digit and exp would overflow."""
    chance: Array = 1 / (1 + np.exp(-np.clip(log_odds, -700.0, 700.0)))
    return chance


def _shares(model: _Placed, intercept: Array, first: int, reading: Reading, where: slice) -> Array:
    rows = np.concatenate([reading.rows[where], reading.pairs[where]])
    squares = float((model.idf[rows] ** 2).sum()) or 1.0
    scores = intercept[first:] + model.idf[rows] @ model.weights[rows, first:] / math.sqrt(squares)
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
