"""Ghost: the client's record, smoothed.

The chance of a hire is ``(strength × mean + hires) / (strength + posts)`` for a client with a record, and a mean of its
own for first-time clients: a beta-binomial with the marketplace's level as its prior. Mean and strength maximise the
likelihood of outcomes of neighbouring marketplaces. Only the *strength* and the distance of first-time clients are
carried over to the freelance marketplace; its own level is a published anchor (see ``serving/assumptions.toml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from features.errors import DataError
from training.config import Config
from training.fit.result import Figure, Fitted, rounded
from training.metrics import Array, brier, group_interval, roc_auc
from training.sources.outcomes import Outcomes
from training.splits import group_folds

__all__ = ["RecordPrior", "fit_ghost", "fit_prior"]


@dataclass(frozen=True, slots=True)
class RecordPrior:
    """Beta prior of a client's hire rate: mean, strength in postings, and the mean for first-time clients."""

    mean: float
    strength: float
    new_client_mean: float

    def ghost(self, posts: Array, hires: Array) -> Array:
        """Return the chance of no hire, shape (n,)."""
        hire = (self.strength * self.mean + hires) / (self.strength + posts)
        return 1.0 - np.where(posts > 0, hire, self.new_client_mean)


def fit_prior(posts: Array, hires: Array, ghost: Array) -> RecordPrior:
    """Return the prior under which the outcomes are likeliest."""
    known, new = posts > 0, posts == 0

    def loss(theta: NDArray[np.float64]) -> float:
        mean, strength = 1 / (1 + np.exp(-theta[0])), np.exp(theta[1])
        hire = np.clip((strength * mean + hires[known]) / (strength + posts[known]), 1e-9, 1 - 1e-9)
        likelihood = np.log(np.where(ghost[known] == 1, 1 - hire, hire)).sum()
        # A weak prior on log strength (around 5 postings) keeps tiny data from running to the edge.
        return float(-likelihood + 0.5 * ((theta[1] - np.log(5)) / 1.5) ** 2)

    best = minimize(loss, np.array([0.0, np.log(5.0)]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-6})
    hired_new, n_new = float((1 - ghost[new]).sum()), int(new.sum())
    mean = float(1 / (1 + np.exp(-best.x[0])))
    # First-time clients are shrunk towards the others by five postings.
    return RecordPrior(mean, float(np.exp(best.x[1])), (hired_new + 5 * mean) / (n_new + 5))


def fit_ghost(markets: list[Outcomes], config: Config) -> Fitted:
    """Fit each marketplace, measure on held-out rows, and pool what is carried over.

    Raises
    ------
    DataError
        If no marketplace has outcomes of both kinds.
    """
    usable = [m for m in markets if 0 < m.ghost.mean() < 1]
    if not usable:
        raise DataError("no marketplace in the outcomes has both hires and no-hires; the ghost model needs both")
    priors = {m.market: fit_prior(m.prior_posts, m.prior_hires, m.ghost) for m in usable}
    # How far a record carries is counted in postings, which only marketplaces that count them can tell.
    told = [m for m in usable if m.counted] or usable
    weights, kept = np.array([len(m.ghost) for m in told], dtype=np.float64), [priors[m.market] for m in told]
    strength = np.exp(np.average([np.log(p.strength) for p in kept], weights=weights))
    offset = np.average([_logit(p.new_client_mean) - _logit(p.mean) for p in kept], weights=weights)
    plain = {m.market: _plain(priors[m.market], 1 - float(m.ghost.mean())) for m in usable}
    settings: dict[str, Any] = {
        "strength_posts": rounded(float(strength)),
        "new_client_logit_offset": rounded(float(offset)),
        "markets": plain,
    }
    figures = [figure for m in usable for figure in _held_out(m, config)]
    return Fitted(settings, {}, figures, plain)


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def _plain(prior: RecordPrior, hire_rate: float) -> dict[str, float]:
    return {
        "hire_rate": rounded(hire_rate),
        "mean": rounded(prior.mean),
        "strength_posts": rounded(prior.strength),
        "new_client_mean": rounded(prior.new_client_mean),
    }


def _held_out(market: Outcomes, config: Config) -> list[Figure]:
    """Return the figures on a split by time (last part) and on a split by client."""
    n = len(market.ghost)
    folds = group_folds(market.client.tolist(), 10, config.seed)
    tests = {"by client": folds < round(10 * config.ghost.held_out_share)}
    if market.timed:
        tests["by time"] = np.arange(n) >= n * (1 - config.ghost.held_out_share)
    figures = [_figures(market, name, test, config.seed) for name, test in tests.items() if 0 < test.sum() < n]
    return [figure for pair in figures for figure in pair]


def _figures(market: Outcomes, split: str, test: NDArray[np.bool_], seed: int) -> list[Figure]:
    train = ~test
    prior = fit_prior(market.prior_posts[train], market.prior_hires[train], market.ghost[train])
    truth, groups = market.ghost[test], market.client[test].tolist()
    ours = prior.ghost(market.prior_posts[test], market.prior_hires[test])
    constant = np.full_like(truth, market.ghost[train].mean())
    name = f"{market.market}, held out {split}"
    rate, rows = float(truth.mean()), len(truth)
    interval = group_interval(lambda i: brier(truth[i], ours[i]), groups, seed=seed)
    auc = roc_auc(truth, ours)
    spread = group_interval(lambda i: roc_auc(truth[i], ours[i]), groups, seed=seed)
    return [
        Figure(
            "ghost",
            f"Brier, {name}",
            rows,
            rate,
            brier(truth, ours),
            brier(truth, constant),
            "constant",
            "lower",
            *interval,
        ),
        Figure("ghost", f"ROC-AUC, {name}", rows, rate, auc, 0.5, "constant", "higher", *spread),
    ]
