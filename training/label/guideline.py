"""The guideline as blocks of plain text, so that a page can show it without any markup being trusted.

Only what ``guideline.md`` uses is read: headings, paragraphs, lists, ``**strong**`` and ```code```.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

__all__ = ["GUIDELINE", "guideline_blocks"]

GUIDELINE = Path(__file__).with_name("guideline.md")
_HEADING = re.compile(r"(#{1,2}) (.+)")
_PIECES = re.compile(r"\*\*([^*]+)\*\*|`([^`]+)`")


def guideline_blocks(text: str) -> list[dict[str, Any]]:
    r"""Return blocks in order: ``kind`` is h1, h2, p or ul, ``items`` are lines of pieces, a piece is its kind and its text.

    Examples
    --------
    >>> guideline_blocks("# A\n\n- **b** c")
    [{'kind': 'h1', 'items': [[['text', 'A']]]}, {'kind': 'ul', 'items': [[['strong', 'b'], ['text', ' c']]]}]
    """
    # A heading needs no empty line after it.
    parts = re.split(r"\n\s*\n", re.sub(r"^(#.*)$", r"\n\1\n", text, flags=re.MULTILINE).strip())
    return [_block(part.strip()) for part in parts if part.strip()]


def _block(part: str) -> dict[str, Any]:
    if heading := _HEADING.fullmatch(part):
        return {"kind": f"h{len(heading[1])}", "items": [_pieces(heading[2])]}
    if part.startswith("- "):
        return {"kind": "ul", "items": [_pieces(line) for line in part.removeprefix("- ").split("\n- ")]}
    return {"kind": "p", "items": [_pieces(part)]}


def _pieces(line: str) -> list[list[str]]:
    line = " ".join(line.split())
    pieces, at = [], 0
    for found in _PIECES.finditer(line):
        pieces += [["text", line[at : found.start()]]] if found.start() > at else []
        pieces.append(["strong", found[1]] if found[1] else ["code", found[2]])
        at = found.end()
    return pieces + ([["text", line[at:]]] if at < len(line) else [])
