"""The trial of a scorer before it answers anybody: a few postings of our own, judged twice, checked and timed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from math import inf, isfinite
from time import perf_counter
from typing import Any

from features.errors import BundleCorrupt
from serving.answer import Answer
from serving.schema import fault_of
from serving.scorer import Scorer

__all__ = ["try_out"]

#: Every part of an answer takes part: an hourly and a fixed price, a record, activity, a danger, and next to nothing.
_TRIED = (
    {
        "title": "Weekly bookkeeping for a bakery",
        "description": "Sort forty receipts a week into our sheet and reconcile one account. About two hours.",
        "observed_at": "2026-11-20T10:00:00Z",
        "posted_at": "2026-11-18T10:00:00Z",
        "pay": {"type": "hourly", "min": 15, "max": 25, "currency": "USD"},
        "duration": "1 to 3 months",
        "connects": 10,
        "client": {"jobs_posted": 12, "hire_rate_percent": 50, "payment_verified": True, "total_spent_usd": 2_000},
        "activity": {"proposals": "10 to 15", "interviewing": 1, "last_viewed": "1 hour ago"},
    },
    {
        "title": "Data entry, start now",
        "description": "Before you start you pay a refundable deposit of $40. Write to me on Telegram.",
        "pay": {"type": "fixed", "max": 300, "currency": "USD"},
        "connects": 8,
    },
    {"title": "Logo", "description": ""},
)
#: Beside the scorer that answers now. A bundle that is larger and better may well take twice as long.
_MOST_TIMES = 5.0
#: The least time of so many rounds counts, for whatever else the machine does only adds to it; but one whose rounds took so
#: many seconds gets the least number of them.
_ROUNDS, _LEAST_ROUNDS, _PATIENCE_S = 20, 3, 3.0


def try_out(scorer: Scorer, present: Scorer | None = None) -> None:
    """Judge a few postings of our own.

    Parameters
    ----------
    scorer : Scorer
        The one that is offered.
    present : Scorer, optional
        The one that answers now, beside which the other must not be slow.

    Raises
    ------
    BundleCorrupt
        If an answer cannot be given, is not a possible one or not as the schema says, is not the same twice, or takes more
        than five times as long as now.
    """
    label = scorer.bundle.label
    try:
        once, twice = _judged(scorer), _judged(scorer)
    except Exception as error:
        raise BundleCorrupt(f"{label}: judging a sample ended in {type(error).__name__}; train it again") from error
    if [answer.to_json() for answer in once] != [answer.to_json() for answer in twice]:
        raise BundleCorrupt(f"{label}: judges the same posting differently each time; train it again")
    for answer in once:
        if fault := fault_of(answer):
            raise BundleCorrupt(f"{label}: an answer is not as its schema says ({fault}); train it again")
        if not _is_possible(answer):
            raise BundleCorrupt(
                f"{label}: an answer has a number that is none, or an interval that misses it; train it again"
            )
    if present is not None:
        _check_time(scorer, present)


def _judged(scorer: Scorer) -> list[Answer]:
    # Else the second time would try what it remembers.
    scorer.forget()
    return [scorer.score(posting) for posting in _TRIED]


def _check_time(scorer: Scorer, present: Scorer) -> None:
    """Compare the least times of rounds in turn, until it is fast enough or there is no hope of it."""
    _judged(present)  # both are warm then
    least_s, present_s, waited_s = inf, inf, 0.0
    for number in range(_ROUNDS):
        present_s = min(present_s, _seconds(present))
        taken_s = _seconds(scorer)
        least_s, waited_s = min(least_s, taken_s), waited_s + taken_s
        if least_s <= _MOST_TIMES * present_s:
            return
        if waited_s > _PATIENCE_S and number + 1 >= _LEAST_ROUNDS:
            break
    raise BundleCorrupt(
        f"{scorer.bundle.label}: judging takes {least_s / present_s:.0f} times as long as with {present.bundle.label}, "
        f"and {_MOST_TIMES:g} is the most; train a smaller one, or start the service anew with it"
    )


def _seconds(scorer: Scorer) -> float:
    began = perf_counter()
    _judged(scorer)
    return perf_counter() - began


def _is_possible(answer: Answer) -> bool:
    """Return whether every number is one (in JSON one that is not would pass for unknown) and lies where it must."""
    ghost = answer.ghost
    return ghost.low <= ghost.probability <= ghost.high and all(map(isfinite, _numbers(asdict(answer))))


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, (int, float)):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _numbers(part)
