"""Outcomes that are known of scored postings, each with the chance that was given before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from features.hazards import LAST_DAY
from training.drift.sides import Scored
from training.ledger.ending import begun, ending_of
from training.metrics import Array

__all__ = ["Matured", "matured_of"]


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
