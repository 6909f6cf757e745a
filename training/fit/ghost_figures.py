"""Figures of the ghost model, each marketplace held out by client and by time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.config import Config
from training.fit.ghost import fit_market
from training.fit.hiring import HiringInputs
from training.fit.result import Figure
from training.metrics import Array, brier, group_interval, stratified_auc
from training.sources.outcomes import Outcomes
from training.splits import group_folds

__all__ = ["Split", "ghost_figures", "splits_of"]


@dataclass(frozen=True)
class Split:
    """A way of holding rows out: the fold of each held-out row, and -1 where a row is only learnt from."""

    name: str
    fold: NDArray[np.int64]

    def parts(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the rows learnt from and the rows held out, by number."""
        for fold in np.unique(self.fold[self.fold >= 0]):
            yield np.flatnonzero(self.fold != fold), np.flatnonzero(self.fold == fold)


def splits_of(market: Outcomes, config: Config) -> list[Split]:
    """Return the splits that a marketplace allows: by client in folds, and the latest rows where times are known."""
    n = len(market.ghost)
    splits = [Split("by client", group_folds(market.client.tolist(), config.folds, config.seed))]
    if market.timed:
        late = np.arange(n) >= n * (1 - config.ghost.held_out_share)
        splits.append(Split("by time", np.where(late, 0, -1)))
    return splits


def ghost_figures(markets: Sequence[Outcomes], inputs: Mapping[str, HiringInputs], config: Config) -> list[Figure]:
    """Return Brier beside a constant's and ROC-AUC beside the record's alone, for each marketplace and split."""
    usable = [market for market in markets if 0 < market.ghost.mean() < 1]
    return [
        figure
        for market in usable
        for split in splits_of(market, config)
        for figure in _figures(market, inputs[market.market], split, config)
    ]


def _figures(market: Outcomes, inputs: HiringInputs, split: Split, config: Config) -> list[Figure]:
    ours, record, constant = np.zeros((3, len(market.ghost)))
    for train, test in split.parts():
        if not 0 < market.ghost[train].mean() < 1:
            return []
        fit = fit_market(market, inputs, train, config)
        posts, hires = market.prior_posts[test], market.prior_hires[test]
        ours[test] = fit.ghost(posts, hires, inputs.take(test))
        record[test] = fit.prior.ghost(posts, hires)
        constant[test] = market.ghost[train].mean()
    held = np.flatnonzero(split.fold >= 0)
    truth, fold, groups = market.ghost[held], split.fold[held], market.client[held].tolist()
    name, rate, n = f"{market.market}, held out {split.name}", float(truth.mean()), len(held)

    def interval(figure: Callable[[NDArray[np.int64]], float]) -> tuple[float, float]:
        return group_interval(figure, groups, seed=config.seed)

    def auc(of: Array) -> float:
        return stratified_auc(truth, of[held], fold)

    error = interval(lambda i: brier(truth[i], ours[held][i]))
    spread = interval(lambda i: stratified_auc(truth[i], ours[held][i], fold[i]))
    by_constant = brier(truth, constant[held])
    return [
        Figure("ghost", f"Brier, {name}", n, rate, brier(truth, ours[held]), by_constant, "constant", "lower", *error),
        Figure("ghost", f"ROC-AUC, {name}", n, rate, auc(ours), auc(record), "record alone", "higher", *spread),
    ]
