"""Texts, identifiers and lists of texts. Hostile ones are refused by their length, before anything is copied."""

from __future__ import annotations

import json
import re

from features.errors import shown
from features.reading.cleaning import is_blank, refusal

__all__ = ["read_id", "read_list", "read_text"]

_ID_LIMIT = 200
_ITEM_LIMIT = 1_000
_QUOTED = re.compile(r"""[\s,]*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""", re.DOTALL)
_END = re.compile(r"[\s,]*\]")
_ESCAPED = re.compile(r"""\\(['"\\])""")
_LIST = 'write a list of texts such as ["Python", "SQL"]'


def read_text(value: object, *, limit: int, required: bool = False) -> str | None:
    """Return a text as it is: the offsets of quotes count in it.

    Parameters
    ----------
    value : object
        A `str`; ``None`` and NaN are unknown.
    limit : int
        The longest text that is read, in characters.
    required : bool
        Whether unknown is an error.

    Raises
    ------
    ValueError
        For another type, an over-long text, a NUL character, or half of a surrogate pair.

    Examples
    --------
    >>> read_text("Build a report", limit=100)
    'Build a report'
    """
    if is_blank(value):
        if required:
            raise ValueError('is missing; give a text, or "" if there is none')
        return None
    if not isinstance(value, str):
        cure = 'or "" if there is none' if required else "or leave it out if it is unknown"
        raise ValueError(f"{shown(value)} is not a text; write a text in quotes, {cure}")
    if len(value) > limit:
        raise ValueError(f"has {len(value):,} characters and at most {limit:,} are read; shorten it")
    _check_characters(value)
    return value


def _check_characters(text: str) -> None:
    if "\x00" in text:
        raise ValueError(f"{shown(text)} has a NUL character at {text.index(chr(0)):,}; take it out")
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"{shown(text)} has half of a surrogate pair at {error.start:,}; write the text in valid Unicode"
        ) from None


def read_id(value: object) -> str | None:
    """Return an identifier as a text of at most 200 characters; a whole number becomes its digits.

    Raises
    ------
    ValueError
        For other types and over-long texts. A float is refused because it has already lost digits.

    Examples
    --------
    >>> read_id(21898377891861965802)
    '21898377891861965802'
    """
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 256:
        return str(value)
    if not is_blank(value) and not isinstance(value, str):
        raise refusal(value, "is not an identifier", 'write it as a text such as "021898377891861965802"')
    return (read_text(value, limit=_ID_LIMIT) or "").strip() or None


def read_list(value: object, *, most: int, split: bool = True, whole: bool = False) -> list[str] | None:
    """Return a list of texts, empty ones left out.

    Parameters
    ----------
    value : object
        A list of texts, a list written as a text (``"['Python', 'SQL']"``), or a text with one item a line.
    most : int
        How many items are read at most; more is an error, found before any item is touched.
    split : bool
        Whether commas and semicolons separate the items of a text, too.
    whole : bool
        Whether items stay as they are and where they are, the empty ones too: quotes count in them.

    Raises
    ------
    ValueError
        For another type, too many items, or an item that is no text of at most 1,000 characters.

    Examples
    --------
    >>> read_list("Python, SQL; Excel", most=100)
    ['Python', 'SQL', 'Excel']
    """
    if is_blank(value) or value == "":
        return None
    if isinstance(value, str):
        value = _items_of(value, most, split)
    if not isinstance(value, (list, tuple)):
        raise refusal(value, "is not a list of texts", _LIST)
    if len(value) > most:
        raise ValueError(f"has {len(value):,} items and at most {most:,} are read; leave some out")
    items = [_item(index, item) for index, item in enumerate(value)]
    return items if whole else [plain for item in items if (plain := item.strip())]


def _item(index: int, value: object) -> str:
    try:
        return read_text(value, limit=_ITEM_LIMIT) or ""
    except ValueError as error:
        raise ValueError(f"item {index + 1}: {error}") from None


def _items_of(text: str, most: int, split: bool) -> list[object]:
    limit = most * (_ITEM_LIMIT + 4)
    if len(text) > limit:
        raise ValueError(f"has {len(text):,} characters and at most {limit:,} are read; shorten it, or {_LIST}")
    if text.lstrip()[:1] == "[":
        items = _literal(text.strip())
        if items is not None:
            return items
    return list(re.split(r"[,;\n]" if split else r"\n", text))


def _literal(text: str) -> list[object] | None:
    """Return the items of a list in JSON or Python notation, ``None`` for other text. Nothing is evaluated."""
    try:
        items = json.loads(text)
        return items if isinstance(items, list) else None
    except (ValueError, RecursionError):
        pass
    found: list[object] = []
    place = 1
    # Item by item from the left, and no further than the first that fails: a search would be quadratic.
    while match := _QUOTED.match(text, place):
        found.append(_ESCAPED.sub(r"\1", match[1] or match[2] or ""))
        place = match.end()
    return found if _END.fullmatch(text, place) else None
