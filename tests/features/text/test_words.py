"""Words: read by keys, and what the keys stand for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.rules import finder
from features.text.words import END, FIELD, POSTING, phrase, plain_word, read_words

PLAIN = st.text(alphabet="abYZ019 .;|?!\n\r\t'é-")
ENDS = re.compile(r"[\n\r|?!\x01]|[.;](?= )")


def _slowly(text: str) -> list[bytes]:
    """Return the words of one text by regular expressions."""
    sentences = [re.findall("[a-z0-9]+", piece) for piece in ENDS.split(text.lower())]
    return [word for sentence in sentences for word in [END, *map(plain_word, sentence)]][1:]


@given(st.lists(st.lists(PLAIN, min_size=1, max_size=3), max_size=3))
def test_words_are_those_of_a_plain_search(postings: list[list[str]]) -> None:
    """Posting by posting, field by field, with the marks among them."""
    expected = []
    for fields in postings:
        for number, text in enumerate(fields):
            expected += [FIELD if number else POSTING, *_slowly(text)]
    assert read_words(postings).listed() == expected


@given(st.lists(st.lists(st.text(), min_size=1, max_size=3), max_size=3))
def test_marks_in_a_text_part_nothing(postings: list[list[str]]) -> None:
    """A text that holds the signs of the marks adds no field and no posting."""
    words = read_words(postings).listed()
    assert words.count(POSTING) == len(postings)
    assert words.count(FIELD) == sum(len(fields) - 1 for fields in postings)


WORD = st.text(alphabet="abcxyz0", min_size=1, max_size=40)


@given(st.lists(WORD))
def test_a_key_stands_for_one_word(words: list[str]) -> None:
    """Equal words have equal keys and others have others, wherever they stand."""
    read = read_words([[" ".join(words)]])
    keys = dict(zip(read.listed(), read.keys.tolist(), strict=True))
    assert [keys[word] for word in read.listed()] == read.keys.tolist()
    assert len(set(keys.values())) == len(keys)


@pytest.mark.parametrize("length", [12, 13, 24, 25, 36, 60, 64])
def test_long_words_differ_by_their_last_letter(length: int) -> None:
    """Also where a letter has no bits of its own any more."""
    one, two = read_words([["a" * length, "a" * (length - 1) + "b"]]).keys[1::2].tolist()
    assert one != two


def test_part_of_the_words_can_be_listed() -> None:
    """By a slice, marks included."""
    words = read_words([["Pay 25", "now!"]])
    assert words.listed(slice(1, 4)) == [b"pay", b"00", FIELD]
    assert words.listed(slice(3, 3)) == []
    assert len(words) == 6


@pytest.mark.parametrize(("text", "expected"), [("C++ (v2)", "c v0"), ("Node.js", "node js"), ("🙂", ""), ("  ", "")])
def test_a_phrase_is_its_words(text: str, expected: str) -> None:
    """Joined by single spaces."""
    assert phrase(text) == expected


@pytest.mark.parametrize("crafted", ["jfbebpnlqpafaai", "kfbebpnlqpafaai", "lfbebpnlqpafaai"])
def test_no_word_is_taken_for_a_mark(crafted: str) -> None:
    """Words whose letters add up to the code of a mark part nothing, and leave the hits of others alone."""
    words = read_words([[f"hello {crafted} world"]])
    assert words.listed() == [POSTING, b"hello", crafted.encode(), b"world"]
    assert set(words.keys[1:].tolist()).isdisjoint([END[0], FIELD[0], POSTING[0]])
    text = f"Nice {crafted} work. Please message me on Telegram."
    assert [hit.rule.id for hit in finder().find("description", text)] == ["contact_on_app"]
