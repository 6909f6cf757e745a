"""The ghost model judged: Brier of no hire over a constant's, held out by client, marketplaces averaged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from features.errors import DataError
from training.config import Config
from training.fit.folds import Done
from training.fit.ghost_held_out import held_out, ours, splits_of
from training.fit.ghost_rivals import constant
from training.fit.hiring import HiringInputs
from training.fit.hiring_inputs import hiring_inputs, middle_by
from training.fit.pay import fit_pay
from training.metrics import Array
from training.run import Say, read_postings
from training.sources.folder import DataFolder
from training.sources.outcomes import Outcomes, load_outcomes
from training.tune.losses import Loss, Tell

__all__ = ["GhostProblem", "prepare_ghost"]


@dataclass(frozen=True)
class _Market:
    """A marketplace, its inputs, and the squared error of a constant on each row."""

    outcomes: Outcomes
    inputs: HiringInputs
    base: Array

    def loss(self, chance: Array, done: Done) -> Loss:
        """Return the losses of the rows held out so far; the chances have shape (n,)."""
        market = self.outcomes
        error = (chance[done] - market.ghost[done]) ** 2
        # Two marketplaces may call different clients by one name.
        clients = [f"{market.market}: {client}" for client in market.client[done].tolist()]
        return Loss(market.market, clients, error, self.base[done])


@dataclass(frozen=True)
class GhostProblem:
    """The marketplaces whose clients can be held out."""

    markets: list[_Market]

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings, telling those of each fold of each marketplace."""
        found: list[Loss] = []
        for market in self.markets:

            def after(said: Mapping[str, Array], done: Done, market: _Market = market) -> None:
                tell([*found, market.loss(said["ours"], done)])

            split = splits_of(market.outcomes, config)[0]
            held = held_out(market.outcomes, market.inputs, split, {"ours": ours(config)}, after, jobs)
            assert held is not None  # noqa: S101 - `prepare_ghost` left those out
            found.append(market.loss(held.said["ours"], np.ones(len(held.truth), dtype=np.bool_)))
        return found


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
