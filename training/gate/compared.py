"""Two bundles beside each other: every loss of every paper, in every slice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from training.gate.exam import Exam, Paper, Rows
from training.gate.losses import losses_of
from training.gate.paired import Gap, gap_of, holm
from training.gate.settings import GateConfig
from training.gate.slices import ALL
from training.metrics import Array

__all__ = ["Compared", "Line", "compared"]


@dataclass(frozen=True, slots=True)
class Line:
    """One loss of one paper in one slice; ``worse`` where the challenger is, beyond noise."""

    paper: str
    loss: str
    slice: str
    gap: Gap
    worse: bool = False
    better: bool = False

    def __str__(self) -> str:
        """Say it with its figures."""
        where = "" if self.slice == ALL else f", {self.slice}"
        gap = self.gap
        return (
            f"{self.loss} of {self.paper}{where}: {gap.challenger:.4f} against {gap.champion:.4f} "
            f"({gap.value:+.4f}, {gap.low:+.4f} to {gap.high:+.4f}, {gap.rows:,} rows)"
        )


@dataclass(frozen=True)
class Compared:
    """All lines, those of all rows first, and the slices that are too small to tell anything."""

    lines: list[Line]
    too_small: list[str]

    @property
    def worse(self) -> list[Line]:
        """The lines in which the challenger is worse."""
        return [line for line in self.lines if line.worse]

    @property
    def better(self) -> list[Line]:
        """Those of all rows in which it is better."""
        return [line for line in self.lines if line.better]


def compared(exam: Exam, champion: pd.DataFrame, challenger: pd.DataFrame, config: GateConfig, seed: int) -> Compared:
    """Return every loss of both, with what is beyond noise.

    The chance of a false alarm is bounded over all slices together, as is that of a false gain over all figures; what is
    large in a slice counts by itself.
    """
    found: list[Line] = []
    too_small: set[str] = set()
    for paper in exam.papers:
        old, new = (losses_of(paper, answers, config) for answers in (champion, challenger))
        for name, here in exam.slices.items():
            rows = np.flatnonzero(here[paper.rows])
            if not _tells(paper, rows, config):
                too_small |= {f"{paper.name}, {name}"} if len(rows) else set()
                continue
            found += _lines(paper, name, rows, old, new, config, seed)
    found.sort(key=lambda line: line.slice != ALL)
    return Compared(_judged(found, config), sorted(too_small))


def _tells(paper: Paper, rows: Rows, config: GateConfig) -> bool:
    if len(rows) < config.least_rows:
        return False
    truth = paper.truth[rows]
    return paper.asks == "market" or min(truth.sum(), (1 - truth).sum()) >= config.least_of_each


def _lines(
    paper: Paper, name: str, rows: Rows, old: Mapping[str, Array], new: Mapping[str, Array], config: GateConfig, seed: int
) -> Iterator[Line]:
    groups = [paper.groups[row] for row in rows]
    for loss in old:
        gap = gap_of(old[loss][rows], new[loss][rows], paper.weight[rows], groups, seed=seed, draws=config.draws)
        yield Line(paper.name, loss, name, gap)


def _judged(lines: list[Line], config: GateConfig) -> list[Line]:
    # A sample in which it is not worse can always be one that was not drawn.
    least = 1 / config.draws
    sure_worse = holm([max(least, 1 - line.gap.worse) for line in lines], config.family)
    whole = [line for line in lines if line.slice == ALL]
    sure_better = holm([max(least, line.gap.worse) for line in whole], config.clearly)
    better = {id(line) for line, sure in zip(whole, sure_better, strict=True) if sure and _matters(line, -1, config)}
    return [
        Line(
            line.paper,
            line.loss,
            line.slice,
            line.gap,
            (sure and _matters(line, 1, config)) or _is_large(line, config),
            id(line) in better,
        )
        for line, sure in zip(lines, sure_worse, strict=True)
    ]


def _is_large(line: Line, config: GateConfig) -> bool:
    return line.gap.value > config.large_gap * line.gap.champion and 1 - line.gap.worse <= config.surely


def _matters(line: Line, sign: int, config: GateConfig) -> bool:
    return sign * line.gap.value > config.least_gap * line.gap.champion
