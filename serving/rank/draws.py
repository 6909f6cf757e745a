"""How sure the choice is: the knapsack solved again in scenarios drawn from the doubt of every expected value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serving.rank.choose import best_set
from serving.rank.entry import Entry

__all__ = ["Draws", "draw"]

_SCENARIOS = 200
#: Any number would do; with a fixed one the same file gives the same shares.
_SEED = 20_261_120
_ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Draws:
    """What the scenarios say: for each candidate the share of them in whose best set it is, and the sum of the chosen.

    The sum is that of the set chosen at the expected values, as the ends of its 90% interval.
    """

    shares: tuple[float, ...]
    low_usd: float
    high_usd: float


def draw(candidates: Sequence[Entry], chosen: NDArray[np.intp], budget: int, common_doubt: float) -> Draws | None:
    """Solve the choice in 200 scenarios, the same ones in every run.

    In each the gains are lognormal around what is expected, which stays their mean. A candidate without an interval is drawn
    without doubt; where none has one there is nothing to draw, and None is returned: no doubt known is not certainty.

    Parameters
    ----------
    candidates : sequence of Entry
        What may be chosen, each once.
    chosen : ndarray of int
        Places of the set chosen at the expected values.
    budget : int
    common_doubt : float
        Share of the log variance that all postings have in common.
    """
    deviations = np.array([entry.deviation or 0.0 for entry in candidates])
    if not deviations.any():
        return None
    values = _values(candidates, deviations, common_doubt)
    connects = np.array([entry.connects for entry in candidates], dtype=np.int64)
    times = np.zeros(len(candidates), dtype=np.int64)
    for scenario in values.T:
        times[best_set(scenario, connects, budget)] += 1
    low, high = np.quantile(values[chosen].sum(axis=0), _ENDS)
    return Draws(tuple((times / _SCENARIOS).tolist()), float(low), float(high))


def _values(candidates: Sequence[Entry], deviations: NDArray[np.float64], common_doubt: float) -> NDArray[np.float64]:
    """Return the drawn values, a row for each candidate."""
    generator = np.random.default_rng(_SEED)
    common = generator.standard_normal(_SCENARIOS)
    own = generator.standard_normal((len(candidates), _SCENARIOS))
    standard = np.sqrt(common_doubt) * common + np.sqrt(1 - common_doubt) * own
    spread = deviations[:, None]
    gains = np.array([entry.gain_usd for entry in candidates])[:, None]
    costs = np.array([entry.costs_usd for entry in candidates])[:, None]
    drawn: NDArray[np.float64] = gains * np.exp(spread * standard - spread**2 / 2) - costs
    return drawn
