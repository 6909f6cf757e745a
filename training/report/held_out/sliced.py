"""Slices: whom the bundle serves how well, and where the champion does better or worse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.gate.compared import Compared, Line, compared
from training.gate.paired import gap_of
from training.report.held_out.asked import Asked
from training.report.held_out.draws import Estimate

__all__ = ["Slice", "slices_of_asked"]


@dataclass(frozen=True, slots=True)
class Slice:
    """One loss of one paper in one slice.

    ``base_rate`` is None of a market. ``gap`` is by how much the loss lies above the champion's, and ``mark`` is "worse" or
    "better" where the gate says so; both are None without a champion, or where there are too few rows to tell.
    """

    paper: str
    slice: str
    loss: str
    rows: int
    base_rate: float | None
    value: Estimate
    gap: Estimate | None
    mark: str | None


def slices_of_asked(asked: Asked) -> tuple[list[Slice], list[str]]:
    """Return every loss in every slice, and the names of those with too few rows to tell."""
    lines = {(line.paper, line.slice, line.loss): line for line in _compared(asked).lines}
    found, too_small = [], []
    for paper in asked.exam.papers:
        losses = asked.losses(paper)
        for name, here in asked.exam.slices.items():
            rows = np.flatnonzero(here[paper.rows])
            if len(rows) < asked.config.least_rows:
                too_small += [f"{paper.name}, {name}"] if len(rows) else []
                continue
            weight, groups = paper.weight[rows], [paper.groups[row] for row in rows.tolist()]
            rate = None if paper.asks == "market" else float(np.average(paper.truth[rows], weights=weight))
            for loss, values in losses.items():
                own = gap_of(np.zeros(len(rows)), values[rows], weight, groups, seed=asked.seed, draws=asked.config.draws)
                line = lines.get((paper.name, name, loss))
                value = Estimate(own.challenger, own.low, own.high)
                found.append(Slice(paper.name, name, loss, len(rows), rate, value, *_against(line)))
    return found, too_small


def _compared(asked: Asked) -> Compared:
    if asked.champion is None:
        return Compared([], [])
    return compared(asked.exam, asked.champion.answers, asked.ours.answers, asked.config, asked.seed)


def _against(line: Line | None) -> tuple[Estimate | None, str | None]:
    if line is None:
        return None, None
    gap = Estimate(line.gap.value, line.gap.low, line.gap.high)
    return gap, "worse" if line.worse else "better" if line.better else None
