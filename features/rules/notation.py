r"""The notation of patterns in rule files: a short form of spaCy's `Matcher` patterns, item by item.

==================  ==========================================  =================================================
item                reads                                       spaCy
==================  ==========================================  =================================================
``send``            this word                                   ``{"LOWER": "send"}``
``send|give``       one of these words                          ``{"LOWER": {"IN": ["give", "send"]}}``
``<send>``          a word of a list in ``words.toml``          ``{"LOWER": {"IN": [...]}}``
``<send>|hand``     both                                        the same
``!a|b``            any token but these                         ``{"LOWER": {"NOT_IN": ["a", "b"]}}``
``/\d+/``          a token that the expression matches whole    ``{"LOWER": {"REGEX": "^(?:\d+)$"}}``
``#``               a number                                    ``{"LOWER": {"REGEX": "^\\d+[km]?$"}}``
``..4``             about four tokens of any kind, or none        ``{"OP": "*"}``, and the longest match
``a|b?``            the item or nothing                         ``{..., "OP": "?"}``
==================  ==========================================  =================================================

Words are those of `features.text.sentences`: lower case, letters and digits only. In lists, ``pay(s|ing)`` stands for
``pay pays paying``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Lists", "NotationError", "Pattern", "expand_words", "matcher_pattern", "required_items"]

Lists = Mapping[str, frozenset[str]]
Tokens = list[dict[str, Any]]

#: The longest gap a pattern may leave: beyond that the two ends say nothing of one another.
_MOST_GAP = 16
_NUMBER = r"\d+[km]?"
_WORD = re.compile(r"[a-z0-9]+|[@$€£%+]")
_LISTED = re.compile(r"([a-z0-9]+)(?:\(([a-z0-9|]*)\))?")


class Pattern(NamedTuple):
    """A pattern: spaCy's tokens, and the most tokens a match may have.

    spaCy reads ``{0,4}`` as four optional tokens and follows every way to leave some out: three gaps of twelve never end. It
    reads ``*`` as one token that may repeat, whose work is bounded; so gaps are stars, and the bounds of all gaps of a
    pattern hold together, for the match as a whole.
    """

    tokens: Tokens
    longest: int


class NotationError(ValueError):
    """A pattern or word list that cannot be read; says which item and why."""


def expand_words(text: str) -> frozenset[str]:
    """Return the words of a list.

    Examples
    --------
    >>> sorted(expand_words("pay(s|ing) send"))
    ['pay', 'paying', 'pays', 'send']
    """
    words: set[str] = set()
    for item in text.split():
        match = _LISTED.fullmatch(item)
        if match is None:
            raise NotationError(f"{item!r} is no word; use letters and digits, and endings as in pay(s|ing)")
        words.add(match[1])
        words.update(match[1] + ending for ending in (match[2] or "").split("|"))
    return frozenset(words)


def matcher_pattern(text: str, lists: Lists) -> Pattern:
    """Return the pattern that a line of notation stands for.

    Examples
    --------
    >>> matcher_pattern("send ..2 my? id", {})
    Pattern(tokens=[{'LOWER': 'send'}, {'OP': '*'}, {'LOWER': 'my', 'OP': '?'}, {'LOWER': 'id'}], longest=5)
    """
    items = text.split()
    if not items:
        raise NotationError("a pattern has no items")
    longest = sum(_gap(item) if item.startswith("..") else 1 for item in items)
    pattern = Pattern([_item(item, lists) for item in items], longest)
    for end in (pattern.tokens[0], pattern.tokens[-1]):
        if "LOWER" not in end or "OP" in end:
            raise NotationError(f"{text!r} begins or ends with a gap or an optional item; leave it out")
    if not required_items(pattern):
        raise NotationError(f"{text!r} has no item of plain words, so nothing tells quickly where to look; add one")
    return pattern


def required_items(pattern: Pattern) -> list[frozenset[str]]:
    """Return the items that must be there and are told by words alone, in order.

    Signs are no words of the quick reading, so an item of signs cannot tell where to look.

    Examples
    --------
    >>> required_items(matcher_pattern("send ..2 /x+/ id", {}))
    [frozenset({'send'}), frozenset({'id'})]
    """
    return [words for item in pattern.tokens if (words := _plain_words(item))]


def _plain_words(item: dict[str, Any]) -> frozenset[str] | None:
    lower = item.get("LOWER")
    if "OP" in item or lower is None:
        return None
    words = {lower} if isinstance(lower, str) else set(lower.get("IN", ()))
    return frozenset(words) if words and all(word.isalnum() for word in words) else None


def _item(item: str, lists: Lists) -> dict[str, Any]:
    if item.startswith(".."):
        return {"OP": "*"}
    optional = item.endswith("?") and len(item) > 1
    body = item[:-1] if optional else item
    token: dict[str, Any] = {"LOWER": _test(body, lists)}
    return token | {"OP": "?"} if optional else token


def _gap(item: str) -> int:
    if not item[2:].isdigit() or not 1 <= int(item[2:]) <= _MOST_GAP:
        raise NotationError(f"{item!r} is no gap; write ..1 to ..{_MOST_GAP}")
    return int(item[2:])


def _test(body: str, lists: Lists) -> str | dict[str, Any]:
    negative = body.startswith("!")
    parts = [body] if _is_expression(body) else body.removeprefix("!").split("|")
    words: set[str] = set()
    expressions: list[str] = []
    for part in parts:
        if part == "#":
            expressions.append(_NUMBER)
        elif _is_expression(part):
            expressions.append(_checked_expression(part[1:-1]))
        elif part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in lists:
                raise NotationError(f"{part!r} names no list of words.toml; there are {', '.join(sorted(lists))}")
            words |= lists[part[1:-1]]
        elif _WORD.fullmatch(part):
            words.add(part)
        else:
            raise NotationError(f"{part!r} is no word; use lower-case letters and digits, or a sign of @ $ € £ % +")
    if expressions:
        if negative:
            raise NotationError(f"{body!r} excludes an expression; exclude words only")
        return {"REGEX": f"^(?:{'|'.join([*expressions, *(re.escape(word) for word in sorted(words))])})$"}
    if negative:
        return {"NOT_IN": sorted(words)}
    return next(iter(words)) if len(words) == 1 else {"IN": sorted(words)}


def _is_expression(part: str) -> bool:
    return len(part) > 2 and part.startswith("/") and part.endswith("/")


def _checked_expression(expression: str) -> str:
    try:
        re.compile(expression)
    except re.error as error:
        raise NotationError(f"{expression!r} is no regular expression ({error})") from None
    return expression
