"""A token is guessable by a rule that is told, and what a generator makes is not."""

from __future__ import annotations

import secrets

import pytest

from serving.doctor.guessable import token


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("x", "it has 1 characters"),
        ("Qm7zR2vK9pLw4TnX8cB", "it has 19 characters"),
        ("abcabcabcabcabcabcabc", "it has 3 different characters"),
        ("bidworthy-password-1234567", "made of known words"),
        ("a-long-random-secret-text", "made of known words"),
        ("CHANGEME_changeme_ChangeMe", "made of known words"),
    ],
)
def test_what_can_be_guessed(given: str, why: str) -> None:
    """The reason, the rule and the way to a better one; never the token."""
    state, said = token(given)
    assert state == "look"
    assert why in said
    assert "at least 20 characters, 8 different ones" in said
    assert "token_urlsafe(32)" in said
    assert len(given) < 2 or given not in said


@pytest.mark.parametrize("given", ["Qm7zR2vK9pLw4TnX8cBd", "correct horse battery staple", "secret-Qm7zR2vK9pLw4TnX8"])
def test_what_cannot(given: str) -> None:
    """Twenty characters by chance, or words that nobody knows."""
    assert token(given)[0] == "ok"
    for _ in range(200):
        assert token(secrets.token_urlsafe(32))[0] == token(secrets.token_hex(32))[0] == "ok"
