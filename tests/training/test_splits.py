"""Folds keep groups whole, and old rows where they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.splits import group_folds

GROUPS = st.lists(st.text(max_size=5), max_size=50)


@given(GROUPS, st.integers(2, 10), st.integers(0, 100))
def test_a_group_is_never_split(groups: list[str], folds: int, seed: int) -> None:
    """Rows of one group lie in one fold, and every fold has a number below the count."""
    found = group_folds(groups, folds, seed)
    assert len({(group, int(fold)) for group, fold in zip(groups, found, strict=True)}) == len(set(groups))
    assert all(0 <= fold < folds for fold in found)


@given(GROUPS, GROUPS)
def test_new_rows_move_no_old_row(old: list[str], new: list[str]) -> None:
    """A row's fold depends on its group alone."""
    assert np.array_equal(group_folds(old + new, 5, 1)[: len(old)], group_folds(old, 5, 1))


def test_folds_are_about_equal() -> None:
    """Of 10,000 groups each of five folds gets a fifth, within 10%."""
    counts = np.bincount(group_folds([f"client {i}" for i in range(10_000)], 5, 1))
    assert counts.min() > 1_800
    assert counts.max() < 2_200


def test_another_seed_makes_other_folds() -> None:
    """The seed decides; otherwise two cross-fits would share their folds."""
    groups = [f"client {i}" for i in range(100)]
    assert not np.array_equal(group_folds(groups, 5, 1), group_folds(groups, 5, 2))
