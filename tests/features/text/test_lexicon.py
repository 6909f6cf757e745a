"""The lexicon finds words and pairs of neighbours, nothing across a mark, and where fields and sentences begin."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text.lexicon import Lexicon
from features.text.words import END, FIELD, POSTING, read_words

TERMS = ("a", "a b", "b", "b a", "c")
MARKS = [END, FIELD, POSTING]
#: Postings of fields of words and ends of sentences.
POSTINGS = st.lists(st.lists(st.lists(st.sampled_from("abcd|")).map(" ".join), min_size=1, max_size=3), max_size=3)
LETTERS = [chr(c) for c in range(97, 123)]


@given(POSTINGS)
def test_rows_are_those_of_a_plain_search(postings: list[list[str]]) -> None:
    """Words by themselves, pairs by their two words, zero for the rest."""
    reading = Lexicon(TERMS).read(read_words(postings))
    words = reading.words.listed()
    numbers = {term: i for i, term in enumerate([*TERMS, *(mark.decode() for mark in MARKS)], start=1)}
    assert reading.rows.tolist() == [numbers.get(word.decode(), 0) for word in words]
    assert (
        reading.pairs.tolist()
        == [0, *(numbers.get(f"{a.decode()} {b.decode()}", 0) for a, b in pairwise(words))][: len(words)]
    )


def test_every_pair_of_a_large_lexicon_is_found() -> None:
    """26 words and half of their pairs: those are found under their own rows, and the other half never."""
    pairs = {f"{a} {b}" for i, a in enumerate(LETTERS) for j, b in enumerate(LETTERS) if (i * j) % 2}
    lexicon = Lexicon([*LETTERS, *pairs])
    for a in LETTERS:
        for b in LETTERS:
            row = int(lexicon.read(read_words([[f"{a} {b}"]])).pairs[2])
            assert row == (int(lexicon.rows_of([f"{a} {b}"])[0]) if f"{a} {b}" in pairs else 0)


def test_the_words_of_a_pair_become_terms() -> None:
    """Otherwise it could not be found."""
    lexicon = Lexicon(["x y"])
    assert lexicon.terms == ("x", "x y", "y")
    assert lexicon.read(read_words([["x y"]])).pairs.tolist() == [0, 0, 2]


def test_nothing_is_read_as_nothing() -> None:
    """No posting, no words."""
    reading = Lexicon(TERMS).read(read_words([]))
    assert [len(part) for part in (reading.rows, reading.pairs, reading.sentences, reading.postings)] == [0, 0, 0, 0]


@given(POSTINGS)
def test_parts_begin_at_their_marks(postings: list[list[str]]) -> None:
    """Every word lies in one sentence, every sentence in one field, every field in one posting."""
    reading = Lexicon(TERMS).read(read_words(postings))
    words = reading.words.listed()
    assert reading.sentences.tolist() == [i for i, word in enumerate(words) if word in MARKS]
    assert reading.fields.tolist() == [i for i, word in enumerate(words) if word in (FIELD, POSTING)]
    assert reading.postings.tolist() == [i for i, word in enumerate(words) if word == POSTING]
    for start in reading.sentences.tolist():
        assert not set(words[reading.sentence(start)]) & set(MARKS)
        field, sentence = reading.place(start)
        posting = words[reading.posting(reading.posting_of(start))]
        before = words[int(reading.postings[reading.posting_of(start)]) : start + 1]
        assert posting[0] == POSTING
        assert POSTING not in posting[1:]
        assert field == before.count(FIELD)
        in_field = before[max(i for i, word in enumerate(before) if word in (FIELD, POSTING)) :]
        assert sentence == in_field.count(END)


def test_a_term_that_is_no_word_is_refused() -> None:
    """It could never be found."""
    with pytest.raises(ValueError, match="is no word"):
        Lexicon(["don't"]).read(read_words([["x"]]))
