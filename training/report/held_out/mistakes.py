"""The worst mistakes: what was missed, what was called for nothing, and the pay that was guessed worst."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.bundle_format import QUANTILES
from training.gate.exam import Paper
from training.gate.losses import quantiles
from training.metrics import Array
from training.report.held_out.asked import Asked

__all__ = ["Mistake", "mistakes_of"]

_EACH = 5
_MIDDLE = QUANTILES.index(0.5)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One row: ``posting`` is its number in the exam, ``said`` and ``truth`` chances, or US dollars of a market."""

    paper: str
    kind: str
    posting: int
    said: float
    truth: float


def mistakes_of(asked: Asked) -> list[Mistake]:
    """Return the worst few of each paper and kind, the worst first."""
    found = []
    for chance in asked.chances():
        truth, said = chance.truth, chance.said
        found += _worst(chance.paper, "missed", np.where(truth == 1, 1 - said, -1.0), said, truth)
        found += _worst(chance.paper, "called for nothing", np.where(truth == 0, said, -1.0), said, truth)
    for paper in asked.markets():
        middle = quantiles(paper, asked.ours.answers)[:, _MIDDLE]
        found += _worst(paper, "far from the market", asked.losses(paper)["pinball"], np.exp(middle), np.exp(paper.truth))
    return found


def _worst(paper: Paper, kind: str, loss: Array, said: Array, truth: Array) -> list[Mistake]:
    order = np.argsort(-loss, kind="stable")[:_EACH]
    return [Mistake(paper.name, kind, int(paper.rows[row]), float(said[row]), float(truth[row])) for row in order
            if loss[row] > 0]  # fmt: skip
