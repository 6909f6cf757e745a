"""A condition of ``would_change`` applied to a posting, as a reader of the answer would apply it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

__all__ = ["applied"]

_CONDITION = re.compile(r"(?P<path>[a-z_.]+) (?:<=|>=|==) (?P<value>\S+)")


def applied(raw: dict[str, Any], condition: str) -> dict[str, Any]:
    """Return the posting with the field of the condition set to its value, and nothing else changed."""
    found = _CONDITION.fullmatch(condition)
    assert found, condition
    *parents, name = found["path"].split(".")
    value = found["value"]
    changed = deepcopy(raw)
    part = changed
    for parent in parents:
        part[parent] = dict(part.get(parent) or {})
        part = part[parent]
    part[name] = {"true": True, "false": False}.get(value) if value in ("true", "false") else float(value)
    return changed
