"""Spelling: words taken apart or respelled to slip through are put together again.

``t e l e g r a m``, ``p-a-y-p-a-l``, ``wh4tsapp``, ``whats*pp``, ``name at example dot com``. Digits and signs are read as
letters only where the result is one of the names people disguise: a model number stays a model number.
"""

from __future__ import annotations

import re

from features.folding.folded import Folded, Mark

__all__ = ["ADDRESS_ENDS", "DISGUISED", "join_spelled", "leet_forms"]

#: The names that postings disguise: channels, means of payment, marketplaces (domain notes on evasion, grade B).
DISGUISED = (
    "telegram", "whatsapp", "signal", "discord", "skype", "wechat", "viber", "instagram", "messenger", "zelle", "paypal",
    "cashapp", "venmo", "payoneer", "crypto", "bitcoin", "usdt", "upwork", "fiverr", "gmail", "hotmail", "outlook", "email",
    "account", "passport", "deposit", "review", "reviews", "password", "gift",
)  # fmt: skip
#: What stands for a letter: itself, the digits and signs that look like it, and a star for any.
_LEET = {
    "a": "a4@", "b": "b8", "c": "c(", "e": "e3", "g": "g96", "i": "i1!|", "l": "l1|!", "o": "o0", "s": "s5$", "t": "t7+",
    "z": "z2",
}  # fmt: skip
_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:([ ._\-*|/]{1,3})[a-z](?=\1|[^a-z0-9]|$))(?:\1[a-z](?![a-z0-9])){2,40}")
#: A word of letters and at least one sign or digit that could stand for a letter.
_MIXED = re.compile(r"(?<![a-z0-9])[a-z0-9@$!|(][a-z]*[0-9@$!|*+(][a-z0-9@$!|*+(]*(?![a-z0-9])")
_NAME = re.compile(
    "|".join(f"(?P<{name}>" + "".join(f"[{re.escape(_LEET.get(c, c))}*]" for c in name) + ")" for name in DISGUISED)
)
#: At most so large a share of a name may be signs.
_MOST_SIGNS = 1 / 3
#: Shorter runs of single letters are initials (F.A.N.G.) more often than a hidden word.
_LEAST_SPACED = 6
ADDRESS_ENDS = "com|net|org|io|co|me|info|biz|online|site|xyz|app|dev|ai|in|uk|de"
_ADDRESS = re.compile(
    r"(?<![\w.])([\w.+\-]{1,40})(?:\s?[(\[{<]\s?(?:at|@)\s?[)\]}>]\s?|\s(?:at|@)\s|\s?@\s?)"
    rf"([a-z0-9\-]{{1,40}})(?:\s?[(\[{{<]\s?(?:dot|\.)\s?[)\]}}>]\s?|\s(?:dot|\.)\s|\s?\.\s?)({ADDRESS_ENDS})\b"
)
_DOTTED = re.compile(rf"(?<![\w.])([a-z0-9\-]{{2,40}})(?:\s?[(\[{{<]\s?dot\s?[)\]}}>]\s?|\sdot\s)({ADDRESS_ENDS})\b")


def join_spelled(text: Folded) -> Folded:
    """Return the text with such words put together, each with a mark where it was disguised on purpose."""
    marks: list[Mark] = []

    def spaced(match: re.Match[str]) -> str:
        letters = "".join(c for c in match.group() if c.isalnum())
        if letters in DISGUISED or len(letters) >= _LEAST_SPACED:
            marks.append(Mark("spaced", *text.original(*match.span())))
        return letters

    def leet(match: re.Match[str]) -> str | None:
        name = _disguised_name(match.group())
        if name is None:
            return None
        marks.append(Mark("leet", *text.original(*match.span())))
        return name

    text = text.rewrite(_SPACED, spaced)
    text = text.rewrite(_MIXED, leet)
    text = text.rewrite(
        _ADDRESS, lambda m: None if m.group().count(" ") == 0 and "(" not in m.group() else f"{m[1]}@{m[2]}.{m[3]}"
    )
    text = text.rewrite(_DOTTED, lambda m: f"{m[1]}.{m[2]}")
    return text.marked(marks)


def _disguised_name(word: str) -> str | None:
    """Return the name that a word of letters and signs stands for, or None."""
    match = _NAME.fullmatch(word) if 4 <= len(word) <= 12 else None
    if match is None or match.lastgroup is None:
        return None
    signs = sum(a != b for a, b in zip(word, match.lastgroup, strict=True))
    return match.lastgroup if 0 < signs <= _MOST_SIGNS * len(word) else None


def leet_forms() -> list[str]:
    """Return RE2 patterns of every disguised name with at least one sign in it."""
    forms = []
    for name in DISGUISED:
        classes = [f"[{_escaped(_LEET.get(c, c) + '*')}]" for c in name]
        for i, c in enumerate(name):
            signs = _LEET.get(c, c)[1:] + "*"
            forms.append("".join([*classes[:i], f"[{_escaped(signs)}]", *classes[i + 1 :]]))
    return forms


def _escaped(signs: str) -> str:
    return "".join("\\" + c if not c.isalnum() else c for c in signs)
