"""The figures themselves: shares, bins, random draws and corrections, against hand calculation and known cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from training.drift.binning import ABSENT, binned
from training.drift.correct import holm, together
from training.drift.shares import Rate, difference, middle_moved, stability_index
from training.drift.shuffle import Against, against_chance, shuffled, surer

DRAWS = 499


def _shift(training: np.ndarray, ledger: np.ndarray, bins: int, seed: int, groups: list[str] | None = None) -> Against:
    columns = np.eye(bins)[np.concatenate([training, ledger])]
    is_ledger = np.repeat([False, True], [len(training), len(ledger)])
    names = groups or [str(number) for number in range(len(columns))]
    return against_chance(stability_index, shuffled(columns, names, is_ledger, draws=DRAWS, seed=seed))


def test_the_stability_index_by_hand() -> None:
    """Of 50, 50 and 80, 20, with half a posting added to each: 0.3 of the log of the odds' ratio, nearly."""
    p, q = np.array([50.5, 50.5]) / 101, np.array([80.5, 20.5]) / 101
    by_hand = sum((q[i] - p[i]) * np.log(q[i] / p[i]) for i in (0, 1))
    assert stability_index(np.array([50.0, 50.0]), np.array([80.0, 20.0])) == pytest.approx(by_hand)
    assert by_hand == pytest.approx(0.3 * np.log(4), rel=0.03)
    assert stability_index(np.array([7.0, 3.0]), np.array([7.0, 3.0])) == 0


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
)
def test_wilson_intervals(count: int, of: int, low: float, high: float) -> None:
    """As published tables have them: no point at 0 of 10."""
    assert Rate(count, of).interval == pytest.approx((low, high), abs=1e-4)
    assert Rate(0, 0).interval == (0, 1)


def test_a_share_of_nothing_does_not_rise() -> None:
    """It is not known, so no draw without a posting counts as one."""
    assert difference(np.array([1.0, 4.0]), np.array([3.0, 4.0])) == 0.5
    assert difference(np.array([1.0, 4.0]), np.array([0.0, 0.0])) == -1


def test_numbers_go_into_deciles_of_training() -> None:
    """A tenth in each; what the ledger has beyond them goes into the ends, and unknown is a bin of its own."""
    values = [float(number) for number in range(1, 101)]
    found = binned("x", values, [-5.0, 55.0, 900.0, None], categories=False, has=([True] * 100, [True] * 4))
    assert np.bincount(found.training).tolist() == [10] * 10
    assert found.ledger.tolist() == [0, 5, 9, 10]
    assert (found.labels[0], found.labels[-2:], found.middles) == ("up to 10", ("over 90", "unknown"), (50.5, 55.0))


def test_equal_numbers_make_fewer_bins() -> None:
    """None of them empty in training."""
    found = binned("x", [0.0] * 80 + [1.0] * 15 + [2.0] * 5, [0.0, 2.0], categories=False, has=([True] * 100, [True] * 2))
    assert np.bincount(found.training).min() > 0
    assert found.labels == ("up to 0", "0 to 1", "over 1", "unknown")


def test_categories_that_training_lacks_are_one_bin() -> None:
    """Beside the usual ones; who cannot have the field counts nowhere, and a stranger's word is short and on one line."""
    found = binned(
        "x", ["a", "a", "b\n" + "c" * 99], ["a", "z", "q", None], categories=True, has=([True] * 3, [True] * 3 + [False])
    )
    assert found.ledger.tolist() == [0, 2, 2, ABSENT]
    assert found.labels == ("a", "b " + "c" * 37 + "…", "any other", "unknown")


def test_without_drift_the_index_is_what_chance_gives() -> None:
    """The mean of the draws is (bins - 1) (1/n + 1/m), the expectation of chi-square; so large sides have small ones."""
    rng = np.random.default_rng(1)
    for n, m in ((2_000, 1_000), (400, 200)):
        found = _shift(rng.integers(10, size=n), rng.integers(10, size=m), 10, seed=2)
        assert found.expected == pytest.approx(9 * (1 / n + 1 / m), rel=0.1)


def test_p_values_are_uniform_without_drift() -> None:
    """Over 200 seeds, and so are those of clients with five postings that are all alike."""
    single, alike = [], []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        single.append(_shift(rng.integers(5, size=60), rng.integers(5, size=40), 5, seed).p)
        values = np.repeat(rng.integers(5, size=20), 5)
        clients = [str(number // 5) for number in range(100)]
        alike.append(_shift(values[:60], values[60:], 5, seed, clients).p)
    assert kstest(single, "uniform").pvalue > 0.01
    assert np.mean(np.array(alike) < 0.05) < 0.1


def test_clients_dealt_one_posting_at_a_time_would_alarm() -> None:
    """Five alike postings of one client are no five witnesses: counted as such, most draws look like drift."""
    alarms = 0
    for seed in range(50):
        values = np.repeat(np.random.default_rng(seed).integers(5, size=20), 5)
        alarms += _shift(values[:60], values[60:], 5, seed).p < 0.05
    assert alarms > 25


def test_holm_by_hand() -> None:
    """The example of the textbook: three, two and one times, never falling."""
    assert holm([0.03, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([]) == []


def test_the_same_figure_twice_is_corrected_once() -> None:
    """Where Holm would double its p-value."""
    rng = np.random.default_rng(3)
    one = _shift(rng.integers(5, size=60), np.append(rng.integers(5, size=30), np.zeros(10, dtype=np.int64)), 5, seed=4)
    assert together([one, one]) == pytest.approx([one.p, one.p])
    assert together([one]) == pytest.approx([one.p])
    assert together([]) == []


def test_many_figures_together_alarm_as_seldom_as_one() -> None:
    """Twelve of the same draws, over 200 seeds: any of them is found in about 5%."""
    alarms = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        columns = np.column_stack([np.eye(3)[rng.integers(3, size=80)] for _ in range(12)])
        sides = shuffled(columns, [str(n) for n in range(80)], np.arange(80) >= 50, draws=DRAWS, seed=seed)
        parts = [against_chance(stability_index, sides.take(slice(3 * i, 3 * i + 3))) for i in range(12)]
        alarms += min(together(parts)) < 0.05
    assert 2 <= alarms <= 20


def test_how_far_the_middle_moved_by_hand() -> None:
    """From the first of two bins to the second; unknown ones do not count, and a side without known ones did not move."""
    assert middle_moved(np.array([4.0, 0.0, 9.0]), np.array([1.0, 3.0, 1.0])) == 0.75
    assert middle_moved(np.array([4.0, 0.0, 9.0]), np.array([0.0, 0.0, 1.0])) == 0


def test_the_surer_of_two_is_a_p_value_of_its_own() -> None:
    """It is not the lesser of two, which would be too small in twice as many cases; of one and itself it is the same."""
    rng = np.random.default_rng(5)
    found = []
    for seed in range(200):
        codes = rng.integers(6, size=90)
        sides = shuffled(np.eye(6)[codes], [str(n) for n in range(90)], np.arange(90) >= 50, draws=DRAWS, seed=seed)
        both = [against_chance(figure, sides) for figure in (stability_index, middle_moved)]
        found.append(surer(*both).p)
        assert surer(both[0], both[0]).p == pytest.approx(both[0].p)
        assert found[-1] >= min(both[0].p, both[1].p)
    assert kstest(found, "uniform").pvalue > 0.01
