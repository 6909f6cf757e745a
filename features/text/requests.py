"""Requests: how much a single sentence reads like a dangerous request, and which sentence of a posting does most.

A linear model over the single words and the neighbouring pairs of one sentence. It reads sentence by sentence because the
danger is usually one clause in a long and ordinary text, which would drown it. Its terms are those of the written requests
(``data/sample/written``), so it knows acts, not the trades of a marketplace.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.folding import FoldedPosting
from features.text.sentences import END, quick_words, spans

__all__ = ["NO_SENTENCE", "RequestModel", "RiskySentence", "sentence_terms"]

#: The score of a posting without a sentence: clearly harmless, on the scale of log odds.
NO_SENTENCE = -5.0


class RiskySentence(NamedTuple):
    """A sentence: ``text[start:end]`` of the original field, and its log odds before calibration."""

    field: str
    start: int
    end: int
    score: float


def sentence_terms(folded: str) -> Counter[str]:
    """Return how often each word and each pair of neighbours stands in a folded sentence.

    Examples
    --------
    >>> sorted(sentence_terms("pay me, pay"))
    ['me', 'me pay', 'pay', 'pay me']
    """
    words = [word.decode() for word in quick_words(folded) if word != END]
    return Counter([*words, *(f"{a} {b}" for a, b in pairwise(words))])


@dataclass(frozen=True)
class RequestModel:
    """The terms that it knows, sorted by code point, with their inverse document frequencies and weights.

    Parameters
    ----------
    terms : tuple of str
    idf, weights : ndarray of float64, shape (n_terms,)
    intercept : float
    """

    terms: tuple[str, ...]
    idf: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float

    @cached_property
    def _parts(self) -> dict[str, tuple[float, float]]:
        return {t: (float(i), float(w)) for t, i, w in zip(self.terms, self.idf, self.weights, strict=True)}

    def score(self, folded: str) -> float:
        """Return the log odds of one folded sentence: terms unit-length, each ``(1 + ln count) x idf``."""
        total, squares = 0.0, 0.0
        for term, count in sorted(sentence_terms(folded).items()):
            part = self._parts.get(term)
            if part is not None:
                value = (1.0 + math.log(count)) * part[0]
                total += value * part[1]
                squares += value * value
        return self.intercept + (total / math.sqrt(squares) if squares else 0.0)

    def riskiest(self, folded: FoldedPosting) -> RiskySentence | None:
        """Return the sentence of title and description that scores highest, the first of equals; None without any."""
        best: RiskySentence | None = None
        for field, reading in folded.items():
            for start, end in spans(reading.text):
                start, end = _trimmed(reading.text, start, end)
                if start == end:
                    continue
                score = self.score(reading.text[start:end])
                if best is None or score > best.score:
                    best = RiskySentence(field, *reading.original(start, end), score)
        return best


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the slice without the spaces round it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
