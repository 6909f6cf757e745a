"""Ranking: precision and recall at every chance that was answered, with a band over clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from training.gate.exam import Rows
from training.metrics import Array, average_precision, roc_auc
from training.report.held_out.asked import Chance
from training.report.held_out.draws import Estimate, ends

__all__ = ["Band", "Ranking", "ranking_of"]

#: Where the band is drawn.
_RECALLS = np.linspace(0.02, 1.0, 50)


class Band(NamedTuple):
    """The 95% interval of the precision at which a recall is reached."""

    recall: float
    low: float
    high: float


@dataclass(frozen=True)
class Ranking:
    """A step a distinct chance, the highest first; ``band`` where the samples have it; the baseline is the base rate."""

    recall: Array
    precision: Array
    band: list[Band]
    average_precision: Estimate
    roc_auc: Estimate


def ranking_of(chance: Chance) -> Ranking:
    """Return how well a chance ranks, all rows weighted."""
    truth, said, weight = chance.truth, chance.said, chance.weight
    order = np.argsort(-said, kind="stable")
    steps = np.flatnonzero(np.append(np.diff(said[order]) != 0, True)).astype(np.int64)
    weights = chance.draws.weights()
    recall, precision = _steps(truth[order], weight[order][None, :], steps)
    recalls, precisions = _steps(truth[order], weights[:, order], steps)
    gained = np.diff(recalls, axis=1, prepend=0.0)
    areas = np.where(np.isnan(recalls[:, -1]), np.nan, np.nansum(gained * precisions, axis=1))
    ranks = np.array([roc_auc(truth, said, drawn) for drawn in weights])
    return Ranking(
        recall[0],
        precision[0],
        _band(recalls, precisions),
        Estimate(average_precision(truth, said, weight), *ends(areas)),
        Estimate(roc_auc(truth, said, weight), *ends(ranks)),
    )


def _steps(truth: Array, weights: Array, steps: Rows) -> tuple[Array, Array]:
    """Return recall and precision at each step of each sample, shape (draws, n_steps)."""
    hits, seen = (np.cumsum(column, axis=1)[:, steps] for column in (weights * truth, weights))
    with np.errstate(divide="ignore", invalid="ignore"):
        return hits / hits[:, -1:], hits / seen


def _band(recalls: Array, precisions: Array) -> list[Band]:
    found = np.full((len(recalls), len(_RECALLS)), np.nan)
    for number, (recall, precision) in enumerate(zip(recalls, precisions, strict=True)):
        if not np.isnan(recall[-1]):
            found[number] = precision[np.minimum(np.searchsorted(recall, _RECALLS - 1e-9), len(recall) - 1)]
    return [Band(float(at), *ends(column)) for at, column in zip(_RECALLS, found.T, strict=True)]
