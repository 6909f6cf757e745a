"""Tokens keep their places, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.text.tokens import fold, tokens, words

CASES = [
    ("Build a Telegram-bot (v2)", ["build", "a", "telegram", "bot", "v0"]),
    ("$1,500.00 USD", ["0", "000", "00", "usd"]),
    ("don't — stop", ["don", "t", "stop"]),
    ("Über ÉCOLE", ["Über", "École"]),
    ("日本語 テスト", ["日本語", "テスト"]),
    ("🙂🙂 ok", ["🙂🙂", "ok"]),
    ("", []),
    ("...!?", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words_of_known_texts(text: str, expected: list[str]) -> None:
    """Each text has these tokens."""
    assert words(text) == expected


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    """An offset in the folded text is an offset in the original."""
    assert len(fold(text)) == len(text)


@given(st.text())
def test_a_token_is_the_fold_of_its_slice(text: str) -> None:
    """Start and end cut the token out of the original text."""
    assert all(fold(text[t.start : t.end]) == t.text for t in tokens(text))


@given(st.text())
def test_words_are_the_tokens_without_places(text: str) -> None:
    """The two functions agree."""
    assert words(text) == [t.text for t in tokens(text)]
