"""Stated chances against what came: of postings called 30%, about 30% should end without a hire.

Only the chance of no hire is held against outcomes. Danger is told of where somebody took offence, so its share among what
was told is not its share among postings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.drift.matured import Matured
from training.drift.slope import of_clients, p_value, slope_of
from training.metrics import Array, group_interval

__all__ = [
    "LEAST_CLIENTS",
    "LEAST_FOR_LEVEL",
    "LEAST_FOR_SLOPE",
    "LEAST_OF_EACH",
    "Calibration",
    "calibration_of",
]

#: Known outcomes from which the level is judged, and clients that they must come from: a few clients give no interval.
LEAST_FOR_LEVEL, LEAST_CLIENTS = 50, 20
#: Known outcomes from which the slope is judged, and how many of either kind: as many as a re-fit asks for.
LEAST_FOR_SLOPE, LEAST_OF_EACH = 200, 30
_DRAWS = 400
_PARTS = 10


@dataclass(frozen=True)
class Calibration:
    """How far stated chances are from the real shares.

    Parameters
    ----------
    gap, low, high : float or None
        Real share minus mean stated chance, with its 95% bootstrap interval over clients; None with too few outcomes.
    p_gap : float or None
        How likely such a gap is if every chance is right.
    slope, slope_low, slope_high, p_slope : float or None
        The slope of the log odds; 1 is right, under 1 overconfident.
    parts : tuple of (float, int, int)
        Equally filled parts: mean stated chance, postings, those without a hire.
    bundles : tuple of (str, int, float, float)
        By what gave the chance: name, postings, mean stated chance, share without a hire.
    """

    matured: Matured
    gap: float | None = None
    low: float | None = None
    high: float | None = None
    p_gap: float | None = None
    slope: float | None = None
    slope_low: float | None = None
    slope_high: float | None = None
    p_slope: float | None = None
    parts: tuple[tuple[float, int, int], ...] = ()
    bundles: tuple[tuple[str, int, float, float], ...] = ()

    @property
    def missing(self) -> str:
        """What is missing for the level and for the slope, in a sentence; empty when nothing is."""
        n, clients = len(self.matured.ghost), len(set(self.matured.client))
        if self.gap is None:
            few = [f"{LEAST_FOR_LEVEL - n} more outcomes"] if n < LEAST_FOR_LEVEL else []
            few += [f"outcomes of {LEAST_CLIENTS - clients} more clients"] if clients < LEAST_CLIENTS else []
            return f"Whether chances are real cannot be said yet: {' and '.join(few)} are missing."
        if self.slope is None:
            ghosts = int(self.matured.ghost.sum())
            few = [f"{LEAST_FOR_SLOPE - n} more outcomes"] if n < LEAST_FOR_SLOPE else []
            few += [
                f"{LEAST_OF_EACH - count} more postings {kind} a hire"
                for kind, count in (("without", ghosts), ("with", n - ghosts))
                if count < LEAST_OF_EACH
            ]
            return f"The slope cannot be said yet: {' and '.join(few)} are missing." if few else ""
        return ""


def calibration_of(matured: Matured, seed: int) -> Calibration:
    """Return how real the chances are, as far as there are outcomes to say so."""
    n, clients = len(matured.ghost), len(set(matured.client))
    if n < LEAST_FOR_LEVEL or clients < LEAST_CLIENTS:
        return Calibration(matured, bundles=_bundles(matured))
    stated, ghost = matured.stated, matured.ghost
    low, high = group_interval(lambda rows: _gap(stated[rows], ghost[rows]), matured.client, seed=seed, draws=_DRAWS)
    slope = slope_of(matured, seed, _DRAWS) if _enough_for_slope(ghost) else (None, None, None, None)
    return Calibration(
        matured, _gap(stated, ghost), low, high, _p_of_gap(matured), *slope, parts=_parts(matured), bundles=_bundles(matured)
    )


def _gap(stated: Array, ghost: Array) -> float:
    return float((ghost - stated).mean())


def _enough_for_slope(ghost: Array) -> bool:
    return len(ghost) >= LEAST_FOR_SLOPE and min(ghost.sum(), len(ghost) - ghost.sum()) >= LEAST_OF_EACH


def _p_of_gap(matured: Matured) -> float:
    """Return the p-value of the gap: its variance is what right chances have, or that of clients if it is larger."""
    gaps, right = matured.ghost - matured.stated, matured.stated * (1 - matured.stated)
    by_client = of_clients(gaps - gaps.mean(), matured.client)
    variance = max(float(right.sum()), float((by_client**2).sum()))
    return p_value(float(gaps.sum()), variance, len(by_client))


def _parts(matured: Matured) -> tuple[tuple[float, int, int], ...]:
    order: NDArray[np.int64] = np.argsort(matured.stated, kind="stable")
    parts = [part for part in np.array_split(order, _PARTS) if len(part)]
    return tuple((float(matured.stated[p].mean()), len(p), int(matured.ghost[p].sum())) for p in parts)


def _bundles(matured: Matured) -> tuple[tuple[str, int, float, float], ...]:
    names = np.asarray(matured.bundle)
    return tuple(
        (name, int(of.sum()), float(matured.stated[of].mean()), float(matured.ghost[of].mean()))
        for name in sorted(set(matured.bundle))
        if (of := names == name).any()
    )
