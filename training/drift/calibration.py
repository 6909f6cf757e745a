"""Stated chances against what came: of postings called 30%, about 30% should end without a hire.

Only the chance of no hire is held against outcomes. Danger is told of where somebody took offence, so its share among what
was told is not its share among postings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import t as student

from features.hazards import LAST_DAY
from training.drift.sides import Scored
from training.ledger.ending import begun, ending_of
from training.metrics import Array, group_draws, group_interval

__all__ = [
    "LEAST_CLIENTS",
    "LEAST_FOR_LEVEL",
    "LEAST_FOR_SLOPE",
    "LEAST_OF_EACH",
    "Calibration",
    "Matured",
    "calibration_of",
    "matured_of",
]

#: Known outcomes from which the level is judged, and clients that they must come from: a few clients give no interval.
LEAST_FOR_LEVEL, LEAST_CLIENTS = 50, 20
#: Known outcomes from which the slope is judged, and how many of either kind: as many as a re-fit asks for.
LEAST_FOR_SLOPE, LEAST_OF_EACH = 200, 30
_DRAWS = 400
_PARTS = 10
#: Chances are cut here, so that their log odds are numbers.
_EDGE = 1e-4


@dataclass(frozen=True)
class Matured:
    """Chances as they were given, and outcomes.

    Parameters
    ----------
    stated, ghost : ndarray, shape (n,)
        The stated chance that nobody is hired, and 1 where nobody was.
    client, bundle : list of str
        Who wrote the posting, and what gave the chance.
    old_enough : int
        Scored postings that are 30 days old: of the others none counts, for those hired early are known early.
    young : int
        Scored postings that are not.
    """

    stated: Array
    ghost: Array
    client: list[str]
    bundle: list[str]
    old_enough: int
    young: int


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


def matured_of(scored: Sequence[Scored], as_of: datetime | None) -> Matured:
    """Return the outcomes that are known of postings of 30 days and more, each with the chance that was given before.

    Parameters
    ----------
    as_of : datetime, optional
        The day on which one asks.
    """
    rows, old = [], 0
    for one in scored:
        start = begun(one.seen)
        if as_of is None or start is None or start + timedelta(days=LAST_DAY) > as_of:
            continue
        old += 1
        ending, chance = ending_of(one.seen, as_of), one.score.chance("ghost")
        # A chance that was given when the end could be seen is no forecast.
        if ending.hired is None or chance is None or ending.known_at is None or one.score.at >= ending.known_at:
            continue
        rows.append((chance, not ending.hired, one.seen.client, one.score.bundle))
    return Matured(
        np.array([row[0] for row in rows], dtype=np.float64),
        np.array([row[1] for row in rows], dtype=np.float64),
        [row[2] for row in rows],
        [row[3] for row in rows],
        old,
        len(scored) - old,
    )


def calibration_of(matured: Matured, seed: int) -> Calibration:
    """Return how real the chances are, as far as there are outcomes to say so."""
    n, clients = len(matured.ghost), len(set(matured.client))
    if n < LEAST_FOR_LEVEL or clients < LEAST_CLIENTS:
        return Calibration(matured, bundles=_bundles(matured))
    stated, ghost = matured.stated, matured.ghost
    low, high = group_interval(lambda rows: _gap(stated[rows], ghost[rows]), matured.client, seed=seed, draws=_DRAWS)
    slope = _slope(matured, seed) if _enough_for_slope(ghost) else (None, None, None, None)
    return Calibration(
        matured, _gap(stated, ghost), low, high, _p_of_gap(matured), *slope, parts=_parts(matured), bundles=_bundles(matured)
    )


def _gap(stated: Array, ghost: Array) -> float:
    return float((ghost - stated).mean())


def _enough_for_slope(ghost: Array) -> bool:
    return len(ghost) >= LEAST_FOR_SLOPE and min(ghost.sum(), len(ghost) - ghost.sum()) >= LEAST_OF_EACH


def _of_clients(values: Array, clients: Sequence[str]) -> Array:
    """Return the sums over clients, shape (n_clients, ...)."""
    names, number = np.unique(np.asarray(clients), return_inverse=True)
    sums = np.zeros((len(names), *values.shape[1:]))
    np.add.at(sums, number, values)
    return sums


def _p_of_gap(matured: Matured) -> float:
    """Return the p-value of the gap: its variance is what right chances have, or that of clients if it is larger."""
    gaps, right = matured.ghost - matured.stated, matured.stated * (1 - matured.stated)
    by_client = _of_clients(gaps - gaps.mean(), matured.client)
    variance = max(float(right.sum()), float((by_client**2).sum()))
    return _p(float(gaps.sum()), variance, len(by_client))


def _p(off: float, variance: float, clients: int) -> float:
    return float(2 * student.sf(abs(off) / np.sqrt(max(variance, 1e-12)), clients - 1))


def _odds(stated: Array) -> Array:
    cut = np.clip(stated, _EDGE, 1 - _EDGE)
    odds: Array = np.log(cut / (1 - cut))
    return odds


def _slope(matured: Matured, seed: int) -> tuple[float | None, float | None, float | None, float | None]:
    """Return the slope, its 95% bootstrap interval over clients, and the p-value of its being 1."""
    x = np.column_stack([np.ones(len(matured.ghost)), _odds(matured.stated)])
    if np.ptp(x[:, 1]) < 1e-6:
        return None, None, None, None
    found = _fit(x, matured.ghost)
    drawn = np.array(
        [_fit(x[rows], matured.ghost[rows])[1] for rows in group_draws(matured.client, seed=seed, draws=_DRAWS)]
    )
    low, high = np.quantile(drawn, [0.025, 0.975])
    chance = expit(x @ found)
    inverse = np.linalg.pinv((x * (chance * (1 - chance))[:, None]).T @ x)
    by_client = _of_clients(x * (matured.ghost - chance)[:, None], matured.client)
    robust = inverse @ (by_client.T @ by_client) @ inverse
    p = _p(float(found[1]) - 1, max(float(robust[1, 1]), float(inverse[1, 1])), len(by_client))
    return float(found[1]), float(low), float(high), p


def _fit(x: Array, truth: Array) -> Array:
    """Return the coefficients of a logistic regression, by Newton's steps with a trace of a ridge."""
    at = np.zeros(x.shape[1])
    ridge = 1e-6 * np.eye(x.shape[1])
    for _ in range(25):
        chance = expit(x @ at)
        step = np.linalg.solve((x * (chance * (1 - chance))[:, None]).T @ x + ridge, x.T @ (truth - chance) - ridge @ at)
        # A bootstrap sample that can be parted has no finite slope; a bounded step ends somewhere large.
        at = at + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return at


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
