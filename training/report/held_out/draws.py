"""Bootstrap over clients: every figure of a paper is made again from the same samples of whole groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.metrics import Array

__all__ = ["Draws", "Estimate", "ends"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95% interval; ``nan`` where there is nothing to make it of."""

    value: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


class Draws:
    """Samples of groups, as many as there are, with replacement.

    Parameters
    ----------
    groups : sequence of str, length n
    weight : ndarray, shape (n,)
    seed, draws : int
    """

    def __init__(self, groups: Sequence[str], weight: Array, *, seed: int, draws: int) -> None:
        names, self._number = np.unique(np.asarray(groups), return_inverse=True)
        self.groups, self.weight = len(names), weight
        chances = np.full(len(names), 1 / len(names))
        self._counts = np.random.default_rng(seed).multinomial(len(names), chances, size=draws).astype(np.float64)

    def weights(self) -> Array:
        """Return the weight of each row in each sample, shape (draws, n)."""
        found: Array = self._counts[:, self._number] * self.weight
        return found

    def sums(self, values: Array) -> Array:
        """Return weighted sums of each sample, shape (draws, k), of values of shape (n, k)."""
        columns = [np.bincount(self._number, column * self.weight, self.groups) for column in values.T]
        found: Array = self._counts @ np.stack(columns, axis=1)
        return found

    def mean(self, values: Array) -> Estimate:
        """Return the weighted mean of values, shape (n,)."""
        return self.ratio(values, np.ones(len(values)))

    def ratio(self, above: Array, below: Array) -> Estimate:
        """Return the weighted sum of values over that of others, shape (n,) each."""
        total = (np.stack([above, below], axis=1) * self.weight[:, None]).sum(axis=0)
        drawn = self.sums(np.stack([above, below], axis=1))
        with np.errstate(divide="ignore", invalid="ignore"):
            value, sample = total[0] / total[1], drawn[:, 0] / drawn[:, 1]
        return Estimate(float(value), *ends(sample))


def ends(sample: Array) -> tuple[float, float]:
    """Return the 95% interval of a figure from its samples, those without it left out."""
    finite = sample[np.isfinite(sample)]
    if not len(finite):
        return float("nan"), float("nan")
    low, high = np.quantile(finite, [0.025, 0.975])
    return float(low), float(high)
