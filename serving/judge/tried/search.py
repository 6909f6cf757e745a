"""The search for the value nearest to the present one that lifts the verdict; those of all postings go in step.

A search is a generator: it yields what it asks, and is sent what is decided of that. So the rows that all searches of a page
ask for are decided in one call.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from serving.judge.tried.gaps import settled
from serving.judge.tried.grid import Asked, Grid
from serving.judge.verdict import Decider, Outcomes

__all__ = ["Found", "Reply", "Search", "Tried", "in_step", "nearest"]

#: Values beyond the one found that are tried, for it must hold for all of them.
_TRIED_BEYOND = 3
#: Steps that are tried at once, whichever way they go: few rows take as long as one.
_LEVELS = 3
#: So many values are tried at once, and of a longer range only those that the search comes by.
_MOST_AT_ONCE = 256


class Reply(NamedTuple):
    """What is decided of the changes that were asked for, by number: as far as is known, and the unknown counted."""

    plain: NDArray[np.intp]
    settled: NDArray[np.intp]


_T = TypeVar("_T")
#: Asks, is told, and returns something.
Search = Generator[list[Asked], list[Reply], _T]
#: A value that lifts the verdict, and the number of the verdict there.
Found = tuple[int, int] | None


class Tried(NamedTuple):
    """How values are tried.

    ``may`` tells whether each may lift the verdict by what is known, ``better`` the number of the better verdict at each,
    the unknown counted, and None where it is no better.
    """

    may: Callable[[Sequence[int]], Search[list[bool]]]
    better: Callable[[Sequence[int]], Search[list[int | None]]]


def nearest(far: int, near: int, tried: Tried) -> Search[Found]:
    """Return the whole number nearest to ``near``, which does not lift the verdict, that does, and the verdict there.

    Parameters
    ----------
    far : int
        The farthest that is tried.
    near : int
    tried : Tried
    """
    step = 1 if far > near else -1
    every = range(near + step, far + step, step)
    values = every if len(every) <= _MOST_AT_ONCE else [far]
    may = dict(zip(values, (yield from tried.may(values)), strict=True)) if values else {}
    if not may.get(far):
        return None
    found = yield from _bisect(far, near, tried.may, may)
    better: dict[int, int | None] = {}
    # "So much or more" must hold beyond the value, too: where too little to judge by lies there, the search goes on behind.
    while (bad := (yield from _failing(found, far, tried, better))) is not None:
        if bad == far:
            return None
        lifts = {value: one is not None for value, one in better.items()}
        found = yield from _bisect(far, bad, lambda values: _lifts(values, tried), lifts)
    then = better[found]
    return None if then is None else (found, then)


def _lifts(values: Sequence[int], tried: Tried) -> Search[list[bool]]:
    return [one is not None for one in (yield from tried.better(values))]


def _failing(found: int, far: int, tried: Tried, better: dict[int, int | None]) -> Search[int | None]:
    """Return a value from one to another that lifts nothing, the nearest to ``far`` of those tried; None where all do."""
    values = [found]
    middle = far
    for _ in range(_TRIED_BEYOND):
        middle = (found + middle) // 2
        values.insert(1, middle)
    values.append(far)
    new = [value for value in dict.fromkeys(values) if value not in better]
    if new:
        better.update(zip(new, (yield from tried.better(new)), strict=True))
    return next((value for value in reversed(values) if better[value] is None), None)


def _bisect(
    good: int, bad: int, holds: Callable[[Sequence[int]], Search[list[bool]]], known: dict[int, bool]
) -> Search[int]:
    while (middle := (good + bad) // 2) not in (good, bad):
        if middle not in known:
            ahead = [value for value in _ahead(good, bad) if value not in known]
            known.update(zip(ahead, (yield from holds(ahead)), strict=True))
        good, bad = (middle, bad) if known[middle] else (good, middle)
    return good


def _ahead(good: int, bad: int, levels: int = _LEVELS) -> list[int]:
    """Return the values that the next steps between two may come by, whichever way they go."""
    middle = (good + bad) // 2
    if levels == 0 or middle in (good, bad):
        return []
    return [middle, *_ahead(good, middle, levels - 1), *_ahead(middle, bad, levels - 1)]


def in_step(searches: dict[_T, Search[Found]], grid: Grid, decider: Decider) -> dict[_T, Found]:
    """Return what each search finds."""
    found: dict[_T, Found] = {}
    waiting: dict[_T, list[Asked]] = {}
    for key, search in searches.items():
        _go_on(key, search, None, waiting, found)
    while waiting:
        questions = [one for asked in waiting.values() for one in asked]
        replies = iter(_replies(questions, decider.decide(grid.rows(questions))))
        for key, asked in list(waiting.items()):
            del waiting[key]
            _go_on(key, searches[key], [next(replies) for _ in asked], waiting, found)
    return found


def _go_on(
    key: _T, search: Search[Found], told: list[Reply] | None, waiting: dict[_T, list[Asked]], found: dict[_T, Found]
) -> None:
    try:
        waiting[key] = next(search) if told is None else search.send(told)
    except StopIteration as end:
        found[key] = end.value


def _replies(questions: Sequence[Asked], outcomes: Outcomes) -> list[Reply]:
    replies, start = [], 0
    for one in questions:
        stop, shape = start + one.rows, (one.changes, 1 + len(one.ends))
        verdicts, by_money = outcomes.verdict[start:stop].reshape(shape), outcomes.by_money[start:stop].reshape(shape)
        replies.append(Reply(verdicts[:, 0], settled(verdicts, by_money) if one.ends else verdicts[:, 0]))
        start = stop
    return replies
