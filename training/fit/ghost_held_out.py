"""What ghost models say of postings they were not fitted to: the splits, the models, and the figures for the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from training.config import Config
from training.fit.ghost_market import fit_market
from training.fit.ghost_rivals import Rows, constant, record_alone
from training.fit.hiring import HiringInputs
from training.fit.result import Figure
from training.metrics import Array, brier, group_interval, stratified_auc
from training.sources.outcomes import Outcomes
from training.splits import group_folds

__all__ = ["Answer", "HeldOut", "Split", "all_held_out", "ghost_figures", "held_out", "ours", "splits_of"]

#: From a marketplace, its inputs, the rows to learn from and the rows to judge, to chances of no hire.
Answer = Callable[[Outcomes, HiringInputs, Rows, Rows], Array]


@dataclass(frozen=True)
class Split:
    """A way of holding rows out: the fold of each held-out row, and -1 where a row is only learnt from."""

    name: str
    fold: NDArray[np.int64]

    def parts(self) -> Iterator[tuple[Rows, Rows]]:
        """Yield the rows learnt from and the rows held out, by number."""
        for fold in np.unique(self.fold[self.fold >= 0]):
            yield np.flatnonzero(self.fold != fold), np.flatnonzero(self.fold == fold)


@dataclass(frozen=True)
class HeldOut:
    """What models say of the held-out rows of one marketplace and split; all arrays have shape (n,)."""

    market: str
    split: str
    truth: Array
    fold: NDArray[np.int64]
    clients: list[str]
    said: dict[str, Array]

    @property
    def name(self) -> str:
        """The marketplace and how rows were held out."""
        return f"{self.market}, held out {self.split}"

    def brier(self, model: str, rows: Rows | None = None) -> float:
        """Return the Brier score of a model, on some rows or all."""
        return brier(*self._taken(model, rows)[:2])

    def auc(self, model: str, rows: Rows | None = None) -> float:
        """Return the chance that a posting without a hire ranks above one of its fold with a hire."""
        return stratified_auc(*self._taken(model, rows))

    def gap(self, figure: Literal["brier", "auc"], rival: str, seed: int) -> tuple[float, float, float]:
        """Return by how much a figure of ours lies over a rival's, with the ends of its 95% interval."""
        of = self.brier if figure == "brier" else self.auc
        low, high = self.interval(lambda rows: of("ours", rows) - of(rival, rows), seed)
        return of("ours") - of(rival), low, high

    def interval(self, figure: Callable[[Rows], float], seed: int) -> tuple[float, float]:
        """Return the 95% bootstrap interval over clients of a figure of rows."""
        return group_interval(figure, self.clients, seed=seed)

    def _taken(self, model: str, rows: Rows | None) -> tuple[Array, Array, NDArray[np.int64]]:
        of = slice(None) if rows is None else rows
        return self.truth[of], self.said[model][of], self.fold[of]


def splits_of(market: Outcomes, config: Config) -> list[Split]:
    """Return the splits that a marketplace allows: by client in folds, and the latest rows where times are known."""
    n = len(market.ghost)
    splits = [Split("by client", group_folds(market.client.tolist(), config.folds, config.seed))]
    if market.timed:
        late = np.arange(n) >= n * (1 - config.ghost.held_out_share)
        splits.append(Split("by time", np.where(late, 0, -1)))
    return splits


def held_out(market: Outcomes, inputs: HiringInputs, split: Split, answers: Mapping[str, Answer]) -> HeldOut | None:
    """Return what each model says of the held-out rows; None where a part to learn from has outcomes of one kind only."""
    said, parts = {name: np.zeros(len(market.ghost)) for name in answers}, list(split.parts())
    if any(not 0 < market.ghost[train].mean() < 1 for train, _ in parts):
        return None
    with threadpool_limits(1):  # as in `training.fit.ghost`
        for train, test in parts:
            for name, answer in answers.items():
                said[name][test] = answer(market, inputs, train, test)
    rows = np.flatnonzero(split.fold >= 0)
    kept = {name: chance[rows] for name, chance in said.items()}
    return HeldOut(market.market, split.name, market.ghost[rows], split.fold[rows], market.client[rows].tolist(), kept)


def all_held_out(
    markets: Sequence[Outcomes], inputs: Mapping[str, HiringInputs], answers: Mapping[str, Answer], config: Config
) -> list[HeldOut]:
    """Return what each model says on every split of every marketplace that has outcomes of both kinds."""
    usable = [market for market in markets if 0 < market.ghost.mean() < 1]
    found = [held_out(m, inputs[m.market], split, answers) for m in usable for split in splits_of(m, config)]
    return [held for held in found if held is not None]


def ours(config: Config) -> Answer:
    """Return the model that ships: the record and the layer, drawn to the level by the slope."""

    def answer(market: Outcomes, inputs: HiringInputs, train: Rows, test: Rows) -> Array:
        fit = fit_market(market, inputs, train, config)
        return fit.ghost(market.prior_posts[test], market.prior_hires[test], inputs.take(test))

    return answer


def ghost_figures(markets: Sequence[Outcomes], inputs: Mapping[str, HiringInputs], config: Config) -> list[Figure]:
    """Return Brier beside a constant's and ROC-AUC beside the record's alone, for each marketplace and split."""
    answers = {"ours": ours(config), "constant": constant, "record alone": record_alone}
    return [figure for held in all_held_out(markets, inputs, answers, config) for figure in _figures(held, config.seed)]


def _figures(held: HeldOut, seed: int) -> list[Figure]:
    n, rate = len(held.truth), float(held.truth.mean())
    error = held.interval(lambda rows: held.brier("ours", rows), seed)
    spread = held.interval(lambda rows: held.auc("ours", rows), seed)
    brier_of, auc_of = ({name: figure(name) for name in held.said} for figure in (held.brier, held.auc))
    return [
        Figure(
            "ghost", f"Brier, {held.name}", n, rate, brier_of["ours"], brier_of["constant"], "constant", "lower", *error
        ),
        Figure(
            "ghost", f"ROC-AUC, {held.name}", n, rate, auc_of["ours"], auc_of["record alone"], "record alone", "higher",
            *spread,
        ),
    ]  # fmt: skip
