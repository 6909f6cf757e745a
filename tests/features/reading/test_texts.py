from __future__ import annotations

import math

import pytest

from features.errors import shown
from features.reading.texts import read_id, read_list, read_text


@pytest.mark.parametrize("text", ["", " a ", "Telеgram", "😀", "a\u200db", "x" * 10], ids=shown)
def test_text_is_unchanged(text: str) -> None:
    """A text stays as it is, because quotes count its code points."""
    assert read_text(text, limit=10) == text


@pytest.mark.parametrize("value", [None, math.nan], ids=shown)
def test_text_unknown(value: object) -> None:
    """A missing text is unknown, and an error only where it is required."""
    assert read_text(value, limit=10) is None
    with pytest.raises(ValueError, match='is missing; give a text, or "" if there is none'):
        read_text(value, limit=10, required=True)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("x" * 10_000_000, "has 10,000,000 characters and at most 10 are read"),
        ("a\x00b", "has a NUL character at 1"),
        ("a\ud800", "has half of a surrogate pair at 1"),
        (5, "5 is not a text"),
        (True, "True is not a text"),
        (b"x", "is not a text"),
        (["x"], "a list of 1 is not a text"),
        (10**5000, "a whole number of 16,610 bits is not a text"),
    ],
    ids=shown,
)
def test_text_refused(value: object, problem: str) -> None:
    """A hostile text is refused in a sentence that stays short."""
    with pytest.raises(ValueError, match=problem) as caught:
        read_text(value, limit=10)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("value", "text"),
    [("021", "021"), (" 21 ", "21"), (21, "21"), (None, None), ("", None), (math.nan, None)],
    ids=shown,
)
def test_id(value: object, text: str | None) -> None:
    """An identifier is text; a leading zero stays."""
    assert read_id(value) == text


@pytest.mark.parametrize("value", [True, 1.0, 1.8983778918619658e18, "x" * 201, "a\x00", 10**100, [], {}], ids=shown)
def test_id_refused(value: object) -> None:
    """A float has lost digits, so it is no identifier."""
    with pytest.raises(ValueError, match=r"write it as a text|shorten it|take it out"):
        read_id(value)


@pytest.mark.parametrize(
    ("value", "items"),
    [
        (["Python", "SQL"], ["Python", "SQL"]),
        (("Python",), ["Python"]),
        (["Python", None, "", " "], ["Python"]),
        ("['Python', 'SQL']", ["Python", "SQL"]),
        ('["Python", "SQL"]', ["Python", "SQL"]),
        ("['it\\'s', \"a 'b'\", 'c,d']", ["it's", "a 'b'", "c,d"]),
        ("Python, SQL; Excel", ["Python", "SQL", "Excel"]),
        ("Python\nC++", ["Python", "C++"]),
        ("[not, a list", ["[not", "a list"]),
        ([], []),
        ("[]", []),
        (None, None),
        ("", None),
        (math.nan, None),
    ],
    ids=shown,
)
def test_list(value: object, items: list[str] | None) -> None:
    """A list is read from a list, from a list written as text, and from separated text."""
    assert read_list(value, most=5) == items


def test_list_of_sentences() -> None:
    """Questions keep their commas."""
    assert read_list("Who, and when?\nWhy?", most=5, split=False) == ["Who, and when?", "Why?"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (["x"] * 10**6, "has 1,000,000 items and at most 5 are read"),
        ("a,b,c,d,e,f", "has 6 items"),
        ("x," * 10**6, "has 2,000,000 characters"),
        (["a", 1], "item 2: 1 is not a text"),
        (["x" * 1001], "item 1: has 1,001 characters"),
        (["\x00"], "item 1: .* NUL"),
        (5, "is not a list"),
        ({"a": 1}, "a dict of 1 is not a list"),
        ("[" * 5000, "item 1: has 5,000 characters"),
        ("[1]", "item 1: 1 is not a text"),
    ],
    ids=shown,
)
def test_list_refused(value: object, problem: str) -> None:
    """A bad item is named by its place; a long list is refused by its length."""
    with pytest.raises(ValueError, match=problem):
        read_list(value, most=5)


def test_long_list_is_refused_before_its_items() -> None:
    """The length is judged before any item is touched."""

    class Untouchable(list[str]):
        def __iter__(self) -> object:  # type: ignore[override]
            raise AssertionError("an item was touched")

    with pytest.raises(ValueError, match="has 6 items"):
        read_list(Untouchable(["x"] * 6), most=5)
