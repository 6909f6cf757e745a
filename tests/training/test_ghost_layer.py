"""The learned layer: what was planted comes out, bounded and one-sided; and the slope of what does not hold elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from features.hiring import HIRING_NUMBERS, MOST_LOG_ODDS
from training.config import Config, GhostConfig
from training.fit.ghost import fit_ghost
from training.fit.ghost_market import fit_market
from training.fit.hiring import HiringInputs, Layer, fit_layer
from training.sources.outcomes import Outcomes

N = 4_000
PAY = HIRING_NUMBERS.index("log_pay_to_market")


def _planted(seed: int, weight: float, label: float = 0.0) -> tuple[Outcomes, HiringInputs]:
    """Return postings whose log odds of no hire are ``weight`` × pay, and ``label`` more where a label stands."""
    rng = np.random.default_rng(seed)
    pay, marked = rng.normal(0, 1, N), rng.random(N) < 0.3
    chance = 1 / (1 + np.exp(-(weight * pay + label * marked)))
    ghost = (rng.random(N) < chance).astype(np.float64)
    numbers = np.zeros((N, len(HIRING_NUMBERS)))
    numbers[:, PAY] = pay
    labels = [frozenset({"title:marked"}) if mark else frozenset[str]() for mark in marked.tolist()]
    client = np.array([f"c{i % 900}" for i in range(N)])
    market = Outcomes(f"market {seed}", [], np.zeros(N), np.zeros(N), ghost, client, timed=True)
    return market, HiringInputs(numbers, labels)


def _layer(market: Outcomes, inputs: HiringInputs, config: GhostConfig = GhostConfig()) -> Layer:  # noqa: B008 - frozen
    return fit_layer(np.zeros(N), market.ghost, inputs, market.client, config)


def test_what_was_planted_comes_out() -> None:
    """A weight of -0.4 within three standard errors of a sample of this size (0.04).

    The label of 0.8 is told by about 1,200 rows, an information of about 0.2 × 1,200 × 0.7 = 170, against a penalty of 80:
    about 0.8 × 170 / 250 = 0.54 is left of it, within three standard errors of 0.08 × 170 / 250.
    """
    layer = _layer(*_planted(1, -0.4, 0.8))
    assert layer.numbers[PAY] == pytest.approx(-0.4, abs=0.12)
    assert layer.labels["title:marked"] == pytest.approx(0.54, abs=0.16)


def test_more_pay_never_raises_the_chance() -> None:
    """Where data say that better paid postings stay empty more often, the weight is 0 and not above."""
    assert _layer(*_planted(2, 0.4)).numbers[PAY] == 0.0


@pytest.mark.parametrize(
    ("name", "config"),
    [("pay_penalty", GhostConfig(pay_penalty=1e6)), ("word_penalty", GhostConfig(word_penalty=1e6))],
)
def test_a_penalty_draws_its_own_weight_to_zero(name: str, config: GhostConfig) -> None:
    """And leaves the other nearly alone."""
    market, inputs = _planted(1, -0.4, 0.8)
    free, drawn = _layer(market, inputs), _layer(market, inputs, config)
    for setting, before, after in (
        ("pay_penalty", free.numbers[PAY], drawn.numbers[PAY]),
        ("word_penalty", free.labels["title:marked"], drawn.labels["title:marked"]),
    ):
        assert after == pytest.approx(0.0 if setting == name else before, abs=0.03)


def test_how_many_clients_a_label_takes_is_a_setting() -> None:
    """Three, when three are asked for."""
    market, inputs = _planted(3, 0.0)
    marked = replace(inputs, labels=[frozenset({"title:rare"}) if row < 3 else frozenset[str]() for row in range(N)])
    assert "title:rare" in _layer(market, marked, GhostConfig(least_clients=3)).labels
    assert "title:rare" not in _layer(market, marked, GhostConfig(least_clients=4)).labels


def test_a_label_of_few_clients_is_not_learnt() -> None:
    """Seven clients are too few, eight are enough."""
    market, inputs = _planted(3, 0.0)
    for clients, known in ((7, False), (8, True)):
        marked = [frozenset({"title:rare"}) if row < clients else frozenset[str]() for row in range(N)]
        assert ("title:rare" in _layer(market, replace(inputs, labels=marked)).labels) is known


def test_a_label_on_every_posting_is_not_learnt() -> None:
    """It tells nothing, and a posting without it would lose its share of the intercept."""
    market, inputs = _planted(3, 0.0)
    for rows, known in ((N, False), (N - 1, True)):
        marked = [frozenset({"title:untitled"}) if row < rows else frozenset[str]() for row in range(N)]
        assert ("title:untitled" in _layer(market, replace(inputs, labels=marked)).labels) is known


def test_the_layer_is_bounded() -> None:
    """However much speaks for it."""
    layer = Layer(0.0, np.array([0.0, -5.0]), {"title:a": 9.0})
    far = HiringInputs(np.array([[0.0, 3.0], [0.0, -3.0], [0.0, 0.0]]), [frozenset(), frozenset(), frozenset({"title:a"})])
    assert layer.log_odds(far).tolist() == [-MOST_LOG_ODDS, MOST_LOG_ODDS, MOST_LOG_ODDS]


def test_what_holds_for_unseen_clients_keeps_its_slope() -> None:
    """A planted effect that is the same for all clients is believed nearly in full."""
    market, inputs = _planted(4, -0.6)
    assert fit_market(market, inputs, np.arange(N), Config()).slope > 0.85


def test_what_is_said_of_few_clients_alone_is_drawn_to_the_level() -> None:
    """Labels that are each client's own history, by chance: other clients do not follow them."""
    rng = np.random.default_rng(6)
    clients, each = 24, 150
    client = np.repeat(np.arange(clients), each)
    ghost = (rng.random(clients * each) < np.repeat(rng.uniform(0.05, 0.95, clients), each)).astype(np.float64)
    labels = [frozenset({f"category:k{who % 3}", f"category:m{who % 2}"}) for who in client.tolist()]
    inputs = HiringInputs(np.zeros((len(ghost), len(HIRING_NUMBERS))), labels)
    none = np.zeros(len(ghost))
    market = Outcomes("few", [], none, none, ghost, client.astype(np.str_), timed=False)
    assert fit_market(market, inputs, np.arange(len(ghost)), Config()).slope < 0.5


def test_a_number_is_carried_where_two_marketplaces_agree() -> None:
    """And only there: not from one alone, not where they tell nothing."""
    parts = [_planted(seed, weight) for seed, weight in ((7, -0.4), (8, -0.5), (9, 0.5))]

    def carried(*which: int) -> tuple[float, float]:
        markets = [parts[i][0] for i in which]
        settings = fit_ghost(markets, {parts[i][0].market: parts[i][1] for i in which}, Config()).settings
        name = HIRING_NUMBERS[PAY]
        return settings["layer"]["numbers"][name], settings["layer"]["doubt"][name]

    weight, doubt = carried(0, 1)
    assert weight == pytest.approx(-0.45, abs=0.12)
    assert 0 < doubt < 0.2
    assert carried(0) == (0.0, 0.0)
    assert carried(0, 2) == (0.0, 0.0)
