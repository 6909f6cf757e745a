"""The client's record: what was put into a simulation comes out of the fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from features.errors import DataError
from features.hiring import HIRING_NUMBERS
from training.config import Config
from training.fit.ghost import fit_ghost
from training.fit.ghost_held_out import ghost_figures
from training.fit.hiring import HiringInputs
from training.fit.record import RecordPrior, fit_prior
from training.fit.result import Fitted
from training.sources.outcomes import Outcomes

MEAN, STRENGTH, NEW_MEAN = 0.4, 4.0, 0.25


def _market(seed: int, rows: int = 6_000) -> Outcomes:
    """Return postings of a marketplace whose next hires follow the record as the model says, with two means."""
    rng = np.random.default_rng(seed)
    posts = rng.integers(0, 15, rows).astype(np.float64)
    rate = rng.beta(MEAN * STRENGTH, (1 - MEAN) * STRENGTH, rows)
    hires = rng.binomial(posts.astype(int), rate).astype(np.float64)
    hire = (STRENGTH * np.where(hires > 0, MEAN, NEW_MEAN) + hires) / (STRENGTH + posts)
    hired = rng.random(rows) < hire
    client = np.array([f"c{i % 700}" for i in range(rows)])
    return Outcomes(f"market {seed}", [], posts, hires, (~hired).astype(np.float64), client, timed=True)


def _one_sided(ghost: float) -> Outcomes:
    same = np.full(20, ghost)
    return Outcomes("one-sided", [], np.ones(20), np.zeros(20), same, np.array(["c"] * 20), timed=False)


def _plain(markets: Sequence[Outcomes]) -> dict[str, HiringInputs]:
    """Return inputs that tell nothing: no label, all numbers 0."""
    return {
        m.market: HiringInputs(np.zeros((len(m.ghost), len(HIRING_NUMBERS))), [frozenset()] * len(m.ghost)) for m in markets
    }


def _fit(*markets: Outcomes) -> Fitted:
    return fit_ghost(markets, _plain(markets), Config())


@pytest.mark.parametrize("seed", range(4))
def test_the_prior_of_a_simulation_comes_back(seed: int) -> None:
    """Mean within 0.06, strength within a third, first-time clients within 0.06."""
    market = _market(seed)
    prior = fit_prior(market.prior_posts, market.prior_hires, market.ghost)
    assert prior.mean == pytest.approx(MEAN, abs=0.06)
    assert np.log(prior.strength) == pytest.approx(np.log(STRENGTH), abs=np.log(4 / 3))
    assert prior.new_client_mean == pytest.approx(NEW_MEAN, abs=0.06)


def test_a_few_rows_do_not_run_to_the_edge() -> None:
    """Three clients who always hired are no proof that every client does."""
    prior = fit_prior(np.array([1.0, 2.0, 0.0]), np.array([1.0, 2.0, 0.0]), np.array([0.0, 0.0, 1.0]))
    assert 0.1 < prior.strength < 100
    assert 0.2 < prior.new_client_mean < 1


def test_the_record_by_hand() -> None:
    """(4 × 0.4 + 2) / (4 + 6) = 0.36 hire, so 0.64 do not; who never hired has a mean of its own."""
    found = RecordPrior(0.4, 4.0, 0.25).ghost(np.array([6.0, 0.0, 6.0]), np.array([2.0, 0.0, 0.0]))
    assert found == pytest.approx([0.64, 0.75, 0.9])


def test_every_figure_stands_beside_a_baseline() -> None:
    """Brier beside a constant's and ROC-AUC beside 0.5, by client and by time, each inside its interval."""
    figures = ghost_figures([_market(1)], _plain([_market(1)]), Config())
    assert [figure.what.partition(",")[0] for figure in figures] == ["Brier", "ROC-AUC"] * 2
    for figure in figures:
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < figure.ours < figure.high
        assert (figure.baseline_name, figure.rows > 0) == ("constant" if figure.better == "lower" else "record alone", True)


def test_the_record_beats_the_constant_where_it_says_something() -> None:
    """On the simulation, where the record is all there is to know, the interval leaves the baseline out."""
    for figure in ghost_figures([_market(2)], _plain([_market(2)]), Config()):
        assert figure.low is not None
        assert figure.high is not None
        assert figure.high < figure.baseline if figure.better == "lower" else figure.low > 0.5


def test_what_is_carried_over_lies_between_the_markets() -> None:
    """The pooled strength is a mean of theirs; no level of a marketplace is carried over."""
    settings = _fit(_market(1), _market(2)).settings
    strengths = [market["strength_posts"] for market in settings["markets"].values()]
    assert min(strengths) <= settings["strength_posts"] <= max(strengths)
    assert set(settings) == {"strength_posts", "slope", "new_client_logit_offset", "doubt", "layer", "markets"}
    assert not {"hire_rate", "mean", "new_client_mean"} & set(settings)


@pytest.mark.parametrize("markets", [[], [_one_sided(1.0)], [_one_sided(0.0), _one_sided(1.0)]])
def test_markets_of_one_kind_are_refused(markets: list[Outcomes]) -> None:
    """Where everybody or nobody is hired there is nothing to learn."""
    with pytest.raises(DataError, match="both hires and no-hires"):
        _fit(*markets)


def test_a_market_of_one_kind_is_left_out() -> None:
    """It does not spoil the others."""
    settings = _fit(_market(1), _one_sided(1.0)).settings
    assert list(settings["markets"]) == ["market 1"]


def test_a_rate_of_nothing_may_be_of_one_posting() -> None:
    """Where counts are not shown, a rate of 0 is held against the mean of the others, not of those who never hired."""
    shown, hidden = RecordPrior(0.4, 4.0, 0.2), RecordPrior(0.4, 4.0, 0.2, counted=False)
    posts, hires = np.array([6.0, 0.0]), np.array([0.0, 0.0])
    assert shown.ghost(posts, hires) == pytest.approx([1 - 0.8 / 10, 0.8])
    assert hidden.ghost(posts, hires) == pytest.approx([1 - 1.6 / 10, 0.8])


def test_what_is_uncertain_is_held_against_nobody() -> None:
    """How far clients who never hired stand from others is drawn to 0 where marketplaces disagree on it."""
    one, other = _market(1), _market(2)
    flipped = replace(other, ghost=np.where(other.prior_hires == 0, 1 - other.ghost, other.ghost))
    agreeing, torn = (abs(_fit(one, of).settings["new_client_logit_offset"]) for of in (other, flipped))
    assert torn < 0.5 * agreeing
