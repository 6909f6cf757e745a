"""The lexicon finds words and pairs of neighbours, and nothing across an end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from features.text.lexicon import Lexicon
from features.text.sentences import END

TERMS = ("a", "a b", "b", "b a", "c")
WORDS = st.lists(st.sampled_from([b"a", b"b", b"c", b"d", END]))


@given(WORDS)
def test_rows_are_those_of_a_plain_search(words: list[bytes]) -> None:
    """Words by themselves, pairs by their two words, zero for the rest."""
    rows = Lexicon(TERMS).read(words)
    numbers = {term: i for i, term in enumerate([*TERMS, END.decode()], start=1)}
    assert rows[0].tolist() == [numbers.get(word.decode(), 0) for word in words]
    assert rows[1].tolist() == [0, *(numbers.get(f"{a.decode()} {b.decode()}", 0) for a, b in pairwise(words))][: len(words)]


def test_a_pair_of_unknown_words_is_never_found() -> None:
    """Its words are not terms, so nothing can stand for it."""
    assert Lexicon(["x y"]).read([b"x", b"y"]).tolist() == [[0, 0], [0, 0]]


@given(WORDS)
def test_sentences_begin_at_ends(words: list[bytes]) -> None:
    """Every word lies in exactly one sentence."""
    lexicon = Lexicon(TERMS)
    starts = [*lexicon.starts(lexicon.read(words)).tolist(), len(words)]
    assert all(END not in words[a + 1 : b] for a, b in pairwise(starts))
    assert [word for a, b in pairwise(starts) for word in words[a:b]] == words
