"""The search finds the value nearest to the present one that lifts the verdict and goes on doing so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.judge.tried.search import Found, Search, Tried, nearest

_APPLY = 3


def _run(far: int, near: int, may: Callable[[int], bool], better: Callable[[int], bool]) -> Found:
    """Return what is found where each value is decided at once, without rows."""

    def all_may(values: Sequence[int]) -> Search[list[bool]]:
        yield from ()
        return [may(value) for value in values]

    def all_better(values: Sequence[int]) -> Search[list[int | None]]:
        yield from ()
        return [_APPLY if better(value) else None for value in values]

    search = nearest(far, near, Tried(all_may, all_better))
    with pytest.raises(StopIteration) as end:
        next(search)
    found: Found = end.value.value
    return found


@given(far=st.integers(-600, 600), near=st.integers(-600, 600), at=st.integers(-600, 600))
def test_the_nearest_of_all_beyond(far: int, near: int, at: int) -> None:
    """Up or down, over a short range or a long one: the first that lifts, where all beyond it do."""
    up = far > near

    def lifts(value: int) -> bool:
        return value >= at if up else value <= at

    values = range(near + 1, far + 1) if up else range(near - 1, far - 1, -1)
    wanted = next((value for value in values if lifts(value)), None)
    assert _run(far, near, lifts, lifts) == (None if wanted is None else (wanted, _APPLY))


def test_behind_values_that_leave_too_little_to_judge_by() -> None:
    """Values from 40 on may lift the verdict, and those from 40 to 90 do not once the unknown is counted."""
    assert _run(100, 0, lambda value: value >= 40, lambda value: value > 90) == (91, _APPLY)


@pytest.mark.parametrize("lifting", [range(101), range(40, 100), range(0)], ids=["may not", "not at the end", "none"])
def test_nothing_where_the_farthest_lifts_nothing(lifting: range) -> None:
    """A condition "so much or more" must hold for the most that is tried."""
    may = range(40, 101) if len(lifting) < 101 else range(0)
    assert _run(100, 0, lambda value: value in may, lambda value: value in lifting) is None


def test_nothing_in_no_range() -> None:
    """Where near and far are one there is nothing to be found."""
    assert _run(7, 7, lambda _: True, lambda _: True) is None
