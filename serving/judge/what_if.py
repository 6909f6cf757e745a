"""What if a field of the posting said something else: the fields that may be tried, each with the posting that then is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from features.posting import Pay, Posting
from serving.answer import Verdict
from serving.judge.case import Case

__all__ = ["RANK", "Judge", "with_activity", "with_client", "with_pay"]

#: Judges a posting that differs from a judged one in counters, record, price, pay or dates, with nothing remembered.
Judge = Callable[[Posting], Case]
#: Verdicts from worse to better; too little evidence is no better than a skip.
RANK: dict[Verdict, int] = {"skip": 0, "not_enough_evidence": 0, "consider": 1, "apply": 2}


def with_client(posting: Posting, **fields: Any) -> Posting:
    """Return the posting with other fields of its client."""
    return posting.model_copy(update={"client": posting.client.model_copy(update=fields)})


def with_activity(posting: Posting, **fields: Any) -> Posting:
    """Return the posting with other counters."""
    return posting.model_copy(update={"activity": posting.activity.model_copy(update=fields)})


def with_pay(posting: Posting, **fields: Any) -> Posting:
    """Return the posting with another pay of the same kind."""
    return posting.model_copy(update={"pay": (posting.pay or Pay()).model_copy(update=fields)})
