"""The sentence model scores one sentence at a time and names the one that scores highest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.folding import fold, fold_posting
from features.posting import read_posting
from features.text.requests import RequestModel

MODEL = RequestModel(("deposit", "pay", "pay deposit"), np.array([2.0, 1.0, 3.0]), np.array([0.5, -1.0, 4.0]), -1.0)


def test_a_sentence_of_unknown_words_has_the_intercept() -> None:
    """Nothing known, nothing added."""
    assert MODEL.score("hello there") == -1.0


def test_the_values_of_a_sentence_have_unit_length() -> None:
    """By hand: values 2, 1 and 3 of length sqrt(14)."""
    assert MODEL.score("pay deposit") == pytest.approx(-1.0 + (2 * 0.5 - 1 + 3 * 4.0) / math.sqrt(14))


def test_a_word_said_twice_counts_by_its_logarithm() -> None:
    """By hand: one known term, so its value is 1 whatever its count."""
    assert MODEL.score("deposit x deposit") == pytest.approx(-0.5)


def test_the_riskiest_sentence_has_its_place_in_the_original() -> None:
    """Hidden letters and all."""
    posting = read_posting({"title": "Nice work", "description": "We are kind.  P a y d\u200beposit! Thank you."})
    sentence = MODEL.riskiest(fold_posting(posting))
    assert sentence is not None
    assert (sentence.field, posting.description[sentence.start : sentence.end]) == ("description", "P a y d\u200beposit")


def test_only_ends_make_no_sentence() -> None:
    """Nothing to read is nothing, not harmless."""
    assert MODEL.riskiest({"description": fold("!?\n | ")}) is None


@given(st.text(min_size=1))
def test_the_place_lies_inside_any_text(text: str) -> None:
    """A slice that is not empty."""
    sentence = MODEL.riskiest({"description": fold(text + "a")})
    assert sentence is not None
    assert 0 <= sentence.start < sentence.end <= len(text) + 1
