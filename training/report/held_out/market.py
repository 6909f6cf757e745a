"""Pay markets: the share of pay under each quantile, and the loss beside quantiles of the training part alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np

from features.bundle_format import QUANTILES
from features.fields.facts import Facts
from training.gate.exam import Paper
from training.gate.losses import quantiles
from training.metrics import Array, pinball_of_rows
from training.report.held_out.asked import Asked
from training.report.held_out.draws import Estimate
from training.sources.folder import DataFolder
from training.sources.postings import load_postings

__all__ = ["Market", "Under", "log_pay_of_training", "market_of"]


class Under(NamedTuple):
    """The share of pay under a stated quantile."""

    level: float
    share: Estimate


@dataclass(frozen=True)
class Market:
    """One pay market.

    ``baseline`` has the quantiles of this kind of pay in the training part for every posting, and ``gap`` is how much the
    bundle's pinball loss (log pay) is above the baseline's; both are None where the training part holds no such pay.
    """

    name: str
    rows: int
    clients: int
    coverage: list[Under]
    within: Estimate
    pinball: Estimate
    baseline: Estimate | None
    gap: Estimate | None


def log_pay_of_training(folder: DataFolder) -> dict[str, Array]:
    """Return the natural log of pay in US dollars in the training part, by the name of its paper."""
    found: dict[str, list[float]] = {"hourly pay": [], "fixed pay": []}
    for row in load_postings(folder.of("train")):
        kind = row.posting.pay.type if row.posting.pay else None
        usd = None if kind is None or row.sealed else Facts(row.posting).pay_usd
        if usd:
            found[f"{kind} pay"].append(log(usd))
    return {name: np.array(values) for name, values in found.items()}


def market_of(asked: Asked, paper: Paper, training: Array) -> Market:
    """Return the figures of one market.

    Parameters
    ----------
    training : ndarray, shape (m,)
        Log pay of the same kind in the training part.
    """
    said, draws, truth = quantiles(paper, asked.ours.answers), asked.draws(paper), paper.truth
    under = (truth[:, None] < said).astype(np.float64)
    coverage = [Under(level, draws.mean(column)) for level, column in zip(QUANTILES, under.T, strict=True)]
    ours = pinball_of_rows(truth, said, QUANTILES)
    within = draws.mean(under[:, -1] - under[:, 0])
    baseline = gap = None
    if len(training):
        trivial = pinball_of_rows(truth, np.tile(np.quantile(training, QUANTILES), (len(truth), 1)), QUANTILES)
        baseline, gap = draws.mean(trivial), draws.mean(ours - trivial)
    return Market(paper.name, len(truth), draws.groups, coverage, within, draws.mean(ours), baseline, gap)
