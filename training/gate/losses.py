"""What each answer costs, row by row: a proper score, and the cost of what is decided by it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from features.bundle_format import QUANTILES
from training.gate.exam import Paper
from training.gate.settings import GateConfig
from training.metrics import Array

__all__ = ["chances", "losses_of", "quantiles"]

_MARKET = tuple(f"low_budget.market.p{round(100 * level)}" for level in QUANTILES)


def losses_of(paper: Paper, answers: pd.DataFrame, config: GateConfig) -> dict[str, Array]:
    """Return the losses of a bundle on each row of a paper, by name; shape (n,) each.

    A chance has its squared error (Brier), and the cost of acting on it. To act at a threshold t is right where a wrong
    action costs t and a missed one 1 - t: the threshold that ships says what both are worth, and no price is made up here.
    A market has the mean pinball loss of its quantiles of log pay.
    """
    if paper.asks == "market":
        gap = paper.truth[:, None] - quantiles(paper, answers)
        levels = np.array(QUANTILES)
        return {"pinball": np.maximum(levels * gap, (levels - 1) * gap).mean(axis=1)}
    chance = chances(paper, answers)
    threshold = {"scam.probability": config.scam_skip, "ghost.probability": config.ghost_high}.get(
        paper.asks, config.low_budget_high
    )
    cost = np.where(chance >= threshold, threshold * (1 - paper.truth), (1 - threshold) * paper.truth)
    return {"Brier": (chance - paper.truth) ** 2, "cost": cost}


def chances(paper: Paper, answers: pd.DataFrame) -> Array:
    """Return the chances that were answered, shape (n,); where there is none, a half."""
    said = answers[paper.asks].to_numpy(np.float64)[paper.rows]
    found: Array = np.where(np.isnan(said), 0.5, said)
    return found


def quantiles(paper: Paper, answers: pd.DataFrame) -> Array:
    """Return the quantiles of log pay that were answered, shape (n, n_levels)."""
    found: Array = np.log(answers.loc[:, list(_MARKET)].to_numpy(np.float64)[paper.rows])
    return found
