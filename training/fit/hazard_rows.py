"""Spells as arrays, and the log likelihood of hazards on them with its slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from features.fields.facts import Facts
from features.hazard_inputs import HazardInputs
from features.hazards import INPUTS, exposure, rate
from training.metrics import Array
from training.snapshots.spells import Spell

__all__ = ["Rows", "log_likelihood", "rows_of"]


@dataclass(frozen=True)
class Rows:
    """Spells as arrays.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Log odds of no hire by the client's record.
    x : ndarray, shape (n, k)
        Further inputs, 0 where unknown.
    quiet : ndarray, shape (n, bins)
        Share of each bin that the posting was seen to pass without a hire or a withdrawal.
    within : ndarray, shape (n, bins)
        Share of each bin in which the change fell; all 0 where there was none.
    hired, withdrawn : ndarray of bool, shape (n,)
    """

    z: Array
    x: Array
    quiet: Array
    within: Array
    hired: NDArray[np.bool_]
    withdrawn: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.z)

    def take(self, rows: NDArray[np.bool_]) -> Rows:
        """Return some of the rows."""
        return Rows(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def rows_of(spells: Sequence[Spell], inputs: HazardInputs) -> Rows:
    """Return spells as arrays, with record and pay read as serving will read them."""
    facts = [Facts(spell.posting) for spell in spells]
    entry, last, end = (
        np.array([getattr(spell, name) for spell in spells], dtype=np.float64)
        for name in ("entry_days", "last_days", "end_days")
    )
    hired, withdrawn = (
        np.array([spell.outcome == name for spell in spells], dtype=np.bool_) for name in ("hired", "withdrawn")
    )
    return Rows(
        z=np.array([inputs.record_log_odds(one) for one in facts], dtype=np.float64),
        x=np.array([inputs.inputs(one) for one in facts], dtype=np.float64).reshape(len(facts), len(INPUTS)),
        quiet=exposure(entry, last),
        within=_within(last, end, hired | withdrawn),
        hired=hired,
        withdrawn=withdrawn,
    )


def _within(last: Array, end: Array, changed: NDArray[np.bool_]) -> Array:
    # Two looks at one moment leave no room for the change: a minute is the finest that ages tell.
    return exposure(last, np.where(changed, np.maximum(end, last + 1 / 1440), last))


def log_likelihood(
    hire: Array, withdrawal: Array, weights: Array, centre: float, rows: Rows
) -> tuple[float, tuple[Array, Array, Array]]:
    """Return the log likelihood and its slope.

    A spell passes ``quiet`` without an event, and, where it has one, meets it somewhere within ``within`` before the other
    kind. Nothing is said of ages before the first look or after the last.

    Parameters
    ----------
    hire, withdrawal : ndarray, shape (bins,)
        Log odds by bin; a withdrawal of -inf never happens.
    weights : ndarray, shape (1 + k,)
        Of the record, then of the inputs.
    centre : float
        Log odds of no hire at which ``hire`` holds.

    Returns
    -------
    tuple
        The sum over spells, and its slope by ``hire``, ``withdrawal`` and ``weights``.
    """
    against = np.column_stack([rows.z - centre, rows.x])
    log_odds = hire - (against @ weights)[:, None]
    rates = (rate(log_odds), np.broadcast_to(rate(withdrawal), log_odds.shape))
    value = -float(((rates[0] + rates[1]) * rows.quiet).sum())
    slopes = [-rows.quiet, -rows.quiet.copy()]
    for kind, happened in enumerate((rows.hired, rows.withdrawn)):
        if happened.any():
            own, other = (rates[which][happened] for which in (kind, 1 - kind))
            chance, by_own, by_other = _event(own, other, rows.within[happened])
            value += float(np.log(chance).sum())
            slopes[kind][happened] += by_own / chance[:, None]
            slopes[1 - kind][happened] += by_other / chance[:, None]
    by_log_odds = slopes[0] * expit(log_odds)
    by_withdrawal = (slopes[1] * expit(withdrawal)).sum(axis=0)
    return value, (by_log_odds.sum(axis=0), by_withdrawal, -against.T @ by_log_odds.sum(axis=1))


def _event(own: Array, other: Array, exposed: Array) -> tuple[Array, Array, Array]:
    """Return the chance that an event of one kind comes first while exposed, and its slope by either kind's rates."""
    both = own + other
    spent = both * exposed
    reached = np.exp(spent - np.cumsum(spent, axis=1))
    held = -np.expm1(-spent) / both
    parts = reached * own * held
    # A higher rate in a bin makes later bins rarer, and uses the bin itself up sooner.
    later = np.cumsum(parts[:, ::-1], axis=1)[:, ::-1] - parts
    used = reached * own * (exposed * np.exp(-spent) - held) / both - exposed * later
    return np.maximum(parts.sum(axis=1), 1e-300), reached * held + used, used
