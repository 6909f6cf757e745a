"""Figures agree with a hand's sum or with scikit-learn's, ties and weights included."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from training.metrics import (
    Array,
    average_precision,
    brier,
    expected_calibration_error,
    group_interval,
    pinball,
    roc_auc,
)

SEEDS = range(20)


def _sample(seed: int, rows: int = 60) -> tuple[Array, Array, Array]:
    """Return truth, scores with many ties, and weights."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(rows) < 0.3).astype(np.float64)
    truth[:2] = 0, 1
    return truth, np.round(rng.random(rows) * 0.7 + 0.3 * truth, 1), rng.uniform(0.1, 5, rows)


def _spread(groups: int, rows: int = 400) -> tuple[float, float, float]:
    """Return low, mean and high of numbers that are the same within a group."""
    number = np.arange(rows) % groups
    values = np.random.default_rng(1).normal(size=groups)[number]
    low, high = group_interval(lambda i: float(values[i].mean()), [f"g{n}" for n in number], seed=1)
    return low, float(values.mean()), high


@pytest.mark.parametrize("seed", SEEDS)
def test_roc_auc_with_ties_and_weights(seed: int) -> None:
    """Equal scores count half, and a weight counts a row so many times."""
    truth, score, weight = _sample(seed)
    assert roc_auc(truth, score) == pytest.approx(roc_auc_score(truth, score), abs=1e-12)
    assert roc_auc(truth, score, weight) == pytest.approx(roc_auc_score(truth, score, sample_weight=weight), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_average_precision_with_ties_and_weights(seed: int) -> None:
    """Rows of one score are one step, whatever their order."""
    truth, score, weight = _sample(seed)
    assert average_precision(truth, score) == pytest.approx(average_precision_score(truth, score), abs=1e-12)
    expected = average_precision_score(truth, score, sample_weight=weight)
    assert average_precision(truth, score, weight) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_brier_with_weights(seed: int) -> None:
    """The weighted mean of squared errors."""
    truth, p, weight = _sample(seed)
    p = np.clip(p, 0, 1)
    assert brier(truth, p, weight) == pytest.approx(brier_score_loss(truth, p, sample_weight=weight), abs=1e-12)


def test_brier_by_hand() -> None:
    """(0.2² + 0.4²) / 2."""
    assert brier(np.array([1.0, 0.0]), np.array([0.8, 0.4])) == pytest.approx(0.1)


@pytest.mark.parametrize("figure", [roc_auc, average_precision])
def test_a_figure_without_positives_is_nan(figure: type) -> None:
    """It is not defined, and says so without a warning."""
    assert math.isnan(figure(np.zeros(3), np.array([0.1, 0.2, 0.3])))


def test_pinball_by_hand() -> None:
    """Under the truth by 2 at level 0.9 costs 1.8; over it by 1 at level 0.1 costs 0.9; the mean is 1.35."""
    assert pinball(np.array([10.0]), np.array([[11.0, 8.0]]), [0.1, 0.9]) == pytest.approx(1.35)


def test_pinball_is_least_at_the_quantile() -> None:
    """Of constants, the 25th percentile has the lowest loss at level 0.25."""
    truth = np.arange(101.0)
    losses = [pinball(truth, np.full((101, 1), constant), [0.25]) for constant in truth]
    assert int(np.argmin(losses)) == 25


def test_calibration_error_by_hand() -> None:
    """Two bins of two: said 0.1 and came 0.5, said 0.9 and came 1; the gaps are 0.4 and 0.1."""
    truth, p = np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.1, 0.1, 0.9, 0.9])
    assert expected_calibration_error(truth, p, bins=2) == pytest.approx(0.25)


def test_calibration_error_of_more_bins_than_rows() -> None:
    """Empty bins count nothing."""
    assert expected_calibration_error(np.array([1.0]), np.array([0.7]), bins=10) == pytest.approx(0.3)


def test_an_interval_holds_its_figure() -> None:
    """The mean lies inside its own bootstrap interval."""
    low, mean, high = _spread(40)
    assert low < mean < high


def test_fewer_groups_give_a_wider_interval() -> None:
    """400 rows of 8 clients say less than 400 rows of 400 clients."""
    widths = [high - low for low, _, high in map(_spread, (400, 40, 8))]
    assert widths == sorted(widths)
    assert widths[2] > 3 * widths[0]


def test_draws_without_a_figure_are_left_out() -> None:
    """A draw in which the figure is not defined does not spoil the interval; if all are, there is none."""
    groups = ["a", "b", "c"]
    low, high = group_interval(lambda i: 0.5 if 0 in i else math.nan, groups, seed=1)
    assert (low, high) == (0.5, 0.5)
    assert all(math.isnan(end) for end in group_interval(lambda _: math.nan, groups, seed=1))
