"""How a reason is made: a weight on the common scale and a direction, with a quote where there is one."""

from __future__ import annotations

from typing import Literal

from serving.answer import Group, Reason

__all__ = ["MOST_WEIGHT", "Direction", "make_reason", "quoted"]

Direction = Literal["+", "-"]
MOST_WEIGHT = 9.99


def make_reason(
    code: str, group: Group, log_weight: float, text: str, field: str, direction: Direction | None = None
) -> Reason:
    """Return a reason; without a direction, a positive log weight speaks against the posting."""
    way: Direction = direction or ("-" if log_weight > 0 else "+")
    return Reason(code, group, way, round(min(MOST_WEIGHT, abs(log_weight)), 2), text, field)


def quoted(of: Reason, text: str, start: int, end: int) -> Reason:
    """Return a reason with the slice of a text that it rests on."""
    return Reason(of.code, of.group, of.direction, of.weight, of.text, of.field, text[start:end], start, end)
