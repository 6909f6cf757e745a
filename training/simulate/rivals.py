"""What one might do instead of a hazard model: each gives the chance of no hire at publication."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.fit.hazard_rows import Rows
from training.metrics import Array
from training.simulate.truth import HIRE_RATE
from training.snapshots.spells import Spell

__all__ = ["rival_chances"]


def rival_chances(spells: Sequence[Spell], rows: Rows, z: Array, x: Array) -> dict[str, Array]:
    """Return chances of no hire of new postings, by rival.

    Parameters
    ----------
    spells : sequence of Spell, length n
    rows : Rows
        The same as arrays.
    z : ndarray, shape (m,)
    x : ndarray, shape (m, inputs)
        Record and inputs of the new postings.
    """
    ghost = ~rows.hired
    matured = np.array([spell.matured for spell in spells], dtype=np.bool_)
    seen_at_30 = np.array([spell.seen_at_30 for spell in spells], dtype=np.bool_)
    inputs, new = np.column_stack([rows.z, rows.x]), np.column_stack([z, x])
    everything = np.ones(len(rows), dtype=np.bool_)
    return {
        "young open postings called ghosts": _logistic(inputs, ghost, everything, new),
        "young open postings dropped": _logistic(inputs, ghost, matured, new),
        "only postings looked at on day 30 or later": _logistic(inputs, ghost, seen_at_30, new),
        "the record without a fit": 1 / (1 + np.exp(-z)),
        "a constant, the published share": np.full(len(z), 1 - HIRE_RATE),
    }


def _logistic(inputs: Array, ghost: NDArray[np.bool_], kept: NDArray[np.bool_], new: Array) -> Array:
    # Hardly regularised, so that none loses by its penalty.
    model = LogisticRegression(C=1e6, max_iter=1_000).fit(inputs[kept], ghost[kept])
    return np.asarray(model.predict_proba(new)[:, 1], dtype=np.float64)
