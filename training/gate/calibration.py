"""Whether stated chances are real ones, and stated quantiles hold their share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from features.bundle_format import QUANTILES
from training.gate.condition import Condition
from training.gate.exam import Exam, Paper
from training.gate.losses import chances, quantiles
from training.gate.settings import GateConfig
from training.metrics import Array, group_draws

__all__ = ["calibration", "slope"]

#: Samples of clients for an interval: each slope takes a fit.
_DRAWS = 400
#: Ends of the 99% interval: some fifteen slopes and quantiles are looked at, and one that is right shall not be blamed.
_ENDS = (0.005, 0.995)
_LEAST_CHANCE = 1e-4


def calibration(exam: Exam, answers: pd.DataFrame, config: GateConfig, seed: int) -> Condition:
    """Return whether the challenger is calibrated, as far as the rows tell."""
    said, wrong = [], []
    for paper in exam.papers:
        found = _quantiles(paper, answers, config, seed) if paper.asks == "market" else _slope(paper, answers, config, seed)
        for text, is_wrong in found:
            said.append(text)
            wrong += [text] if is_wrong else []
    if wrong:
        return Condition("calibrated", False, f"{'; '.join(wrong)}; calibrate it on rows that it did not learn from")
    return Condition("calibrated", True, "; ".join(said) or "too few rows of any kind to tell")


def slope(truth: Array, chance: Array, weight: Array) -> float:
    """Return the slope of the truth on the log odds of a chance: 1 is calibrated, less overconfident, more timid.

    Parameters
    ----------
    truth, chance, weight : ndarray, shape (n,)
    """
    odds = np.log(np.clip(chance, _LEAST_CHANCE, 1 - _LEAST_CHANCE))
    odds -= np.log1p(-np.clip(chance, _LEAST_CHANCE, 1 - _LEAST_CHANCE))
    scale = weight / weight.sum()

    def loss(of: Array) -> tuple[float, Array]:
        at = of[0] * odds + of[1]
        p = 1 / (1 + np.exp(-at))
        gradient = scale * (p - truth)
        return float((scale * (np.logaddexp(0, at) - truth * at)).sum()), np.array([(gradient * odds).sum(), gradient.sum()])

    return float(minimize(loss, np.array([1.0, 0.0]), jac=True, bounds=[(-5, 20), (-20, 20)], method="L-BFGS-B").x[0])


def _slope(paper: Paper, answers: pd.DataFrame, config: GateConfig, seed: int) -> Iterator[tuple[str, bool]]:
    truth, chance, weight = paper.truth, chances(paper, answers), paper.weight
    if min(truth.sum(), (1 - truth).sum()) < config.least_of_each:
        return
    draws = [rows for rows in group_draws(paper.groups, seed=seed, draws=_DRAWS) if 0 < truth[rows].mean() < 1]
    low, high = np.quantile([slope(truth[rows], chance[rows], weight[rows]) for rows in draws], _ENDS)
    text = f"{paper.name}: slope {slope(truth, chance, weight):.2f} ({low:.2f} to {high:.2f})"
    if high < config.steepest:
        yield f"{text} is overconfident, under {config.steepest:g}", True
    elif low > config.flattest:
        yield f"{text} is timid, over {config.flattest:g}", True
    else:
        yield text, False


def _quantiles(paper: Paper, answers: pd.DataFrame, config: GateConfig, seed: int) -> Iterator[tuple[str, bool]]:
    if len(paper.truth) < config.least_rows:
        return
    under = paper.truth[:, None] < quantiles(paper, answers)
    draws = np.array([under[rows].mean(axis=0) for rows in group_draws(paper.groups, seed=seed, draws=_DRAWS)])
    shares = under.mean(axis=0)
    low, high = np.quantile(draws, _ENDS, axis=0)
    off = [
        f"{share:.3f} ({one_low:.3f} to {one_high:.3f}) under the quantile of {level:g}"
        for level, share, one_low, one_high in zip(QUANTILES, shares, low, high, strict=True)
        if one_low > level + config.most_off or one_high < level - config.most_off
    ]
    if off:
        yield f"{paper.name}: {', '.join(off)}", True
    else:
        yield f"{paper.name}: {', '.join(f'{share:.2f}' for share in shares)} under its quantiles", False
