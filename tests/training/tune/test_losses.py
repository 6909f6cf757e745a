"""Scores of held-out rows, and how surely two differ."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics import Array
from training.tune.losses import Loss, gap, score


def _loss(ours: Array, groups: list[str] | None = None, name: str = "a") -> Loss:
    return Loss(name, groups or [f"g{i}" for i in range(len(ours))], ours, np.ones(len(ours)))


def test_kinds_count_alike() -> None:
    """However many rows they have: (1/2 + 6/2) / 2."""
    few = Loss("few", ["x"], np.array([1.0]), np.array([2.0]))
    many = Loss("many", ["y", "y", "z"], np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.5, 0.5]))
    assert score([few, many]) == pytest.approx(1.75)


def test_the_gap_is_the_difference_of_the_scores() -> None:
    """Over both kinds, each with its own base."""
    rng = np.random.default_rng(0)
    ours, others = ([_loss(rng.random(50)), Loss("b", ["x"] * 30, rng.random(30), np.full(30, 2.0))] for _ in range(2))
    assert gap(ours, others, seed=1).value == pytest.approx(score(ours) - score(others))


def test_nothing_differs_from_itself() -> None:
    """Not even by chance: the same rows are drawn for both."""
    losses = [_loss(np.random.default_rng(0).random(40))]
    assert gap(losses, losses, seed=1) == (0.0, 0.0, 0.0)


def test_pairing_sees_a_small_difference_on_rows_that_vary_much() -> None:
    """Every row a little lower: the interval leaves 0 out, though losses lie between 0 and 1."""
    before = np.random.default_rng(0).random(200)
    found = gap([_loss(before - 0.01)], [_loss(before)], seed=1)
    assert found.surely_lower
    assert found.low == pytest.approx(-0.01)


def test_noise_is_no_difference() -> None:
    """Half of the rows lower, half of them higher."""
    rng = np.random.default_rng(0)
    before, after = rng.random(200), rng.random(200)
    found = gap([_loss(after)], [_loss(before)], seed=1)
    assert found.low < 0 < found.high
    assert not found.surely_lower


def test_rows_of_one_group_are_drawn_together() -> None:
    """Two hundred rows of four clients say as much as four: the interval is seven times as wide as of so many clients."""
    moved = np.repeat([-1.0, -1.0, -1.0, 2.0], 50)
    base = _loss(np.zeros(200))
    alone = gap([_loss(moved)], [base], seed=1)
    groups = [f"g{i // 50}" for i in range(200)]
    whole = gap([_loss(moved, groups)], [base._replace(groups=groups)], seed=1)
    assert alone.surely_lower
    assert not whole.surely_lower
    assert whole.high - whole.low > 3 * (alone.high - alone.low)
