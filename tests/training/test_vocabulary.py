"""Which terms the text models know."""

from __future__ import annotations

import math

import numpy as np
import pytest

from features.errors import DataError
from features.posting import Posting, read_posting
from training.vocabulary import build_vocabulary, text_matrix


def _titles(*titles: str) -> list[Posting]:
    return [read_posting({"title": title, "description": ""}) for title in titles]


def test_groups_are_counted_and_not_postings() -> None:
    """A word in ten postings of one client is that client's habit; a word of two clients is a term."""
    postings = _titles(*["zebra"] * 10, "logo", "logo")
    vocabulary = build_vocabulary(postings, ["one"] * 11 + ["two"], min_groups=2)
    assert vocabulary.terms == ("t:logo",)


def test_terms_are_sorted_by_code_point() -> None:
    """The order of columns needs no other definition."""
    postings = _titles("zeta eclair alpha Beta", "Beta alpha eclair zeta")
    terms = build_vocabulary(postings, ["one", "two"], min_groups=1).terms
    assert list(terms) == sorted(terms)
    assert terms[0] == "t:alpha"
    assert terms[-1].startswith("t:zeta")


def test_the_inverse_document_frequency_by_hand() -> None:
    """ln((1 + groups) / (1 + groups with the term)) + 1, to six digits."""
    vocabulary = build_vocabulary(_titles("logo", "logo", "form"), ["one", "two", "three"], min_groups=1)
    found = dict(zip(vocabulary.terms, vocabulary.idf, strict=True))
    assert found == pytest.approx({"t:logo": math.log(4 / 3) + 1, "t:form": math.log(4 / 2) + 1}, rel=1e-5)


def test_no_common_term_is_an_error() -> None:
    """A vocabulary of nothing is refused, with what to do about it."""
    with pytest.raises(DataError, match="no term occurs in 5 of 2 groups"):
        build_vocabulary(_titles("logo", "logo"), ["one", "two"], min_groups=5)


def test_the_matrix_holds_the_rows() -> None:
    """Row by row the same columns and values as the posting by itself; a posting without terms is an empty row."""
    postings = _titles("logo form", "🙂", "form")
    vocabulary = build_vocabulary(_titles("logo form"), ["one"], min_groups=1)
    matrix = text_matrix(vocabulary, postings)
    assert matrix.shape == (3, 3)
    for number, posting in enumerate(postings):
        assert np.array_equal(matrix[[number]].toarray(), text_matrix(vocabulary, [posting]).toarray())
    assert (matrix[[0]].toarray() > 0).all()
    assert not matrix[[1]].toarray().any()


def test_a_matrix_of_no_postings() -> None:
    """No rows, all columns."""
    vocabulary = build_vocabulary(_titles("logo"), ["one"], min_groups=1)
    assert text_matrix(vocabulary, []).shape == (0, 1)
