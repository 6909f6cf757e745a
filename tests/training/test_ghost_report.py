"""The report of the ghost model: its figures on invented answers, and a page that loads nothing from anywhere."""

from __future__ import annotations

import re

import numpy as np
import pytest

from training.fit.ghost_held_out import HeldOut
from training.report.ghost import at_level, calibration_error, ghost_report, ghost_tables

N = 3_000


def _odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def _held(moved: float = 0.0, spread: float = 1.0) -> HeldOut:
    """Return true chances, with their log odds moved and spread, in two folds of different levels, 3 rows a client."""
    rng = np.random.default_rng(3)
    fold = np.repeat([0, 1], N // 2)
    odds = rng.normal(0, 1, N) + np.where(fold == 1, 1.0, -1.0)
    truth = (rng.random(N) < 1 / (1 + np.exp(-odds))).astype(np.float64)
    ours = 1 / (1 + np.exp(-(spread * odds + moved)))
    said = {"ours": ours, "constant": np.full(N, 0.5), "record alone": np.where(odds > 0, 0.6, 0.4)}
    return HeldOut("<b>market</b>", "by client", truth, fold, [f"c{i // 3}" for i in range(N)], said)


def test_the_level_of_each_fold_is_its_own() -> None:
    """Moving the log odds by one number a fold brings true chances back, whatever they were moved by."""
    held = _held(moved=-1.3)
    back = at_level(held)
    for fold in (0, 1):
        assert back[held.fold == fold].mean() == pytest.approx(held.truth[held.fold == fold].mean(), abs=1e-9)
    assert back == pytest.approx(at_level(_held()), abs=1e-6)


def test_true_chances_are_off_by_chance_alone() -> None:
    """Too sure by half again, they are off by more than that."""
    right, wrong = (calibration_error(of.truth, at_level(of), seed=1) for of in (_held(), _held(spread=2.0)))
    assert right[0] < 1.5 * right[1]
    assert wrong[0] > 2.5 * wrong[1]


def test_a_level_that_cannot_be_moved_stays() -> None:
    """Where all of a fold ended alike there is no level to move to."""
    held = _held()
    held.truth[held.fold == 0] = 1.0
    same = held.fold == 0
    assert (at_level(held)[same] == held.said["ours"][same]).all()


def test_ranks_are_compared_inside_a_fold() -> None:
    """The level of a fold is no knowledge of ours: the chance of the fold alone ranks nothing."""
    held = _held()
    held.said["constant"] = np.where(held.fold == 1, 0.7, 0.3)
    assert held.auc("constant") == pytest.approx(0.5)
    assert held.auc("ours") > 0.7


def test_a_gap_has_its_interval() -> None:
    """True chances beat a constant by more than noise."""
    held = _held()
    gap, low, high = held.gap("brier", "constant", seed=2)
    assert gap == pytest.approx(held.brier("ours") - held.brier("constant"))
    assert low < gap < high < 0
    assert held.gap("auc", "record alone", seed=2)[1] > 0


def test_the_page_stands_alone() -> None:
    """One file, nothing loaded, names as text; the same figures as the tables; the same page again."""
    held = _held()
    made = ghost_report([held, held], seed=1)
    assert not re.search(r"(src|href)=[\"'](?!#)", made)
    assert "<b>market</b>" not in made
    assert made.count("<svg") == 1
    found = f"{held.brier('ours'):.4f}, {held.auc('ours'):.3f}"
    assert found in made
    assert found in ghost_tables([held], seed=1)
    assert made == ghost_report([held, held], seed=1)
