"""The sentence model: written requests against their harmless neighbours, with sentences of real postings as background.

No risk label is used, so its score is held out for every labelled posting. The background is a fixed draw of sentences of
postings that nobody labelled; a few of them are dangerous, so each counts half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from features.folding import fold
from features.posting import Posting
from features.text.requests import RequestModel, sentence_terms
from features.text.sentences import spans
from training.config import Config
from training.fit.result import rounded
from training.metrics import Array
from training.sources.written import WrittenText

__all__ = ["fit_requests"]

_MIN_TEXTS = 2
_BACKGROUND_WEIGHT = 0.5
#: Shorter pieces ("Requirements", "5 days") are no sentences.
_LEAST_CHARACTERS = 15


def fit_requests(written: Sequence[WrittenText], background: Sequence[Posting], config: Config) -> RequestModel:
    """Fit the sentence model.

    Parameters
    ----------
    written : sequence of WrittenText
    background : sequence of Posting
        Unlabelled.
    """
    texts = [fold(item.text).text for item in written] + _sentences(background, config)
    danger = np.array([item.danger for item in written] + [False] * (len(texts) - len(written)))
    counts = [sentence_terms(text) for text in texts]
    spread = Counter(term for count in counts for term in count)
    terms = tuple(sorted(term for term, n in spread.items() if n >= _MIN_TEXTS))
    idf = np.array([rounded(float(np.log((1 + len(texts)) / (1 + spread[term])) + 1)) for term in terms])
    weight = np.where(np.arange(len(texts)) < len(written), 1.0, _BACKGROUND_WEIGHT)
    regression = LogisticRegression(C=config.requests.inverse_regularisation, max_iter=3_000, tol=1e-6)
    regression.fit(_matrix(counts, terms, idf), danger, sample_weight=weight)
    weights = np.array([rounded(float(w), 5) for w in regression.coef_[0]])
    return RequestModel(terms, idf, weights, rounded(float(regression.intercept_[0])))


def _sentences(postings: Sequence[Posting], config: Config) -> list[str]:
    found = []
    draw = np.random.default_rng(config.seed).permutation(len(postings))
    for number in draw:
        folded = fold(postings[number].description).text
        found += [folded[a:b] for a, b in spans(folded) if b - a >= _LEAST_CHARACTERS]
        if len(found) >= config.requests.background_sentences:
            break
    return found[: config.requests.background_sentences]


def _matrix(counts: Sequence[Counter[str]], terms: Sequence[str], idf: Array) -> csr_matrix:
    column = {term: i for i, term in enumerate(terms)}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, count in enumerate(counts):
        known = [(column[term], (1 + np.log(n)) * idf[column[term]]) for term, n in count.items() if term in column]
        length = np.sqrt(sum(value**2 for _, value in known)) or 1.0
        rows += [row] * len(known)
        columns += [c for c, _ in known]
        values += [value / length for _, value in known]
    return csr_matrix((values, (rows, columns)), shape=(len(counts), len(terms)))
