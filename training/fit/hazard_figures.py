"""Held-out figures of the hazards: what the fit foretells of clients that it never saw, beside the record alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.fit.hazard import fit_hazard
from training.fit.hazard_rows import Rows
from training.fit.result import Figure
from training.metrics import Array, brier, group_interval
from training.snapshots.maturity import LEAST_OF_EACH
from training.snapshots.spells import Spell
from training.splits import group_folds

__all__ = ["BASELINE", "held_out"]

BASELINE = "the record at the assumed level"


def held_out(spells: Sequence[Spell], rows: Rows, plain: Array, centre: float, *, folds: int, seed: int) -> list[Figure]:
    """Return the Brier of "no hire within 30 days", foretold at the first look, and what it saves; nothing where untold.

    Only postings that were looked at on day 30 or later count, however they ended: whether a look came does not depend on
    what it showed. Those whose outcome is known would not do, because a hire makes it known early.

    Parameters
    ----------
    spells : sequence of Spell, length n
    rows : Rows
        The same as arrays.
    plain : ndarray, shape (n,)
        Chance of no hire by the record alone, at the assumed level.
    centre : float
        Log odds of no hire that the hazards refer to.
    """
    asked = np.array([spell.seen_at_30 for spell in spells], dtype=np.bool_)
    truth = (~rows.hired[asked]).astype(np.float64)
    if min(truth.sum(), (1 - truth).sum()) < LEAST_OF_EACH:
        return []
    age = np.array([spell.entry_days for spell in spells], dtype=np.float64)
    fold = group_folds([spell.client for spell in spells], folds, seed)
    chance = np.full(len(rows), np.nan)
    for held in range(folds):
        test = fold == held
        hazards = fit_hazard(rows.take(~test), centre).hazards()
        chance[test] = 1 - hazards.outlook(rows.z[test], rows.x[test], age[test])[0]
    groups = [spell.client for spell, one in zip(spells, asked, strict=True) if one]
    return [make(truth, chance[asked], plain[asked], groups, seed) for make in (_brier, _saved)]


def _brier(truth: Array, ours: Array, plain: Array, groups: list[str], seed: int) -> Figure:
    low, high = group_interval(lambda i: brier(truth[i], ours[i]), groups, seed=seed)
    what = "Brier, no hire within 30 days, snapshots, held out by client"
    rate, rows = float(truth.mean()), len(truth)
    return Figure("ghost", what, rows, rate, brier(truth, ours), brier(truth, plain), BASELINE, "lower", low, high)


def _saved(truth: Array, ours: Array, plain: Array, groups: list[str], seed: int) -> Figure:
    squares = (plain - truth) ** 2 - (ours - truth) ** 2
    low, high = group_interval(lambda i: float(squares[i].mean()), groups, seed=seed)
    what = "Brier saved, no hire within 30 days, snapshots, held out by client"
    return Figure("ghost", what, len(truth), float(truth.mean()), float(squares.mean()), 0.0, BASELINE, "higher", low, high)
