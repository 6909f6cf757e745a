"""Characters: look-alikes become the Latin letters they imitate, what cannot be seen goes, everything becomes lower case.

Look-alikes come from Unicode's own table of confusable characters, through the library ``confusable_homoglyphs``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from features.folding.folded import Folded, Mark

__all__ = ["fold_characters", "hidden_marks"]

#: Format characters that show nothing and that a reader cannot see: zero-width ones, soft hyphen, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
    "\U000e0000-\U000e007f"
)
_DIRECTION = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_VARIATION = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_GONE = re.compile(f"[{_INVISIBLE}{_DIRECTION}{_VARIATION}]+")
#: An invisible character counts as hiding only between two Latin letters: pasted texts are full of stray ones. Nothing is
#: given back once matched, so the work is linear.
_INSIDE = re.compile(f"(?<![A-Za-z])[A-Za-z]++(?:[{_INVISIBLE}]++[A-Za-z]++)+")
#: Overrides turn the order of letters round; the weaker marks belong to honest right-to-left text.
_OVERRIDE = re.compile("[\u202d\u202e]")
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = (
    dict.fromkeys("\u2018\u2019\u201b\u02bc", "'")
    | dict.fromkeys("\u201c\u201d", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | {"\u2044": "/"}
)


def hidden_marks(text: str) -> tuple[Mark, ...]:
    """Return where characters hide something: inside words, by turned order, by look-alike letters within Latin words."""
    marks = [Mark("invisible", *match.span()) for match in _INSIDE.finditer(text)]
    marks += [Mark("direction", *match.span()) for match in _OVERRIDE.finditer(text)]
    marks += [Mark("look_alike", *match.span()) for match in _WORD.finditer(text) if _is_disguised(match.group())]
    return tuple(dict.fromkeys(marks))


def _is_disguised(word: str) -> bool:
    """Return whether a word mixes Latin letters with look-alikes of another script."""
    if word.isascii():
        return False
    foreign = [c for c in word if not c.isascii() and not unicodedata.name(c, "").startswith(("LATIN", "FULLWIDTH LATIN"))]
    return bool(foreign) and len(foreign) < len(word) and all(_plain(c).isascii() and _plain(c).isalpha() for c in foreign)


def fold_characters(text: Folded) -> Folded:
    """Return the text in plain lower-case characters without invisible ones."""
    text = text.rewrite(_GONE, lambda _: "")
    if text.text.isascii():
        return text.lowered()
    pieces = [_plain(c) for c in text.text]
    starts = [start for piece, start in zip(pieces, text.starts, strict=True) for _ in piece]
    ends = [end for piece, end in zip(pieces, text.ends, strict=True) for _ in piece]
    return Folded("".join(pieces), starts, ends, text.marks)


@cache
def _plain(character: str) -> str:
    """Return what one character reads as: compatibility form, without accents, Latin for its look-alikes, lower case."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isascii():
        return character.lower()
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if not base or base.isspace():
        return " " if character.isspace() else ""
    if base.isascii():
        return base.lower()
    return "".join(c.lower() if c.isascii() else _latin(c) for c in base)


def _latin(character: str) -> str:
    from confusable_homoglyphs.confusables import confusables_data

    for form in (character, character.lower()):
        for twin in confusables_data.get(form, ()):
            if twin["c"].isascii() and twin["c"].isalpha():
                return str(twin["c"]).lower()
    low = character.lower()
    return low if len(low) == 1 else character
