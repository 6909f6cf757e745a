"""Which terms the text models know, and postings as sparse matrices over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, vstack

from features.errors import DataError
from features.folding import FoldedPostings, fold_posting
from features.posting import Posting
from features.text.terms import TermReader, Vocabulary, terms
from features.text.words import read_words
from training.fit.result import rounded

__all__ = ["build_vocabulary", "text_matrix"]

_AT_ONCE = 500


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
        folded = {field: text.text for field, text in fold_posting(posting).items()}
        by_group.setdefault(group, set()).update(*terms(posting, folded).values())
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
    reader = TermReader(vocabulary)
    n_terms = len(vocabulary.terms)
    parts = [csr_matrix((0, n_terms))]
    for first in range(0, len(postings), _AT_ONCE):
        some = postings[first : first + _AT_ONCE]
        words = reader.words(reader.lexicon.read(read_words(FoldedPostings.of(some).texts())))
        both = words, reader.phrases(some)
        parts.append(sum(csr_matrix((m.values, m.columns, m.starts), shape=(len(some), n_terms)) for m in both))
    return csr_matrix(vstack(parts))
