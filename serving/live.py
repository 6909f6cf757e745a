"""The scorer that answers now, and how another bundle takes its place: loaded beside it, tried, and swapped in one step.

A request takes the scorer once, at its beginning, and so has one bundle for all of its postings. Whatever is wrong with the
new one, the old one goes on.
"""

from __future__ import annotations

import logging
from math import isfinite
from threading import Lock

from features.errors import BidworthyError, BundleCorrupt
from serving.answer import Answer
from serving.assumptions import load_assumptions
from serving.bundle import load_bundle
from serving.scorer import Scorer
from serving.settings import Settings

__all__ = ["Live", "try_out"]

_LOG = logging.getLogger(__name__)
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


class Live:
    """The scorer in use.

    Parameters
    ----------
    settings : Settings
        Whose bundle and assumptions are read, now and at each `renew`.

    Raises
    ------
    BidworthyError
        If they cannot be used: better no service than a wrong one.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._one_at_a_time = settings, Lock()
        self.renewed = self.refused = 0
        self.scorer = self._read()

    def renew(self) -> bool:
        """Read bundle and assumptions again and answer with them from now on; return whether that could be, or all stays."""
        with self._one_at_a_time:
            try:
                scorer = self._read()
                try_out(scorer)
            except BidworthyError as error:
                self.refused += 1
                _LOG.error("Still answering with %s: %s", self.scorer.bundle.label, error)
                return False
            self.scorer = scorer
            self.renewed += 1
        _LOG.warning("Answering with %s from now on.", scorer.bundle.label)
        return True

    def _read(self) -> Scorer:
        return Scorer(load_bundle(self._settings.bundle), load_assumptions(self._settings.assumptions))


def try_out(scorer: Scorer) -> None:
    """Judge a few postings of our own.

    Raises
    ------
    BundleCorrupt
        If an answer cannot be given, is not a possible one, or is not the same twice.
    """
    label = scorer.bundle.label
    try:
        once, twice = ([scorer.score(posting) for posting in _TRIED] for _ in range(2))
    except Exception as error:
        raise BundleCorrupt(f"{label}: judging a sample ended in {type(error).__name__}; train it again") from error
    if [answer.to_json() for answer in once] != [answer.to_json() for answer in twice]:
        raise BundleCorrupt(f"{label}: judges the same posting differently each time; train it again")
    for answer in once:
        if not _is_possible(answer):
            raise BundleCorrupt(
                f"{label}: an answer has a chance outside 0 to 1, or a sum that is no number; train it again"
            )


def _is_possible(answer: Answer) -> bool:
    ghost, budget, worth = answer.ghost, answer.low_budget, answer.worth
    chances = [ghost.low, ghost.probability, ghost.high, answer.scam.probability, worth.p_win, worth.refund_probability]
    known = [chance for chance in (*chances, budget.probability, budget.far_below_fair) if chance is not None]
    sums = [worth.expected_value_usd, worth.value_if_hired_usd, worth.connects_cost_usd]
    in_order = ghost.low <= ghost.probability <= ghost.high
    return in_order and all(0 <= chance <= 1 for chance in known) and all(isfinite(usd) for usd in sums if usd is not None)
