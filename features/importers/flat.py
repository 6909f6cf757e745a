"""The contract with dotted columns, as CSV and Parquet have it: ``client.rating``, ``pay.min``, ``activity.hires``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from features.importers.placing import known

__all__ = ["fits", "to_contract"]

_PARTS = ("client", "pay", "activity")
_TEXTS = ("title", "description")


def fits(row: Mapping[str, Any]) -> bool:
    """Return whether a row has dotted columns of the contract."""
    return any(_part(name) for name in row)


def to_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row with its dotted columns folded; an empty cell is unknown, but an empty text is an empty text.

    Examples
    --------
    >>> to_contract({"title": "T", "description": "", "client.rating": "4.9", "client.hires": ""})
    {'title': 'T', 'description': '', 'client': {'rating': '4.9'}}
    """
    posting: dict[str, Any] = {}
    parts: list[tuple[str, str, Any]] = []
    for name, value in row.items():
        head = _part(name)
        if head is None:
            if name in _TEXTS or known(value):
                posting[name] = value
        elif known(value):
            parts.append((head, name[len(head) + 1 :], value))
    for part in _PARTS:
        if isinstance(posting.get(part), Mapping):
            posting[part] = dict(posting[part])
    for head, field, value in parts:
        inner = posting.setdefault(head, {})
        # A part that is no mapping stays, so that its reader can say so.
        if isinstance(inner, dict):
            inner.setdefault(field, value)
    return posting


@lru_cache(maxsize=1_024)  # the rows of a table share their names
def _part(name: object) -> str | None:
    part, dot, field = name.partition(".") if isinstance(name, str) else ("", "", "")
    return part if dot and field and "." not in field and part in _PARTS else None
