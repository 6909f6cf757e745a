"""Reliability: stated chances beside real shares in equally filled bins, and how often each chance is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from training.drift.shares import Rate
from training.metrics import Array
from training.report.held_out.asked import Chance

__all__ = ["Bin", "Reliability", "reliability_of"]

_MOST_BINS, _LEAST_IN_BIN = 10, 20
_BARS = 20


class Bin(NamedTuple):
    """One of equally filled bins: the mean chance that was stated, and the share in which it came with its interval."""

    rows: int
    stated: float
    real: float
    low: float
    high: float


@dataclass(frozen=True)
class Reliability:
    """``came`` and ``did_not`` are the rows by their stated chance, in bars of equal width from 0 to 1."""

    bins: list[Bin]
    came: list[int]
    did_not: list[int]


def reliability_of(chance: Chance) -> Reliability:
    """Return it in up to ten bins of at least twenty rows."""
    said, truth = chance.said, chance.truth
    number = max(1, min(_MOST_BINS, len(said) // _LEAST_IN_BIN))
    parts = np.array_split(np.argsort(said, kind="stable"), number)
    bars = [np.histogram(said[truth == value], bins=_BARS, range=(0, 1))[0].tolist() for value in (1, 0)]
    return Reliability([_bin(said[part], truth[part], chance.weight[part]) for part in parts], *bars)


def _bin(said: Array, truth: Array, weight: Array) -> Bin:
    real = float(np.average(truth, weights=weight))
    # Weighted rows tell less than as many equal ones (Kish's effective size).
    size = float(weight.sum() ** 2 / (weight**2).sum())
    return Bin(len(said), float(np.average(said, weights=weight)), real, *Rate(real * size, size).interval)
