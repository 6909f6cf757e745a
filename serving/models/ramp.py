"""Evenly from nothing to all: how far a number has come between two ends."""

from __future__ import annotations

__all__ = ["ramp"]


def ramp(value: float, start: float, end: float) -> float:
    """Return 0 up to ``start``, 1 from ``end`` on, and evenly between; ``start`` is below ``end``.

    Examples
    --------
    >>> ramp(0.5, 1, 7), ramp(4, 1, 7), ramp(30, 1, 7)
    (0.0, 0.5, 1.0)
    """
    return min(1.0, max(0.0, (value - start) / (end - start)))
