"""Cost over thresholds, beside always acting and never acting.

As in `training.gate.losses`: to act from a threshold t on is right where a needless action costs t and a missed one 1 - t.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.gate.settings import GateConfig
from training.metrics import Array
from training.report.held_out.asked import Chance
from training.report.held_out.draws import Estimate
from training.report.held_out.thresholds import GRID, shipped

__all__ = ["Cost", "costs_of"]

_FINE = np.round(np.arange(0.02, 0.99, 0.02), 2).tolist()


@dataclass(frozen=True, slots=True)
class Cost:
    """The mean cost of a row where one acts from a threshold on; ``saved`` is what the better of both others costs more."""

    threshold: float
    ships: str
    cost: Estimate
    always: float
    never: float
    saved: Estimate


def costs_of(chance: Chance, config: GateConfig) -> list[Cost]:
    """Return the cost at each threshold, the lowest first."""
    names = shipped(chance.paper, config)
    return [_cost(chance, at, names.get(at, "")) for at in sorted({*_FINE, *GRID, *names})]


def _cost(chance: Chance, at: float, ships: str) -> Cost:
    truth, draws = chance.truth, chance.draws
    acted, always, never = _of(at, truth, chance.said >= at), at * (1 - truth), (1 - at) * truth
    means = draws.mean(always).value, draws.mean(never).value
    better = always if means[0] < means[1] else never
    return Cost(at, ships, draws.mean(acted), *means, draws.mean(better - acted))


def _of(at: float, truth: Array, act: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Array:
    found: Array = np.where(act, at * (1 - truth), (1 - at) * truth)
    return found
