"""The ghost model judged: Brier of no hire over a constant's, held out by client, marketplaces averaged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from features.errors import DataError
from training.config import Config
from training.fit.ghost_held_out import held_out, ours, splits_of
from training.fit.ghost_rivals import Rows, constant
from training.fit.hiring import HiringInputs
from training.fit.hiring_inputs import hiring_inputs, middle_by
from training.fit.pay import fit_pay
from training.metrics import Array
from training.run import Say, read_postings
from training.sources.folder import DataFolder
from training.sources.outcomes import Outcomes, load_outcomes
from training.tune.losses import Loss, Tell
from training.tune.rounds import in_rounds

__all__ = ["GhostProblem", "prepare_ghost"]


@dataclass(frozen=True)
class _Market:
    """A marketplace, its inputs, and the squared error of a constant on each row."""

    outcomes: Outcomes
    inputs: HiringInputs
    base: Array

    def loss(self, chance: Array, rows: Rows) -> Loss:
        """Return the losses of some rows by number; the chances have shape (n,)."""
        market = self.outcomes
        error = (chance[rows] - market.ghost[rows]) ** 2
        # Two marketplaces may call different clients by one name.
        clients = [f"{market.market}: {client}" for client in market.client[rows].tolist()]
        return Loss(market.market, clients, error, self.base[rows])


@dataclass(frozen=True)
class GhostProblem:
    """The marketplaces whose clients can be held out."""

    markets: list[_Market]

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings, telling those of each round of folds, one of each marketplace."""
        answer, folds = ours(config), [list(splits_of(market.outcomes, config)[0].parts()) for market in self.markets]

        def fit(number: int, fold: int) -> Array:
            market = self.markets[number]
            with threadpool_limits(1):  # as in `training.fit.ghost`
                return answer(market.outcomes, market.inputs, *folds[number][fold])

        chance = [np.full(len(market.base), np.nan) for market in self.markets]
        losses: list[Loss] = []
        for fitted in in_rounds([len(of) for of in folds], fit, jobs):
            for number, fold, said in fitted:
                chance[number][folds[number][fold][1]] = said
            pairs = zip(self.markets, chance, strict=True)
            losses = [market.loss(of, np.flatnonzero(np.isfinite(of))) for market, of in pairs]
            tell(losses)
        return losses


def prepare_ghost(folder: DataFolder, config: Config, say: Say) -> GhostProblem:
    """Read the outcomes, and fit the pay models that their pay is measured by.

    Raises
    ------
    DataError
        If no marketplace has outcomes of both kinds in every part.
    """
    postings, vocabulary = read_postings(folder, config, say)
    middle = middle_by(fit_pay(postings, vocabulary, config, {}).pipeline, vocabulary)
    found = []
    for market in load_outcomes(folder):
        inputs = hiring_inputs(market, middle)
        held = held_out(market, inputs, splits_of(market, config)[0], {"constant": constant})
        if held is not None:
            found.append(_Market(market, inputs, (held.said["constant"] - held.truth) ** 2))
    if not found:
        raise DataError("no marketplace has outcomes of both kinds in every part; there is nothing to search with")
    return GhostProblem(found)
