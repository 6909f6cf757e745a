"""What would change the verdict: the smallest change of each field that lifts it, found by search and judged again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, floor, log10

from features.posting import Posting
from serving.answer import Verdict, WouldChange
from serving.judge.case import Case
from serving.judge.missing import Gap, settled, settled_at
from serving.judge.verdict import decide
from serving.judge.weighing import Weighing
from serving.judge.what_if import RANK, with_activity, with_client, with_pay
from serving.texts import Texts

__all__ = ["would_change"]

#: People who would have to be interviewed.
_INTERVIEWING = (1, 3)
#: In the posting's currency; below it there is no pay that a search could begin with.
_LEAST_PAY = 0.01
#: Budgets beyond so many times the stated one are another job.
_MOST_TIMES = 10.0
#: Values beyond the one found that are tried, for it must hold for all of them.
_TRIED_BEYOND = 3


def would_change(weighing: Weighing, gaps: Sequence[Gap], verdict: Verdict, texts: Texts) -> tuple[WouldChange, ...]:
    """Return the smallest changes that lift the verdict, one a field, each verified by judging the changed posting.

    Parameters
    ----------
    weighing : Weighing
        Of the posting.
    gaps : sequence of Gap
        What is not known of it.
    verdict : str
        Its verdict.
    texts : Texts
    """
    if verdict == "apply":
        return ()
    case, search = weighing.case, _Search(weighing, verdict)
    found = (
        _fewer_connects(case, gaps, search),
        _verified(case.evidence.posting, search),
        _interviewing(case.evidence.posting, search),
        _hire_rate(case.evidence.posting, search),
        _more_pay(case.evidence.posting, search),
    )
    return tuple(_in_words(*one, case, texts) for one in found if one is not None)


def _in_words(condition: str, then: Verdict, case: Case, texts: Texts) -> WouldChange:
    field, _, value = condition.split(" ", 2)
    name = field.rpartition(".")[2]
    pay = case.evidence.posting.pay
    currency = "" if pay is None or pay.currency is None else f" {pay.currency}"
    values = {"value": value, "verdict": texts["verdict"][then], "currency": currency}
    return {"if": condition, "verdict": then, "text": texts["change"]["free" if value == "0" else name].format(**values)}


Found = tuple[str, Verdict] | None
#: The postings that a reader may take a condition to mean: it must hold for all of them.
Meant = tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """Tries changed postings against the verdict of the posting."""

    weighing: Weighing
    verdict: Verdict

    def may(self, meant: Meant) -> bool:
        """Return whether all are better by what is known; what is unknown, which takes long to weigh, only lowers that."""
        return all(RANK[decide(self.weighing.of(one))] > RANK[self.verdict] for one in meant)

    def better(self, meant: Meant) -> Verdict | None:
        """Return the worst verdict of some postings if it is better than the present one."""
        verdicts = []
        for one in meant:
            case = self.weighing.of(one)
            if RANK[decide(case)] <= RANK[self.verdict]:
                return None
            verdicts.append(settled(case, self.weighing))
        worst = min(verdicts, key=lambda verdict: RANK[verdict])
        return worst if RANK[worst] > RANK[self.verdict] else None

    def first(self, tried: Iterable[tuple[str, Posting]]) -> Found:
        """Return the first condition that lifts the verdict."""
        for condition, changed in tried:
            then = self.better((changed,))
            if then is not None:
                return condition, then
        return None

    def nearest(self, far: int, near: int, at: Callable[[int], Meant]) -> tuple[int, Verdict] | None:
        """Return the value nearest to ``near`` that lifts the verdict, and the verdict there."""
        return _nearest(far, near, lambda value: self.may(at(value)), lambda value: self.better(at(value)))


def _nearest(
    far: int, near: int, may: Callable[[int], bool], judged: Callable[[int], Verdict | None]
) -> tuple[int, Verdict] | None:
    """Return the whole number nearest to ``near``, which does not lift the verdict, that does, and the verdict there.

    Parameters
    ----------
    far : int
        The farthest that is tried.
    may : callable
        Whether a value may lift the verdict: quick, and never wrong where it says no.
    judged : callable
        The better verdict at a value, None where it is no better.
    """
    better = cache(judged)
    if not may(far) or better(far) is None:
        return None
    found = _bisect(far, near, may)
    # "So much or more" must hold beyond the value, too: where too little to judge by lies there, the search goes on behind.
    while (bad := _failing(found, far, better)) is not None:
        found = _bisect(far, bad, lambda value: better(value) is not None)
    then = better(found)
    return None if then is None else (found, then)


def _failing(found: int, far: int, better: Callable[[int], Verdict | None]) -> int | None:
    """Return a value from one to another that lifts nothing, the nearest to ``far`` of those tried; None where all do."""
    tried = [found]
    middle = far
    for _ in range(_TRIED_BEYOND):
        middle = (found + middle) // 2
        tried.insert(1, middle)
    return next((value for value in reversed(tried) if better(value) is None), None)


def _bisect(good: int, bad: int, holds: Callable[[int], bool]) -> int:
    while (middle := (good + bad) // 2) not in (good, bad):
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good


def _fewer_connects(case: Case, gaps: Sequence[Gap], search: _Search) -> Found:
    """Return the highest price below the present one that lifts the verdict: fewer Connects never lower it."""
    price = case.bid.prices.connects
    if not price:
        return None

    def may(connects: int) -> bool:
        return RANK[decide(case.at_price(connects))] > RANK[search.verdict]

    def better(connects: int) -> Verdict | None:
        then = settled_at(connects, case, gaps)
        return then if RANK[then] > RANK[search.verdict] else None

    found = _nearest(0, price, may, better)
    return None if found is None else (f"connects <= {found[0]}", found[1])


def _verified(posting: Posting, search: _Search) -> Found:
    if posting.client.payment_verified is not False:
        return None
    return search.first([("client.payment_verified == true", with_client(posting, payment_verified=True))])


def _interviewing(posting: Posting, search: _Search) -> Found:
    now = posting.activity.interviewing or 0
    if posting.activity.hires:
        return None
    # "So many", not "so many or more": from five on they are too many.
    return search.first(
        (f"activity.interviewing == {n}", with_activity(posting, interviewing=n)) for n in _INTERVIEWING if n > now
    )


def _hire_rate(posting: Posting, search: _Search) -> Found:
    """Return the least hire rate that lifts the verdict, where the record is not known: a known one does not change."""
    if posting.client.hire_rate_percent is not None or posting.client.jobs_posted is not None:
        return None
    found = search.nearest(
        100,
        0,
        lambda rate: (with_client(posting, hire_rate_percent=float(rate)),),
    )
    return None if found is None else (f"client.hire_rate_percent >= {found[0]}", found[1])


def _more_pay(posting: Posting, search: _Search) -> Found:
    """Return the least top of the pay, to two digits, that lifts the verdict."""
    pay = posting.pay
    stated = None if pay is None else pay.max or pay.min
    if pay is None or pay.type is None or not stated or stated < _LEAST_PAY:
        return None

    def at(step: int) -> Meant:
        top = _amount_at(step)
        return with_pay(posting, max=top), with_pay(posting, min=top, max=top)

    # Whoever reads "at least so much" may raise the top alone, or the whole pay: it must hold for both.
    found = search.nearest(_step_of(_MOST_TIMES * stated), _step_of(stated, down=True), at)
    return None if found is None else (f"pay.max >= {_amount_at(found[0]):.12g}", found[1])


#: Amounts of two digits, 10 to 99, in each power of ten.
_STEPS = 90


def _step_of(amount: float, *, down: bool = False) -> int:
    """Return the number of the least amount of two digits that is no less, or of the greatest that is no more.

    Examples
    --------
    >>> [_amount_at(_step_of(amount)) for amount in (1234.0, 31.0, 0.123, 99.5)]
    [1300.0, 31.0, 0.13, 100.0]
    """
    power = int(log10(amount) // 1) - 1
    digits = round(amount / 10.0**power, 9)
    return _STEPS * power + int(floor(digits) if down else ceil(digits)) - 10


def _amount_at(step: int) -> float:
    """Return the amount of two digits with a number."""
    power, digits = divmod(step, _STEPS)
    return round((digits + 10) * 10.0**power, 12)
