"""Which terms the text models know, and postings as sparse matrices over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from features.errors import DataError
from features.posting import Posting
from features.text.terms import Vocabulary, terms
from training.fit.result import rounded

__all__ = ["build_vocabulary", "text_matrix"]


def build_vocabulary(postings: Sequence[Posting], groups: Sequence[str], min_groups: int) -> Vocabulary:
    """Return the terms that occur in enough groups, sorted, with their inverse document frequencies.

    Groups are counted, not postings, so that one client's habit of writing does not become a term.

    Raises
    ------
    DataError
        If no term occurs in enough groups.
    """
    by_group: dict[str, set[str]] = {}
    for posting, group in zip(postings, groups, strict=True):
        by_group.setdefault(group, set()).update(*terms(posting).values())
    counts = Counter(term for found in by_group.values() for term in found)
    kept = tuple(sorted(term for term, count in counts.items() if count >= min_groups))
    if not kept:
        raise DataError(
            f"no term occurs in {min_groups} of {len(by_group)} groups; give more postings or a lower min_groups"
        )
    idf = [rounded(float(np.log((1 + len(by_group)) / (1 + counts[term])) + 1)) for term in kept]
    return Vocabulary(kept, np.array(idf, dtype=np.float64))


def text_matrix(vocabulary: Vocabulary, postings: Sequence[Posting]) -> csr_matrix:
    """Return the postings as one sparse matrix, shape (n_postings, n_terms)."""
    rows = [vocabulary.row(posting) for posting in postings]
    starts = np.concatenate([[0], np.cumsum([len(row.columns) for row in rows])])
    columns = np.concatenate([row.columns for row in rows]) if rows else np.array([], np.int32)
    values = np.concatenate([row.values for row in rows]) if rows else np.array([], np.float64)
    return csr_matrix((values, columns, starts), shape=(len(rows), len(vocabulary.terms)))
