"""Tokens: where words begin and end, in terms that two languages share.

The definition (repeated for implementers in ``models/README.md``):

1. Fold: ASCII letters become lower case, every ASCII digit becomes ``0``. Nothing else changes, so the folded text
   has as many code points as the original and an offset in one is an offset in the other.
2. A token is a longest run of code points from `TOKEN_CLASS`.

Digits are folded so that no number of a training text can be a term, and because 40 and 45 mean the same here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["TOKEN_CLASS", "Token", "fold", "tokens", "words"]

#: ASCII digits and letters, then every block of letters beyond Latin-1 punctuation, without the general punctuation
#: (U+2000-U+206F), the CJK punctuation (U+3000-U+303F), the byte order mark and the replacement characters.
TOKEN_CLASS = "[0-9a-z\u00c0-\u1fff\u2070-\u2fff\u3040-\ufefe\uff00-\ufffb\U00010000-\U0010ffff]"  # noqa: S105 - a class of characters
_TOKEN = re.compile(TOKEN_CLASS + "+")
_FOLD = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)} | dict.fromkeys(range(48, 58), "0")


class Token(NamedTuple):
    """A token and its place: ``text[start:end]`` of the original."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return the text with ASCII letters lowered and ASCII digits as ``0``; the length stays.

    Examples
    --------
    >>> fold("Pay: 150 USD, Ünder")
    'pay: 000 usd, Ünder'
    """
    return text.translate(_FOLD)


def words(text: str) -> list[str]:
    """Return the tokens of a text in order, without their places.

    Examples
    --------
    >>> words("Build a Telegram-bot (v2)")
    ['build', 'a', 'telegram', 'bot', 'v0']
    """
    return _TOKEN.findall(fold(text))


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text in order, with their places in code points."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(fold(text))]
