"""The walk over exported arrays gives what LightGBM gives."""

from __future__ import annotations

import lightgbm
import numpy as np
import pytest

from serving.models.trees import Forest
from training.fit.trees import forest_arrays


def _trained(seed: int, *, unknowns: bool) -> tuple[lightgbm.Booster, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    rng = np.random.default_rng(seed)
    inputs = rng.normal(size=(600, 6))
    target = inputs[:, 0] * 2 + np.sin(3 * inputs[:, 1]) + rng.normal(size=600)
    if unknowns:
        inputs[rng.random(inputs.shape) < 0.3] = np.nan
    parameters = {
        "objective": "quantile",
        "alpha": 0.25,
        "num_leaves": 15,
        "verbosity": -1,
        "num_threads": 1,
        "deterministic": True,
        "seed": 1,
    }
    return lightgbm.train(parameters, lightgbm.Dataset(inputs, target), num_boost_round=30), inputs


@pytest.mark.parametrize("unknowns", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_walk_equals_lightgbm(seed: int, unknowns: bool) -> None:
    """Also for unknown inputs, seen in training or not."""
    booster, inputs = _trained(seed, unknowns=unknowns)
    probe = inputs[:200].copy()
    probe[::3, 2] = np.nan
    ours = Forest.of(forest_arrays(booster), "", 6).predict(probe)[:, 0]
    assert np.abs(ours - booster.predict(probe)).max() < 1e-7


@pytest.mark.parametrize(
    ("name", "value"), [("left", 0), ("right", 10_000), ("feature", 99), ("root", -1), ("root", 10_000)]
)
def test_a_node_outside_the_forest_is_refused(name: str, value: int) -> None:
    """A hostile bundle cannot make the walk endless or read elsewhere."""
    arrays = forest_arrays(_trained(1, unknowns=False)[0])
    arrays[name] = arrays[name].copy()
    arrays[name][0] = value
    with pytest.raises(ValueError, match="outside the forest"):
        Forest.of(arrays, "", 6)


def test_arrays_of_different_lengths_are_refused() -> None:
    """All node arrays are one table."""
    arrays = forest_arrays(_trained(1, unknowns=False)[0])
    arrays["value"] = arrays["value"][:-1]
    with pytest.raises(ValueError, match="different lengths"):
        Forest.of(arrays, "", 6)


def test_joined_forests_answer_as_each_alone() -> None:
    """One walk for all gives a column for each."""
    boosters = [_trained(seed, unknowns=True)[0] for seed in (1, 2)]
    inputs = _trained(3, unknowns=True)[1]
    forests = [Forest.of(forest_arrays(booster), "", 6) for booster in boosters]
    together = Forest.joined(forests).predict(inputs)
    assert np.array_equal(together, np.column_stack([forest.predict(inputs) for forest in forests]))
