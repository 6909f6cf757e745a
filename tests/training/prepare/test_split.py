"""The split holds out later days and whole clients, and nothing is on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.prepare.split import Side, sides_of

DAY = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcdefgh"),
        st.one_of(st.none(), st.integers(0, 30)),
        st.sampled_from(["x", "y"]),
    ),
    max_size=60,
)


def _sides(rows: Sequence[tuple[str, int | None, str]], by_client: float = 0.3, by_time: float = 0.3) -> list[Side]:
    times = [None if day is None else DAY + timedelta(days=day) for _, day, _ in rows]
    groups, sources = [row[0] for row in rows], [row[2] for row in rows]
    return sides_of(groups, times, sources, by_client=by_client, by_time=by_time, seed=3)


@settings(deadline=None)
@given(ROWS)
def test_no_group_is_on_both_sides(rows: list[tuple[str, int | None, str]]) -> None:
    """What is held out, by client or by time, shares no group with what is learnt from."""
    sides = _sides(rows)
    learnt = {row[0] for row, side in zip(rows, sides, strict=True) if side == "train"}
    held = {row[0] for row, side in zip(rows, sides, strict=True) if side in ("client", "time")}
    assert not learnt & held


@settings(deadline=None)
@given(ROWS)
def test_nothing_learnt_is_later_than_what_is_held_out_by_time(rows: list[tuple[str, int | None, str]]) -> None:
    """In each source."""
    sides = _sides(rows, by_client=0.0, by_time=0.5)
    for source in "xy":
        days = [(row[1], side) for row, side in zip(rows, sides, strict=True) if row[2] == source and row[1] is not None]
        learnt, held = ([day for day, side in days if side == of] for of in ("train", "time"))
        assert max(learnt, default=-1) < min(held, default=99)


def test_what_a_known_group_posts_later_is_in_no_part() -> None:
    """Learnt from, it would tell of the future."""
    rows = [("a", 1, "x"), ("b", 2, "x"), ("a", 9, "x"), ("c", 10, "x")]
    assert _sides(rows, by_client=0.0, by_time=0.5) == ["train", "train", "between", "time"]


def test_a_copy_in_another_source_keeps_a_late_row_out() -> None:
    """The times of two sources differ, and a group in both is as old as its oldest row."""
    rows = [("a", 1, "x"), ("b", 5, "x"), ("b", 50, "y"), ("c", 20, "y"), ("d", 60, "y")]
    assert _sides(rows, by_client=0.0, by_time=0.4)[1:3] in (["train", "between"], ["train", "train"])


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5])
def test_so_many_groups_are_held_out(share: float) -> None:
    """About the share that was asked for, by a hash: new groups move no old one."""
    rows = [(f"g{number}", None, "x") for number in range(2_000)]
    held = [side == "client" for side in _sides(rows, by_client=share)]
    assert sum(held) / len(held) == pytest.approx(share, abs=0.03)
    assert [side == "client" for side in _sides(rows[:500], by_client=share)] == held[:500]
