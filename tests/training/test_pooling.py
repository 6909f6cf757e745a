"""Pooling of marketplaces: by hand, and what a disagreement does."""

from __future__ import annotations

import numpy as np
import pytest

from training.fit.pooling import pooled


def test_agreeing_marketplaces_weigh_by_their_precision() -> None:
    """1 ± 0.1 and 1.1 ± 0.2: weights 100 and 25, no variance between them."""
    found = pooled([1.0, 1.1], [0.1, 0.2])
    assert found.mean == pytest.approx((100 * 1.0 + 25 * 1.1) / 125)
    assert found.error == found.mean_error == pytest.approx(125**-0.5)


def test_disagreeing_marketplaces_count_evenly_and_are_no_proof() -> None:
    """0 and 2, each ± 0.1: the mean is 1, and a third marketplace may stand anywhere between them."""
    found = pooled([0.0, 2.0], [0.1, 0.1])
    assert found.mean == pytest.approx(1.0)
    assert found.error > 1.0
    assert found.mean_error == pytest.approx(1.0, abs=0.01)


def test_the_spread_of_a_simulation_comes_back() -> None:
    """60 marketplaces that really differ by 0.5: the error of another one is about that."""
    rng = np.random.default_rng(5)
    errors = rng.uniform(0.05, 0.3, 60)
    truths = rng.normal(-0.2, 0.5, 60)
    found = pooled((truths + rng.normal(0, errors)).tolist(), errors.tolist())
    assert found.mean == pytest.approx(-0.2, abs=3 * found.mean_error)
    assert found.error == pytest.approx(0.5, abs=0.15)


def test_one_marketplace_stands_for_itself() -> None:
    """Nothing is known of how others differ."""
    assert pooled([3.0], [0.5]).mean == 3.0
    with pytest.raises(ValueError, match="no marketplace"):
        pooled([], [])
