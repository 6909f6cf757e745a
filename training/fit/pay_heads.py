"""Heads: what linear models read from the terms of a posting about its pay, as inputs of the pay forests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import Ridge

from features.bundle_format import PAY_HEADS
from features.text.terms import Vocabulary
from training.fit.result import rounded
from training.metrics import Array
from training.splits import group_folds

__all__ = ["Heads", "held_out_heads", "views_of"]

#: The namespaces of `features.text.terms` that the heads of one group read.
_VIEWS = {"log_pay": "tbscrdhxy", "title_log_pay": "t", "body_log_pay": "bs", "work_log_pay": "crdhxy"}
#: The other heads: the share of all pay that lies under the amount in question.
_UNDER = (0.10, 0.25, 0.75, 0.90)


@dataclass(frozen=True)
class Heads:
    """Linear models: ``weights`` of shape (n_terms, n_heads), ``intercept`` (n_heads,)."""

    weights: Array
    intercept: Array

    @classmethod
    def fit(cls, text: csr_matrix, log_pay: Array, views: Sequence[csr_matrix], penalty: float) -> Self:
        """Fit all heads.

        Parameters
        ----------
        text : csr_matrix, shape (n, n_terms)
        log_pay : ndarray, shape (n,)
        views : sequence of csr_matrix, shape (n_terms, n_terms)
            From `views_of`: what the first heads see; the others see everything.
        penalty : float
        """
        below = [(log_pay < np.quantile(log_pay, level)) - level for level in _UNDER]
        tails = [part / np.sqrt(level * (1 - level)) for part, level in zip(below, _UNDER, strict=True)]
        targets = [*((view, log_pay) for view in views), *((views[0], tail) for tail in tails)]
        fitted = [
            Ridge(alpha=penalty, solver="sparse_cg", tol=1e-6, max_iter=2_000).fit(text @ view, y) for view, y in targets
        ]
        weights = [view @ ridge.coef_ for (view, _), ridge in zip(targets, fitted, strict=True)]
        return cls(np.column_stack(weights), np.array([float(ridge.intercept_) for ridge in fitted]))

    def of(self, text: csr_matrix) -> Array:
        """Return what the heads say, shape (n, n_heads)."""
        said: Array = text @ self.weights + self.intercept
        return said

    def rounded(self) -> Self:
        """Return the heads to six digits: the solver's last bits depend on the machine, and a bundle should not."""
        digits = np.vectorize(lambda value: rounded(float(value), 6), otypes=[np.float64])
        single = digits(self.weights).astype(np.float32).astype(np.float64)
        return type(self)(single, digits(self.intercept))


def views_of(vocabulary: Vocabulary) -> list[csr_matrix]:
    """Return for each of the first heads the diagonal matrix that keeps the columns it sees."""
    namespaces = np.array([term[0] for term in vocabulary.terms])
    return [
        csr_matrix(diags(np.isin(namespaces, list(_VIEWS[name])).astype(np.float64))) for name in PAY_HEADS if name in _VIEWS
    ]


def held_out_heads(
    text: csr_matrix,
    log_pay: Array,
    groups: Sequence[str],
    views: Sequence[csr_matrix],
    penalty: float,
    folds: int,
    seed: int,
) -> Array:
    """Return what heads say that never saw the row's own group, shape (n, n_heads)."""
    fold_of: NDArray[np.int64] = group_folds(groups, folds, seed)
    said = np.full((len(log_pay), len(PAY_HEADS)), np.nan)
    for fold in np.unique(fold_of):
        outside = np.flatnonzero(fold_of == fold)
        inside = np.flatnonzero(fold_of != fold)
        source = inside if len(inside) else outside
        said[outside] = Heads.fit(text[source], log_pay[source], views, penalty).of(text[outside])
    return said
