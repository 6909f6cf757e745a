"""The ghost model on outcomes it was not fitted to, through the scorer: never much worse than knowing nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from serving.bundle import load_bundle
from tests.benchmarks.ghost import five_splits, left_out_marketplaces
from training.config import Config
from training.fit.ghost_held_out import HeldOut
from training.report.ghost import at_level, calibration_error
from training.sources.folder import DataFolder
from training.sources.outcomes import load_outcomes

pytestmark = [pytest.mark.shared, pytest.mark.slow]

SEED = Config().seed


@pytest.fixture(scope="module")
def held(shared_data: Path) -> list[HeldOut]:
    """Return what the scorer and its rivals say of the held-out rows."""
    return five_splits(load_bundle(), load_outcomes(DataFolder(shared_data, is_sample=False)), Config())


@pytest.fixture(scope="module")
def left_out(shared_data: Path) -> list[HeldOut]:
    """Return what the scorer says of each marketplace when it has no outcomes of it."""
    return left_out_marketplaces(load_bundle(), load_outcomes(DataFolder(shared_data, is_sample=False)), Config())


def test_there_are_five_splits(held: list[HeldOut]) -> None:
    """Two marketplaces by client and by time, one by client alone."""
    assert sorted(of.split for of in held) == ["by client"] * 3 + ["by time"] * 2


def test_better_than_knowing_nothing(held: list[HeldOut]) -> None:
    """A Brier under the constant's on four splits at least, and never more than 0.003 over it."""
    over = [of.brier("ours") - of.brier("constant") for of in held]
    assert sum(gap < 0 for gap in over) >= 4
    assert max(over) <= 0.003


def test_no_plain_model_ranks_better(held: list[HeldOut]) -> None:
    """ROC-AUC under the plain logistic model's nowhere by more than noise, and above it on two splits at least."""
    gaps = [of.gap("auc", "plain logistic", SEED) for of in held]
    assert all(high > 0 for _, _, high in gaps)
    assert sum(gap > 0 for gap, _, _ in gaps) >= 2


def test_nothing_is_too_good(held: list[HeldOut]) -> None:
    """Far more than 0.70 would mean that an input knows the outcome.

    The public bodies stand at 0.75: who never recorded an award goes on so. Where that plays no part, 0.65 is the most.
    """
    assert max(of.auc("ours") for of in held) < 0.80
    assert max(of.auc("ours") for of in held if not of.market.startswith("uk_")) < 0.65


def test_at_the_right_level_chances_are_real(held: list[HeldOut]) -> None:
    """All splits together, the mean gap between stated and real shares is 0.04 at most."""
    truth, chance = np.concatenate([of.truth for of in held]), np.concatenate([at_level(of) for of in held])
    assert calibration_error(truth, chance, SEED)[0] <= 0.04


def test_what_is_carried_over_says_something(left_out: list[HeldOut]) -> None:
    """On a marketplace that it never saw, at a known level: a better order and a better Brier than none."""
    assert len(left_out) == 3
    assert min(of.auc("ours") for of in left_out) > 0.55
    assert all(of.brier("ours") < of.brier("constant") for of in left_out)
