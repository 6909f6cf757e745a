"""Lines that are no postings."""

from __future__ import annotations

__all__ = ["BROKEN"]

#: Twelve ways in which a line can be no posting, and the field that the reject names.
BROKEN = {
    "broken JSON": (b'{"title": "x", "description": ', ""),
    "two objects": (b'{"title": "x"}{"title": "y"}', ""),
    "a list": (b"[1, 2, 3]", ""),
    "a number": (b"17", ""),
    "only NUL bytes": (b"\x00" * 64, ""),
    "a lone surrogate": (b'{"title": "\\ud83d", "description": "x"}', ""),
    "not UTF-8": (b'{"title": "caf\xe9", "description": "x"}', ""),
    "too deep": (b'{"title":' + b"[" * 5000 + b"]" * 5000 + b"}", ""),
    "10 MB of text": (b'{"title": "x", "description": "' + b"y" * 10_000_000 + b'"}', "description"),
    "a million skills": (b'{"title": "x", "description": "", "skills": [' + b'"a",' * 999_999 + b'"a"]}', "skills"),
    "both texts empty": (b'{"title": "", "description": " "}', ""),
    "a count that is a word": (b'{"title": "x", "description": "", "client": {"hires": "many"}}', "client.hires"),
}
