"""What is carried to a marketplace without outcomes counts as far as it held where it could be tried."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from features.hiring import HIRING_NUMBERS
from training.config import Config
from training.fit.ghost import fit_ghost
from training.fit.ghost_market import fit_unsloped, share_that_holds
from training.fit.hiring import HiringInputs
from training.metrics import Array
from training.sources.outcomes import Outcomes

_ROWS = 1_500


def _market(name: str, seed: int, strength: float, *, told: bool = True) -> tuple[Outcomes, HiringInputs]:
    """Return a marketplace whose hires follow its records as at a strength, or do not follow them."""
    rng = np.random.default_rng(seed)
    posts = rng.integers(1, 30, _ROWS).astype(np.float64)
    rate = rng.beta(0.4 * strength, 0.6 * strength, _ROWS)
    hires = rng.binomial(posts.astype(int), rate).astype(np.float64)
    hire = (0.4 * strength + hires) / (strength + posts) if told else np.full(_ROWS, 0.4)
    ghost = (rng.random(_ROWS) >= hire).astype(np.float64)
    client = np.array([f"{name}-{i % 800}" for i in range(_ROWS)])
    nothing = HiringInputs(np.zeros((_ROWS, len(HIRING_NUMBERS))), [frozenset()] * _ROWS)
    return Outcomes(name, [], posts, hires, ghost, client, timed=False), nothing


def _slope(*parts: tuple[Outcomes, HiringInputs]) -> tuple[float, float]:
    settings = fit_ghost([market for market, _ in parts], {market.market: read for market, read in parts}, Config()).settings
    return settings["slope"], settings["doubt"]["slope"]


@pytest.fixture(scope="module")
def alike() -> list[tuple[Outcomes, HiringInputs]]:
    """Return three marketplaces whose records tell the same."""
    return [_market(f"m{seed}", seed, 6.0) for seed in range(3)]


def test_where_marketplaces_agree_nearly_all_of_it_holds(alike: list[tuple[Outcomes, HiringInputs]]) -> None:
    """More than all of it is never claimed."""
    slope, doubt = _slope(*alike)
    assert 0.9 < slope <= 1.0
    assert doubt == pytest.approx(0.1)


def test_where_one_does_not_follow_the_others_less_of_it_holds(alike: list[tuple[Outcomes, HiringInputs]]) -> None:
    """And nobody knows whether the next will: the doubt is wide."""
    slope, doubt = _slope(*alike[:2], _market("deaf", 9, 6.0, told=False))
    assert slope < 0.85
    assert doubt > 0.3


def test_one_marketplace_alone_has_its_own_slope(alike: list[tuple[Outcomes, HiringInputs]]) -> None:
    """There is nobody to try it on."""
    [(market, read), *_] = alike
    settings = fit_ghost([market], {market.market: read}, Config()).settings
    assert settings["slope"] == settings["markets"][market.market]["slope"]


def test_the_level_of_the_one_tried_is_told(alike: list[tuple[Outcomes, HiringInputs]]) -> None:
    """Another share of hires by itself is no reason to believe the record less."""
    (market, read), *others = alike
    rarer = market.ghost.copy()
    hired = np.flatnonzero(rarer == 0)
    rarer[hired[::3]] = 1
    assert _slope((replace(market, ghost=rarer), read), *others)[0] > 0.85


def test_the_share_by_hand() -> None:
    """A model that says twice the log odds that are true: half of it holds, nearly, for the prior is around 1."""
    rng = np.random.default_rng(0)
    true: Array = rng.normal(0, 1, 20_000)
    ghost = (rng.random(len(true)) < 1 / (1 + np.exp(-true))).astype(np.float64)
    assert share_that_holds([(np.zeros(len(true)), 2 * true, ghost)]) == pytest.approx(0.5, abs=0.03)


def test_fitting_without_a_slope_claims_all(alike: list[tuple[Outcomes, HiringInputs]]) -> None:
    """The slope is a separate step."""
    market, read = alike[0]
    assert fit_unsloped(market, read, np.arange(_ROWS), Config()).slope == 1.0
