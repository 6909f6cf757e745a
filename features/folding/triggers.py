"""Whether a text needs folding at all: one pass of RE2, which is linear on every text."""

from __future__ import annotations

from functools import cache
from typing import Any

from features.folding.spelling import ADDRESS_ENDS, leet_forms

__all__ = ["needs_folding"]

#: Letters, digits, marks and format characters beyond ASCII; punctuation, symbols and spaces read as they are, but for the
#: symbols that are letters in a ring or a box.
_FOREIGN = r"[^\x00-\x7F\p{P}\p{S}\p{Z}\x{FE0F}]|[\x{2460}-\x{24FF}\x{1F110}-\x{1F189}\x{FF00}-\x{FF5E}]|[\x{202D}\x{202E}]"


_APART = r"[ ._\-*|/]{1,3}"
_OPEN, _SHUT = r"[(\[{<]", r"[)\]}>]"


def _pattern() -> str:
    letter = "[A-Za-z]"
    spaced = rf"(?:^|[^A-Za-z0-9]){letter}(?:{_APART}{letter}){{3}}(?:[^A-Za-z0-9]|$)"
    word_dot = rf"(?i:\w(?:\s|\s?{_OPEN}\s?)dot(?:\s|\s?{_SHUT})\s?(?:{ADDRESS_ENDS})\b)"
    sign_dot = rf"\w(?:\s\.\s?|\.\s|\s?{_OPEN}\.{_SHUT}\s?)(?:com|net|org)\b|{_OPEN}@{_SHUT}"
    markup = r"<[a-zA-Z/!]|&(?:#|[a-zA-Z]{2,8};)"
    leet = [f"(?i:{form})" for form in leet_forms()]
    return "|".join([_FOREIGN, markup, spaced, word_dot, sign_dot, *leet])


@cache
def _compiled() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = 1 << 24
    return re2.compile(_pattern(), options)


def needs_folding(text: str) -> bool:
    """Return whether the text may hold anything that folding would change but for its case."""
    return _compiled().search(text) is not None
