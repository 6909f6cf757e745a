"""What would change the verdict: the smallest change of each field that lifts it, found by search and judged again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from features.pay.offer import offers_of
from features.posting import Posting
from serving.judge.case import Case
from serving.judge.tried.amounts import amount_at, step_of
from serving.judge.tried.grid import Asked, Replaced
from serving.judge.tried.search import Found, Search, Tried, nearest
from serving.judge.tried.unknown import Known, ends_of, known_of, unknown_fields
from serving.judge.verdict import RANKS
from serving.judge.what_if import with_activity, with_client
from serving.models.ghost import GhostModel

__all__ = ["Changes"]

#: People who would have to be interviewed.
_INTERVIEWING = (1, 3)
#: In the posting's currency; below it there is no pay that a search could begin with.
_LEAST_PAY = 0.01
#: Budgets beyond so many times the stated one are another job.
_MOST_TIMES = 10.0


class _Meant(NamedTuple):
    """The changes that values stand for: numbers, how many changes each value is, and what is known then of each."""

    change: Replaced
    readings: int
    known: Callable[[], list[Known]]


class Changes:
    """The searches for one posting, whose verdict is to be lifted.

    Parameters
    ----------
    number : int
        Of the posting on its page.
    case : Case
    verdict : int
        Its number.
    ends : mapping
        Of the fields that are not known of it, by name.
    model : GhostModel
    """

    def __init__(
        self, number: int, case: Case, verdict: int, ends: Mapping[str, Sequence[Replaced]], model: GhostModel
    ) -> None:
        self._number, self._case, self._model, self._rank = number, case, model, int(RANKS[verdict])
        self._known, self._ends = known_of(case), dict(ends)

    def searches(self) -> Iterator[tuple[str, Search[Found]]]:
        """Yield the searches, by the field that each changes."""
        case, posting = self._case, self._case.evidence.posting
        client, activity, price = posting.client, posting.activity, case.bid.prices.connects
        if price:
            yield "connects", nearest(0, price, self._tried(self._cheaper))
        if client.payment_verified is False:
            yield "client.payment_verified", self._first([1], self._verified)
        more = [n for n in _INTERVIEWING if n > (activity.interviewing or 0)]
        if not activity.hires and more:
            yield "activity.interviewing", self._first(more, self._interviewing)
        if client.hire_rate_percent is None and client.jobs_posted is None:
            yield "client.hire_rate_percent", nearest(100, 0, self._tried(self._hiring))
        pay = posting.pay
        stated = None if pay is None else pay.max or pay.min
        if pay is not None and pay.type is not None and stated and stated >= _LEAST_PAY:
            yield "pay.max", nearest(step_of(_MOST_TIMES * stated), step_of(stated, down=True), self._tried(self._paying))

    def _tried(self, meant: Callable[[Sequence[int]], _Meant]) -> Tried:
        return Tried(partial(self._may, meant), partial(self._better, meant))

    def _first(self, values: Sequence[int], meant: Callable[[Sequence[int]], _Meant]) -> Search[Found]:
        """Return the first value that lifts the verdict."""
        verdicts = yield from self._better(meant, values)
        return next(((value, then) for value, then in zip(values, verdicts, strict=True) if then is not None), None)

    def _may(self, meant: Callable[[Sequence[int]], _Meant], values: Sequence[int]) -> Search[list[bool]]:
        """Return whether each is better by what is known; what is unknown only lowers that."""
        change, readings, _ = meant(values)
        [reply] = yield [Asked(self._number, len(values) * readings, change)]
        better = RANKS[reply.plain].reshape(readings, -1).min(axis=0) > self._rank
        return [bool(one) for one in better.tolist()]

    def _better(self, meant: Callable[[Sequence[int]], _Meant], values: Sequence[int]) -> Search[list[int | None]]:
        """Return the worst verdict of what each value may mean where it is better than the present one."""
        change, readings, known = meant(values)
        then = known()
        verdicts = np.empty(len(then), dtype=np.intp)
        fields = {id(one): tuple(unknown_fields(self._case, one)) for one in {id(one): one for one in then}.values()}
        # Mostly the same is unknown of all of them.
        for alike in dict.fromkeys(fields.values()):
            rows = [row for row, one in enumerate(then) if fields[id(one)] == alike]
            ends = self._ends_of(alike, [then[row].posting for row in rows])
            asked = change if len(rows) == len(then) else {name: _some(column, rows) for name, column in change.items()}
            [reply] = yield [Asked(self._number, len(rows), asked, ends)]
            verdicts[rows] = reply.settled
        worst = verdicts.reshape(readings, -1)
        lowest = worst[RANKS[worst].argmin(axis=0), np.arange(len(values))]
        return [one if RANKS[one] > self._rank else None for one in lowest.tolist()]

    def _ends_of(self, fields: Sequence[str], postings: Sequence[Posting]) -> list[Replaced]:
        """Return the ends of some fields for changes of the posting; only of another client are they others."""
        case, ends = self._case, list[Replaced]()
        same = all(one.client is case.evidence.posting.client for one in postings)
        for field in fields:
            if same or not field.startswith("client."):
                if field not in self._ends:
                    self._ends[field] = ends_of(field, case, self._model, case.evidence.posting)
                ends += self._ends[field]
            else:
                each = [ends_of(field, case, self._model, one) for one in postings]
                ends += ({name: [end[name] for end in of_all] for name in of_all[0]} for of_all in zip(*each, strict=True))
        return ends

    def _cheaper(self, values: Sequence[int]) -> _Meant:
        return _Meant({"connects": [float(value) for value in values]}, 1, lambda: [self._known] * len(values))

    def _verified(self, values: Sequence[int]) -> _Meant:
        return _Meant({"unverified": 0.0}, 1, lambda: [self._known] * len(values))

    def _interviewing(self, values: Sequence[int]) -> _Meant:
        def known() -> list[Known]:
            postings = (with_activity(self._known.posting, interviewing=value) for value in values)
            return [self._known._replace(posting=one) for one in postings]

        return _Meant({"interviewing": [float(value) for value in values]}, 1, known)

    def _hiring(self, values: Sequence[int]) -> _Meant:
        def known() -> list[Known]:
            postings = (with_client(self._known.posting, hire_rate_percent=float(value)) for value in values)
            return [self._known._replace(posting=one, record="rate_only") for one in postings]

        every, rates = self._model.many.by_rates(self._case.evidence.facts), np.array(values)
        return _Meant({name: column[rates] for name, column in every.items()}, 1, known)

    def _paying(self, values: Sequence[int]) -> _Meant:
        """Whoever reads "at least so much" may raise the top alone, or the whole pay: it must hold for both."""
        posting = self._known.posting
        tops = [amount_at(value) for value in values]
        bottom = None if posting.pay is None else posting.pay.min
        # The least that is tried is above the stated top, and so above the bottom.
        offers = offers_of(posting, [*(bottom or top for top in tops), *tops], [*tops, *tops])
        ends = np.array([offer or (np.nan, np.nan) for offer in offers])
        kind = None if posting.pay is None else posting.pay.type
        # Where no offer is known, pay by time or words stands in its place, whatever kind the form says.
        known = {offered: self._known._replace(kind=kind, offer=offered) for offered in (False, True)}
        return _Meant({"low": ends[:, 0], "high": ends[:, 1]}, 2, lambda: [known[offer is not None] for offer in offers])


def _some(column: object, rows: Sequence[int]) -> list[float] | float:
    return column if isinstance(column, float) else [float(column[row]) for row in rows]  # type: ignore[index]
