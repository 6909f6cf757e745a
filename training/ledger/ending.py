"""How a posting ended, as far as the ledger tells. Silence tells nothing: who did not look does not know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from features.fields.facts import Facts
from features.hazards import LAST_DAY
from training.ledger.records import Seen

__all__ = ["CLOSED", "HIRED", "Ending", "How", "begun", "ending_of"]

How = Literal[
    "somebody was hired",
    "closed without a hire",
    "seen on day 30 or later without a hire",
    "not 30 days old yet",
    "30 days old, but not looked at since",
    "never seen, only told of",
]
#: Outcomes that say that somebody was hired, and those that say that nobody was and nobody will be.
HIRED, CLOSED = ("hired", "other_hired"), ("refunded", "expired")
_MATURE = timedelta(days=LAST_DAY)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a posting's end.

    Parameters
    ----------
    hired : bool or None
        Whether anybody was hired; None where that is not known.
    mature : bool
        Whether its time is over: somebody was hired, it was closed, or 30 days have passed.
    how : str
    known_at : datetime or None
        From when on it was known.
    """

    hired: bool | None
    mature: bool
    how: How
    known_at: datetime | None = None


def begun(seen: Seen) -> datetime | None:
    """Return when a posting was published: the earliest that any page tells, or else when it was first seen."""
    ages = ((look.at, Facts(look.posting).age_days) for look in seen.looks)
    return min((at - age * _DAY for at, age in ages if age is not None), default=seen.first_seen)


def ending_of(seen: Seen, as_of: datetime | None = None) -> Ending:
    """Return how a posting ended.

    Somebody was hired if you were, if another was, or if any page counted a hire. Nobody was if it was closed (`CLOSED`),
    or if it was seen 30 days after its publication with a count of no hires. One of 30 days that nobody looked at since
    is mature, but its outcome is unknown; a younger one is neither hired nor a ghost.

    Parameters
    ----------
    seen : Seen
    as_of : datetime, optional
        The day on which one asks; the posting's latest look where that is later.
    """
    hired = [event.at for event in seen.events if event.what in HIRED]
    hired += [look.at for look in seen.looks if look.posting.activity.hires]
    if hired:
        return Ending(True, True, "somebody was hired", min(hired))
    closed = [event.at for event in seen.events if event.what in CLOSED]
    if closed:
        return Ending(False, True, "closed without a hire", min(closed))
    start = begun(seen)
    if start is None:
        return Ending(None, False, "never seen, only told of")
    over = start + _MATURE
    if any(until >= over for until in _seen_without_hire(seen)):
        return Ending(False, True, "seen on day 30 or later without a hire", over)
    latest = max(moment for moment in (seen.last_seen, as_of, start) if moment is not None)
    if latest >= over:
        return Ending(None, True, "30 days old, but not looked at since")
    return Ending(None, False, "not 30 days old yet")


def _seen_without_hire(seen: Seen) -> list[datetime]:
    """Return until when each page was seen that counts no hires; a page without the counter does not tell."""
    untils = [look.at for look in seen.looks]
    if untils and seen.last_seen is not None:
        untils[-1] = max(untils[-1], seen.last_seen)
    return [until for until, look in zip(untils, seen.looks, strict=True) if look.posting.activity.hires == 0]
