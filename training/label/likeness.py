"""How alike texts are: which are near-copies of one another, and how near the others are in the space of their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from features.folding import FoldedPostings
from features.posting import Posting
from features.text.copies import NEAR, likeness, signature
from training.metrics import Array

__all__ = ["Texts"]

#: Words and pairs of words fall into so many columns: few of a posting's 200 meet another's by chance.
_COLUMNS = 2**16
#: How many texts are compared with all others at a time.
_AT_ONCE = 32
#: Sums over many columns differ in their last digits by how many are made at a time; the order must not.
_DIGITS = 6


class Texts:
    """The texts of postings, ready to be compared.

    Words are hashed (no vocabulary is learnt, so another pool changes no column) and weighted by how rare they are in the
    pool (TF-IDF). Near-copies are told by the same signatures as in the scorer's history (`features.text.copies`); a text
    that is too short for one is a copy of its equals only.

    Parameters
    ----------
    postings : sequence of Posting
    """

    def __init__(self, postings: Sequence[Posting]) -> None:
        folded = FoldedPostings.of(postings)
        words = [f"{folded[n]['title'].text}\n{folded[n]['description'].text}" for n in range(len(postings))]
        hashed = HashingVectorizer(n_features=_COLUMNS, ngram_range=(1, 2), alternate_sign=False, norm=None)
        self._rows = TfidfTransformer(sublinear_tf=True).fit_transform(hashed.transform(words)) if words else None
        signatures = [signature(folded[n]) for n in range(len(postings))]
        self._signatures = [None if one is None else one.values for one in signatures]
        self._signed = np.array([n for n, one in enumerate(self._signatures) if one is not None], dtype=np.int64)
        self._words = np.array([" ".join(text.split()) for text in words], dtype=np.object_)
        self._size = len(postings)

    def nearest(self, to: Sequence[int]) -> Array:
        """Return the cosine of each text to the nearest of some: 0 nothing in common (or none given), 1 the same words."""
        best = np.zeros(self._size)
        if self._rows is None:
            return best
        for first in range(0, len(to), _AT_ONCE):
            some = self._rows[list(to[first : first + _AT_ONCE])].toarray().T
            best = np.maximum(best, np.asarray(self._rows @ np.ascontiguousarray(some)).max(axis=1))
        return np.round(best.clip(0, 1), _DIGITS).astype(np.float64)

    def copies(self, of: int) -> NDArray[np.bool_]:
        """Return which texts are near-copies of one, itself included, shape (n,)."""
        values = self._signatures[of]
        if values is None:
            same: NDArray[np.bool_] = np.asarray(self._words == self._words[of], dtype=np.bool_)
            return same
        found = np.zeros(self._size, dtype=np.bool_)
        others = [one for one in self._signatures if one is not None]
        found[self._signed] = likeness(values, others) >= NEAR
        return found
