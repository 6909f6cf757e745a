"""What a feature is: a record that the docs, the manifest and the tests read."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from features.fields.facts import Facts

__all__ = ["Feature", "log10_1p"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One named number.

    Parameters
    ----------
    name : str
        Unique; carries the unit where there is one.
    reads : str
        The contract fields it rests on.
    meaning : str
        One sentence for people.
    value : callable
        From the facts to the number, or ``None`` for unknown.
    """

    name: str
    reads: str
    meaning: str
    value: Callable[[Facts], float | None]


def log10_1p(value: float | None) -> float | None:
    """Return log10(1 + value), unknown kept."""
    return None if value is None else math.log10(1.0 + value)
