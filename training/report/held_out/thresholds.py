"""Errors at every threshold that matters: those that ship, and a grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.gate.exam import Paper
from training.gate.settings import GateConfig
from training.report.held_out.asked import Chance
from training.report.held_out.draws import Estimate

__all__ = ["GRID", "Errors", "errors_of", "shipped"]

#: The grid.
GRID = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Errors:
    """Acting from a threshold on.

    ``ships`` is what it is called where it ships. ``acted`` are the rows at or over it. ``recall`` and ``precision`` are
    weighted, and ``false_alarms`` are the needless actions among 1,000 postings.
    """

    threshold: float
    ships: str
    acted: int
    recall: Estimate
    precision: Estimate
    false_alarms: Estimate


def shipped(paper: Paper, config: GateConfig) -> dict[float, str]:
    """Return the thresholds that ship for a paper, with their names."""
    if paper.asks == "scam.probability":
        return {config.scam_medium: "scam_medium", config.scam_skip: "scam_skip"}
    if paper.asks == "ghost.probability":
        return {config.ghost_high: "ghost_high"}
    return {config.low_budget_high: "low_budget_high"}


def errors_of(chance: Chance, config: GateConfig) -> list[Errors]:
    """Return the errors at each threshold, the lowest first."""
    names = shipped(chance.paper, config)
    return [_errors(chance, at, names.get(at, "")) for at in sorted({*GRID, *names})]


def _errors(chance: Chance, threshold: float, ships: str) -> Errors:
    act = (chance.said >= threshold).astype(np.float64)
    hit, draws = act * chance.truth, chance.draws
    false = draws.mean(act - hit)
    return Errors(
        threshold,
        ships,
        int(act.sum()),
        draws.ratio(hit, chance.truth),
        draws.ratio(hit, act),
        Estimate(1_000 * false.value, 1_000 * false.low, 1_000 * false.high),
    )
