"""How a reason is made: what it gains or loses in US dollars, where it stands in the list, and the words that it quotes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

from serving.answer import Group, Reason
from serving.worth.ledger import Ledger

__all__ = ["Direction", "Found", "Place", "moves", "quoted", "says"]

Direction = Literal["+", "-"]
#: What moves less than half a cent, and less than a twentieth of the gain, is left to the rest.
_LEAST_USD = 0.005
_LEAST_LOG = 0.05


class Place(IntEnum):
    """Where a reason stands: what decides alone comes first, danger second, the lines of the sum last."""

    DECIDES = 0
    DANGER = 1
    MOVES = 2
    SUM = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A reason, with its place in the list and its size among those of the same place."""

    reason: Reason
    place: Place
    size: float
    #: Whether it is worth a line of its own.
    counts: bool = True


def moves(ledger: Ledger, code: str, group: Group, usd: float, text: str, field: str, place: Place = Place.MOVES) -> Found:
    """Return a reason that gains or loses so many dollars of the expected value."""
    way: Direction = "+" if usd >= 0 else "-"
    weight = round(abs(usd), 2) if ledger.known else 0.0
    counts = (ledger.known and abs(usd) >= _LEAST_USD) or abs(usd) >= _LEAST_LOG * ledger.per_log
    return Found(Reason(code, group, way, weight, text, field), place, abs(usd), counts)


def says(
    ledger: Ledger, code: str, group: Group, way: Direction, size: float, text: str, field: str, place: Place = Place.MOVES
) -> Found:
    """Return a reason that moves no dollar: something to know.

    Parameters
    ----------
    size : float
        As a natural log: it only says where the reason stands among the others.
    """
    return Found(Reason(code, group, way, 0.0, text, field), place, ledger.per_log * abs(size), counts=size != 0)


def quoted(found: Found, text: str, start: int, end: int) -> Found:
    """Return a reason with the slice of a text that it rests on."""
    return replace(found, reason=replace(found.reason, quote=text[start:end], start=start, end=end))
