"""Spells: what the snapshots of a posting say of its first 30 days, and what they leave open.

Ages count from publication. A spell begins where the posting was first seen open (before that it could not have been seen to
end: left truncation), and a change lies between the last look without it and the first look with it (interval censoring).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from features.fields.facts import Facts
from features.hazards import LAST_DAY
from features.posting import Posting
from training.snapshots.read import Snapshot

__all__ = ["LeftOut", "Outcome", "Spell", "spells_of"]

Outcome = Literal["hired", "withdrawn", "expired", "censored"]
LeftOut = Literal["age unknown", "first seen after day 30", "never seen open with its hires known"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """A posting from its first look on. Ages are days since publication, cut to 30.

    Parameters
    ----------
    posting : Posting
        As it was first seen open.
    entry_days : float
        Age at that look.
    last_days : float
        Age at the last look without a hire or a withdrawal; 30 for an expired one.
    end_days : float
        Age at the first look with it: a hire or a withdrawal fell after ``last_days`` and not after this. ``last_days``
        where there was none.
    outcome : str
        ``censored`` is none yet: the last look came before day 30.
    seen_at_30 : bool
        Whether any look came on day 30 or later, or told that the posting expired.
    """

    posting: Posting
    entry_days: float
    last_days: float
    end_days: float
    outcome: Outcome
    seen_at_30: bool

    @property
    def matured(self) -> bool:
        """Whether the outcome is known."""
        return self.outcome != "censored"

    @property
    def client(self) -> str:
        """What keeps postings of one client together: the client's id, or else the posting's own."""
        who = self.posting.client.id
        return f"posting {self.posting.id}" if who is None else f"client {who}"


def spells_of(snapshots: Iterable[Snapshot]) -> tuple[list[Spell], dict[LeftOut, int]]:
    """Return one spell a posting, in order of the first rows, and how many postings gave none, by reason."""
    looks_of: dict[str, list[Snapshot]] = defaultdict(list)
    for snapshot in snapshots:
        looks_of[snapshot.id].append(snapshot)
    spells, left_out = [], dict[LeftOut, int]()
    for looks in looks_of.values():
        found = _spell(sorted(looks, key=lambda look: look.observed_at))
        if isinstance(found, Spell):
            spells.append(found)
        else:
            left_out[found] = left_out.get(found, 0) + 1
    return spells, left_out


def _spell(looks: Sequence[Snapshot]) -> Spell | LeftOut:
    published = _published(looks)
    if published is None:
        return "age unknown"
    told = [(max(0.0, (look.observed_at - published) / _DAY), look, state) for look in looks if (state := _state(look))]
    opens = []
    for age, look, state in told:
        if state != "open":
            break
        opens.append((age, look))
    if not opens:
        return "never seen open with its hires known"
    entry, first = opens[0]
    if entry >= LAST_DAY:
        return "first seen after day 30"
    last = min(opens[-1][0], LAST_DAY)
    seen_at_30 = any(age >= LAST_DAY or state == "expired" for age, _, state in told)
    state = told[len(opens)][2] if len(opens) < len(told) else "open"
    # A posting open without a hire on day 30 is a ghost by definition, whatever came later.
    if last >= LAST_DAY or state == "expired":
        return Spell(first.posting, entry, LAST_DAY, LAST_DAY, "expired", seen_at_30)
    if state == "open":
        return Spell(first.posting, entry, last, last, "censored", seen_at_30)
    # Postings close on day 30, so a change that was first seen later fell before.
    end = min(told[len(opens)][0], LAST_DAY)
    return Spell(first.posting, entry, last, max(last, end), "hired" if state == "hired" else "withdrawn", seen_at_30)


def _published(looks: Sequence[Snapshot]) -> datetime | None:
    """Return the earliest publication that a row tells: a renewal moves ``posted_at`` and does not make a posting young."""
    ages = ((look, Facts(look.posting).age_days) for look in looks)
    return min((look.observed_at - age * _DAY for look, age in ages if age is not None), default=None)


def _state(look: Snapshot) -> str | None:
    """Return open, hired, withdrawn or expired; None where the row does not tell: an unknown counter is not zero."""
    hires = look.posting.activity.hires
    if hires or look.status == "filled":
        return "hired"
    if look.status in ("cancelled", "removed"):
        return "withdrawn"
    if look.status == "expired":
        return "expired"
    return None if hires is None else "open"
