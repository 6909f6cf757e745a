"""What would change the verdict: small changes of the posting, tried one by one and judged again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from features.posting import Posting
from serving.answer import Verdict, WouldChange
from serving.judge.worth import connects_of

__all__ = ["would_change"]

_RANK = {"skip": 0, "not_enough_evidence": 0, "consider": 1, "apply": 2}
Judge = Callable[[Posting], Verdict]


def would_change(posting: Posting, verdict: Verdict, judge: Judge) -> tuple[WouldChange, ...]:
    """Return changes that lift the verdict, each verified by judging the changed posting.

    Parameters
    ----------
    judge : callable
        Judges a posting like the one the verdict is of, with nothing remembered.
    """
    if verdict == "apply":
        return ()
    found = [
        _fewer_connects(posting, verdict, judge),
        *(_tried(text, changed, verdict, judge) for text, changed in _changes(posting)),
    ]
    return tuple(change for change in found if change is not None)


def _tried(text: str, changed: Posting, verdict: Verdict, judge: Judge) -> WouldChange | None:
    then = judge(changed)
    return {"if": text, "verdict": then} if _RANK[then] > _RANK[verdict] else None


def _fewer_connects(posting: Posting, verdict: Verdict, judge: Judge) -> WouldChange | None:
    """Return the highest price below the present one that lifts the verdict: fewer Connects never lower it."""
    price = connects_of(posting)
    if not price:
        return None
    low, high = 0, price
    free = judge(posting.model_copy(update={"connects": 0}))
    if _RANK[free] <= _RANK[verdict]:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        better = _RANK[judge(posting.model_copy(update={"connects": middle}))] > _RANK[verdict]
        low, high = (middle, high) if better else (low, middle)
    return {"if": f"connects <= {low}", "verdict": judge(posting.model_copy(update={"connects": low}))}


def _changes(posting: Posting) -> Iterator[tuple[str, Posting]]:
    activity, client = posting.activity, posting.client
    if not activity.interviewing and not activity.hires:
        yield (
            "activity.interviewing >= 1",
            posting.model_copy(update={"activity": activity.model_copy(update={"interviewing": 1})}),
        )
    if client.hire_rate_percent is None and client.jobs_posted is None:
        good = client.model_copy(update={"hire_rate_percent": 70.0, "jobs_posted": 20})
        yield "client.hire_rate_percent >= 70 over 20 jobs posted", posting.model_copy(update={"client": good})
    pay = posting.pay
    if pay is not None and (pay.max or pay.min):
        top = 2 * (pay.max or pay.min or 0.0)
        double = pay.model_copy(update={"min": top if pay.type == "fixed" else pay.min and 2 * pay.min, "max": top})
        yield f"pay.max >= {top:g}", posting.model_copy(update={"pay": double})
