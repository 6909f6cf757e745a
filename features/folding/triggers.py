"""Whether a text needs folding at all: one pass of RE2, which is linear on every text."""

from __future__ import annotations

from functools import cache
from typing import Any

from features.folding.spelling import ADDRESS_ENDS, leet_forms

__all__ = ["needs_folding"]

#: Letters, digits, marks and format characters beyond ASCII; punctuation, symbols and spaces read as they are, but for the
#: symbols that are letters in a ring or a box.
#: Signs that look like one letter, and are read as it between two others.
_SIGNS = (
    r"[\x{D7}\x{166D}-\x{166E}\x{212E}\x{2223}-\x{2224}\x{2228}\x{222A}\x{22A4}\x{22C1}\x{22C3}\x{22FF}\x{2373}-\x{2374}"
    r"\x{237A}\x{23FD}\x{2573}\x{27D9}\x{292B}-\x{292C}\x{2A2F}]"
)
_FOREIGN = r"[^\x00-\x7F\p{P}\p{S}\p{Z}\x{FE0F}]|[\x{2460}-\x{24FF}\x{1F110}-\x{1F189}\x{FF00}-\x{FF5E}]|[\x{202D}\x{202E}]"


_APART = r"[ ._\-*|/]{1,3}"
_OPEN, _SHUT = r"[(\[{<]", r"[)\]}>]"


def _pattern() -> str:
    letter = "[A-Za-z]"
    spaced = rf"(?:^|[^A-Za-z0-9]){letter}(?:{_APART}{letter}){{3}}(?:[^A-Za-z0-9]|$)"
    word_dot = rf"(?i:\w(?:\s|\s?{_OPEN}\s?)dot(?:\s|\s?{_SHUT})\s?(?:{ADDRESS_ENDS})\b)"
    sign_dot = rf"\w(?:\s\.\s?|\.\s|\s?{_OPEN}\.{_SHUT}\s?)(?:com|net|org)\b"
    # An address has its end in sight: "john at example.io", but not "at 10. In".
    end = rf"[a-z0-9\-]{{1,40}}(?:\s?\.\s?|\s?{_OPEN}\s?\.\s?{_SHUT}\s?)(?:{ADDRESS_ENDS})\b"
    at = rf"(?i:\w(?:\sat\s|\s@\s?|@\s){end})|(?i:@[a-z0-9\-]{{1,40}}(?:\s\.\s?|\.\s)(?:{ADDRESS_ENDS})\b)"
    boxed_at = rf"(?i:\w\s?{_OPEN}\s?(?:at|@)\s?{_SHUT}\s?[a-z0-9\-])"
    signs = rf"[A-Za-z]{_SIGNS}[A-Za-z]"
    markup = r"<[a-zA-Z/!]|&(?:#|[a-zA-Z][a-zA-Z0-9]{1,31};)"
    leet = [f"(?i:{form})" for form in leet_forms()]
    return "|".join([_FOREIGN, signs, markup, spaced, word_dot, sign_dot, at, boxed_at, *leet])


@cache
def _compiled() -> Any:
    import re2

    options = re2.Options()
    options.max_mem = 1 << 24
    return re2.compile(_pattern(), options)


def needs_folding(text: str) -> bool:
    """Return whether the text may hide anything: whether folding could change more than its case.

    Typographic punctuation, spaces and signs that stand by themselves are left as they are.
    """
    return _compiled().search(text) is not None
