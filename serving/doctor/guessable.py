"""Whether a token could be guessed: a rule that anybody can follow, and no word of the token itself."""

from __future__ import annotations

import re

from serving.doctor.finding import State

__all__ = ["token"]

_LEAST, _LEAST_DIFFERENT = 20, 8
#: What stands in examples and forms, and what people write in their place.
_KNOWN = ("admin", "bidworthy", "changeme", "default", "example", "letmein", "password", "qwerty", "secret", "test", "token")
_BETWEEN = re.compile(r"[^a-z]+")
_WORDS = re.compile(f"(?:{'|'.join(_KNOWN)}|my|the|your|a|is|long|random|text)+")
_RULE = (
    f"a token has at least {_LEAST} characters, {_LEAST_DIFFERENT} different ones, and is not made of known words such as "
    "secret or password; make one with python -c 'import secrets; print(secrets.token_urlsafe(32))'"
)


def token(set_: str) -> tuple[State, str]:
    """Return whether a token is hard to guess, and by which rule it is not."""
    why = _why(set_)
    if why:
        return "look", f"it can be guessed: {why}; {_RULE}"
    return "ok", f"{len(set_)} characters that nobody guesses at once"


def _why(set_: str) -> str | None:
    if len(set_) < _LEAST:
        return f"it has {len(set_)} characters"
    if (different := len(set(set_))) < _LEAST_DIFFERENT:
        return f"it has {different} different characters"
    letters = _BETWEEN.sub("", set_.lower())
    if not letters:
        return "it has no letters"
    return "it is made of known words" if _WORDS.fullmatch(letters) else None
