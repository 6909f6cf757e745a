"""Markup in a posting's text: entities become their characters, tags become a space or a new line."""

from __future__ import annotations

import html
import re

from features.folding.folded import Folded

__all__ = ["read_markup"]

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,500})?/?>")
#: Tags inside a word: "tele<b>gram</b>" reads as one word. Any other tag ends a line.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    ]
)


def read_markup(text: Folded) -> Folded:
    """Return the text with entities decoded (twice: ``&amp;amp;`` is common) and tags taken out."""
    for _ in range(2):
        text = text.rewrite(_ENTITY, lambda match: _decoded(match.group()))
    if "-->" in text.text:
        text = text.rewrite(_COMMENT, lambda _: "")
    return text.rewrite(_TAG, lambda match: "" if match.group(1).lower() in _INLINE else "\n")


def _decoded(entity: str) -> str | None:
    text = html.unescape(entity)
    return text if text != entity else None
