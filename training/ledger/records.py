"""What an exported ledger holds, as typed values. Events and spending that were taken back are not among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from features.posting import Posting

__all__ = ["MARKETPLACE", "Event", "Export", "Look", "Score", "Seen", "Spending"]

#: The marketplace that a posting without a source belongs to.
MARKETPLACE = "upwork"
_SHOWN_OF_URL = 16


@dataclass(frozen=True, slots=True)
class Look:
    """A posting as its page was at a time: ``raw`` in the contract's shape, ``posting`` the same, read."""

    at: datetime
    raw: dict[str, Any]
    posting: Posting


@dataclass(frozen=True, slots=True)
class Score:
    """An answer as it was given then, and the bundle that gave it."""

    at: datetime
    bundle: str
    answer: dict[str, Any]

    @property
    def level(self) -> str | None:
        """``tile`` or ``page``: how much of the posting was seen."""
        level = self.answer.get("level")
        return level if isinstance(level, str) else None

    def chance(self, of: str) -> float | None:
        """Return the probability of ``ghost`` or ``scam``; None where the answer has none."""
        part = self.answer.get(of)
        value = part.get("probability") if isinstance(part, dict) else None
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Event:
    """What was told: ``feedback`` or ``outcome``, the word for it, and when it happened."""

    kind: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Spending:
    """Connects that were bought, or spent on no posting."""

    what: str
    connects: int
    at: datetime


@dataclass(frozen=True)
class Seen:
    """A posting of the ledger.

    Parameters
    ----------
    raw : dict
        Its texts and its last page, in the contract's shape.
    first_seen, last_seen : datetime or None
        None where it was only told of, never seen.
    looks : tuple of Look
        Each change of its page, oldest first. The last page was still the same at ``last_seen``.
    scores : tuple of Score
    events : tuple of Event
        Oldest first.
    """

    raw: dict[str, Any]
    first_seen: datetime | None
    last_seen: datetime | None
    looks: tuple[Look, ...]
    scores: tuple[Score, ...]
    events: tuple[Event, ...]

    @cached_property
    def source(self) -> str:
        """The marketplace."""
        source = self.raw.get("source")
        return source.casefold() if isinstance(source, str) and source.strip() else MARKETPLACE

    @cached_property
    def name(self) -> str:
        """What tells it from every other posting of the file: its id, behind its source where that is not `MARKETPLACE`."""
        told = self.looks[0].posting.id if self.looks else self.raw.get("id")
        known = (
            str(told) if told is not None else f"url-{sha256(str(self.raw.get('url')).encode()).hexdigest()[:_SHOWN_OF_URL]}"
        )
        return known if self.source == MARKETPLACE else f"{self.source}:{known}"

    @cached_property
    def client(self) -> str:
        """What keeps postings of one client together: the client's id, or else the posting's own name."""
        ids = (look.posting.client.id for look in self.looks)
        who = next((one for one in ids if one is not None), None)
        return f"posting {self.name}" if who is None else f"client {self.source}:{who}"

    def look_at(self, at: datetime) -> Look | None:
        """Return the page as it was at a time; None before the first look."""
        return next((look for look in reversed(self.looks) if look.at <= at), None)


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds, and which of its lines could not be read: number from 1, and why."""

    lines: int
    postings: list[Seen]
    spending: list[Spending]
    unread: list[tuple[int, str]]

    @property
    def latest(self) -> datetime | None:
        """The latest moment that the file tells of."""
        moments = [seen.last_seen for seen in self.postings if seen.last_seen is not None]
        moments += [one.at for seen in self.postings for one in seen.scores]
        moments += [one.at for seen in self.postings for one in seen.events]
        return max(moments, default=None)

    def told(self, most: int = 3) -> str:
        """Return one sentence on the lines that were left out; the first of them with their reasons."""
        if not self.unread:
            return f"{self.lines:,} lines, all read"
        first = "; ".join(f"line {number:,}: {reason}" for number, reason in self.unread[:most])
        more = f"; and {len(self.unread) - most:,} more" if len(self.unread) > most else ""
        return f"{self.lines:,} lines, {len(self.unread):,} left out ({first}{more})"
