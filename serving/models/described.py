"""Described: what the models say of the work as its client describes it, whoever posts it and whatever its page counts.

It is what takes longest to find out, and of a posting that is looked at again only its counters, its client's record and the
hour have moved: so what was said of the latest descriptions is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from features.fields.facts import Facts
from serving.models.pay import MarketBand
from serving.models.risk import Danger, Explanation

__all__ = ["Described", "Descriptions", "described_by"]

#: Characters of all descriptions, whatever their number: one may have 50,000 and more.
_MOST_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Described:
    """The danger of a description, what that rests on (None where it is low), and the market for the work."""

    danger: Danger
    explanation: Explanation | None
    market: MarketBand | None


def described_by(facts: Facts) -> tuple[Hashable, ...]:
    """Return everything that danger and market look at; a test holds that they look at nothing else."""
    posting = facts.posting
    pay = None if posting.pay is None else (posting.pay.type, posting.pay.min, posting.pay.max, posting.pay.currency)
    return (
        posting.title,
        posting.description,
        posting.questions,
        posting.skills,
        posting.category,
        posting.tier,
        pay,
        posting.duration,
        posting.weekly_hours,
        facts.year,
    )


class Descriptions:
    """The latest descriptions with what was said of them. Threads may share it.

    Parameters
    ----------
    most : int
        So many; 0 keeps none.
    """

    def __init__(self, most: int) -> None:
        self._most, self._characters, self._lock = most, 0, Lock()
        self._known: OrderedDict[tuple[Hashable, ...], tuple[Described, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def of(self, facts: Facts) -> Described | None:
        """Return what was said of a posting's description; None where it is not among the latest."""
        if not self._most:
            return None
        key = described_by(facts)
        with self._lock:
            known = self._known.get(key)
            if known is None:
                return None
            self._known.move_to_end(key)
            return known[0]

    def clear(self) -> None:
        """Keep nothing of what was said so far."""
        with self._lock:
            self._known.clear()
            self._characters = 0

    def keep(self, facts: Facts, described: Described) -> None:
        """Keep what is said of a posting's description."""
        if not self._most:
            return
        key, size = described_by(facts), sum(map(len, facts.posting.texts().values()))
        with self._lock:
            before = self._known.pop(key, None)
            self._known[key] = (described, size)
            self._characters += size - (0 if before is None else before[1])
            while len(self._known) > self._most or self._characters > _MOST_CHARACTERS:
                _, (_, gone) = self._known.popitem(last=False)
                self._characters -= gone
