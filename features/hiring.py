"""Hiring: what beside the client's record goes with somebody being hired, as the learned layer reads it.

Two numbers, for any marketplace, and labels, which mean something only on the marketplace they were learnt on.
"""

from __future__ import annotations

import math
import re

from features.client_record import Record
from features.posting import Posting

__all__ = ["HIRING_NUMBERS", "MOST_LOG_ODDS", "MOST_LOG_PAY", "hiring_labels", "hiring_numbers"]

#: ``log_hires`` is the natural log of 1 + postings that ended in a hire: who hires often does so more steadily than a rate
#: alone tells. ``log_pay_to_market`` is that of the pay over the middle of its market. More of either never raises the
#: chance of no hire: fitting keeps their weights at 0 or below.
HIRING_NUMBERS = ("log_hires", "log_pay_to_market")
#: The layer moves the log odds by no more, either way. At this bound it cannot outvote a long record: on the postings that
#: taught it, bounds of 0.7, 1.0, 1.5 and none had Briers within 0.003 of each other, so the choice is one of caution.
MOST_LOG_ODDS = 1.0

#: Pay beyond 20 times the middle, or under a 20th of it, says no more.
MOST_LOG_PAY = 3.0
_WORD = re.compile(r"[a-z]{2,}")


def hiring_numbers(record: Record, log_pay_to_market: float | None) -> tuple[float, float]:
    """Return the numbers in the order of `HIRING_NUMBERS`; what is not known stands at 0, in the middle.

    Parameters
    ----------
    record : Record
    log_pay_to_market : float or None
        Natural log of the pay over the middle of its market; None where either is not known.
    """
    hires = record.hires if record.kind == "counted" else 0.0
    pay = 0.0 if log_pay_to_market is None else min(MOST_LOG_PAY, max(-MOST_LOG_PAY, log_pay_to_market))
    return math.log1p(hires), pay


def hiring_labels(posting: Posting) -> frozenset[str]:
    """Return the labels of a posting: its category, its skills and the words of its title.

    Examples
    --------
    >>> from features.posting import read_posting
    >>> sorted(hiring_labels(read_posting({"title": "Fix 2 forms", "description": "", "skills": ["PHP"]})))
    ['skill:php', 'title:fix', 'title:forms']
    """
    labels = {f"title:{word}" for word in _WORD.findall(posting.title.lower())}
    labels |= {f"skill:{skill.strip().lower()}" for skill in posting.skills or ()}
    if posting.category:
        labels.add(f"category:{posting.category.strip().lower()}")
    return frozenset(labels)
