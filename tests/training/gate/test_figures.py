"""The arithmetic of the gate: paired gaps, families of findings, slopes, losses and slices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from features.posting import read_posting
from serving.assumptions import load_assumptions
from training.gate.calibration import slope
from training.gate.exam import Paper
from training.gate.losses import losses_of
from training.gate.paired import gap_of, holm
from training.gate.settings import GateConfig
from training.gate.slices import slices_of


def test_the_gap_is_the_mean_difference() -> None:
    """Weighted, with an interval that holds it, and no noise where there is none."""
    rng = np.random.default_rng(2)
    old, weight = rng.random(400), rng.random(400)
    groups = [f"g{number % 80}" for number in range(400)]
    gap = gap_of(old, old + 0.1, weight, groups, seed=1, draws=500)
    assert (gap.value, gap.low, gap.high) == pytest.approx((0.1, 0.1, 0.1))
    assert (gap.worse, gap.rows) == (1.0, 400)
    same = gap_of(old, old, weight, groups, seed=1, draws=500)
    assert (same.value, same.worse) == (0.0, 0.5)


def test_the_interval_is_as_wide_as_the_clients_say() -> None:
    """The standard error of a mean over groups: 40 groups of 25 equal rows are 40 observations and not 1,000."""
    rng = np.random.default_rng(3)
    noise = np.repeat(rng.normal(0, 1, 40), 25)
    gap = gap_of(np.zeros(1_000), noise, np.ones(1_000), [str(n // 25) for n in range(1_000)], seed=1, draws=4_000)
    error = noise.reshape(40, 25)[:, 0].std() / 40**0.5
    assert (gap.high - gap.low) / 2 == pytest.approx(1.96 * error, rel=0.08)


def test_nothing_is_found_where_there_is_nothing() -> None:
    """Over 200 pairs of equal bundles with 20 figures each, a false finding comes about as seldom as is stated."""
    rng, alarms = np.random.default_rng(4), 0
    for seed in range(200):
        worse = []
        for _ in range(20):
            old, new = rng.random((2, 60))
            worse.append(gap_of(old, new, np.ones(60), [str(n) for n in range(60)], seed=seed, draws=400).worse)
        alarms += any(holm([max(1 / 400, 1 - of) for of in worse], 0.10))
    assert alarms / 200 < 0.2


@pytest.mark.parametrize("steep", [0.4, 1.0, 1.7])
def test_the_slope_is_found(steep: float) -> None:
    """Of chances whose log odds are so many times too large."""
    rng = np.random.default_rng(5)
    odds = rng.normal(0, 1.2, 20_000)
    truth = (rng.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)
    stated = 1 / (1 + np.exp(-odds / steep))
    assert slope(truth, stated, np.ones(20_000)) == pytest.approx(steep, rel=0.06)


def test_the_cost_is_least_at_the_threshold_that_ships() -> None:
    """A chance that is right costs least on average, and to act at another threshold costs more."""
    config, rng = GateConfig(), np.random.default_rng(6)
    real = rng.random(200_000)
    truth = (rng.random(200_000) < real).astype(float)
    rows = np.arange(200_000)
    paper = Paper("p", "risk", "scam.probability", rows, truth, np.ones(200_000), [""] * 200_000)
    costs = {
        shift: losses_of(paper, pd.DataFrame({"scam.probability": np.clip(real + shift, 0, 1)}), config)["cost"].mean()
        for shift in (-0.2, 0.0, 0.2)
    }
    assert costs[0.0] < min(costs[-0.2], costs[0.2])


def test_pinball_is_least_at_the_quantiles() -> None:
    """Of the true distribution."""
    rng = np.random.default_rng(7)
    pay, levels = rng.normal(3, 0.5, 50_000), (10, 25, 50, 75, 90)
    paper = Paper("p", "pay", "market", np.arange(50_000), pay, np.ones(50_000), [""] * 50_000)

    def loss(shift: float) -> float:
        at = np.exp(np.quantile(pay, [level / 100 for level in levels]) + shift)
        columns = {f"low_budget.market.p{level}": np.full(50_000, usd) for level, usd in zip(levels, at, strict=True)}
        table = pd.DataFrame(columns)
        return float(losses_of(paper, table, GateConfig())["pinball"].mean())

    assert loss(0.0) < min(loss(-0.2), loss(0.2))


def test_thresholds_are_those_that_ship() -> None:
    """The gate costs what the scorer would do."""
    shipped, config = load_assumptions(), GateConfig()
    for name in ("scam_skip", "scam_medium", "ghost_high", "low_budget_high"):
        assert getattr(config, name) == shipped[name]


def test_slices_say_whom_a_posting_is_about() -> None:
    """New clients, terse ones, other languages: what the gate protects."""
    long = "We need the accounts of our bakery brought into order, by month and by supplier, with a note on each change. "
    postings: list[dict[str, Any]] = [
        {"title": "Books", "description": long * 3, "tier": "Expert", "client": {"jobs_posted": 1, "total_spent_usd": 0}},
        {"title": "Logo", "description": "Need one.", "client": {"jobs_posted": 20, "hire_rate_percent": 50}},
        {
            "title": "Buchhaltung",
            "description": "Wir suchen jemanden, der die Konten unserer Bäckerei nach Monaten ordnet.",
        },
    ]
    found = slices_of([read_posting(one) for one in postings], ["here"] * 3)
    told = {name: rows.tolist() for name, rows in found.items()}
    assert told["all"] == [True, True, True]
    assert told["new clients"] == [True, False, False]
    assert told["terse postings"] == [False, True, True]
    assert told["not in English"] == [False, False, True]
    assert told["clients without a record shown"] == [False, False, True]
    assert "source: here" not in told
