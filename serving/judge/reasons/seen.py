"""What moved since you first saw the posting: something to know, that moves no dollar by itself.

How old the posting is at least, and that it was renewed, are counted where the page alone would count them.
"""

from __future__ import annotations

from collections.abc import Iterator

from features.posting import Activity
from serving.judge.case import Case
from serving.judge.reasons.reason import Direction, Found, says
from serving.texts import days_ago, span
from serving.worth.ledger import Ledger

__all__ = ["seen_reasons"]

_DAY_S = 86_400.0
#: Looks of the same day say nothing of how a posting fares.
_LEAST_DAYS = 1.0
#: As a natural log: behind what moves dollars.
_SIZE = 0.02
_COUNTERS = ("proposals", "interviewing", "hires", "invites_sent", "unanswered_invites")


def seen_reasons(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    """Yield the reason, if the posting was seen a day or more before and both looks show a counter."""
    facts, posting = case.evidence.facts, case.evidence.posting
    earlier, now = facts.earlier, None if posting.observed_at is None else posting.observed_at.at
    if earlier is None or now is None:
        return
    days = (now - earlier.at).total_seconds() / _DAY_S
    then, today = _shown(earlier.activity), _shown(posting.activity)
    both = [name for name in _COUNTERS if name in then and name in today]
    if days < _LEAST_DAYS or not both:
        return
    moved = [name for name in both if then[name] != today[name]]
    told = [texts[f"moved_{name}"].format(then=then[name], now=today[name]) for name in moved]
    code = "seen_moved" if moved else "seen_still"
    way: Direction = "+" if (posting.activity.interviewing or 0) > (earlier.activity.interviewing or 0) else "-"
    field = f"activity.{(moved or both)[0]}"
    text = " ".join([texts[code].format(days=days_ago(days)), *told])
    yield says(ledger, code, "ghost", way, _SIZE, text, field)


def _shown(activity: Activity) -> dict[str, str]:
    """Return the counters that a page shows, as it shows them."""
    found = {name: str(value) for name in _COUNTERS[1:] if (value := getattr(activity, name)) is not None}
    proposals = activity.proposals
    if proposals is None:
        return found
    return {"proposals": span(str(proposals.low), None if proposals.high is None else str(proposals.high))} | found
