"""The split: which rows are learnt from, and which are held out by client and by time.

A group (one client, near-copies of one text) is never on both sides. By a hash of its name it is held out as a whole
(``client``), so that new data moves no old group. Of the others those that begin after a day, the latest so many of a source
together, are held out by time (``time``): later, and of clients that were not seen before. What a group from before that day
posted afterwards is in no part (``between``): learnt from, it would tell of the future; judged, of a client that is known.
Groups of which no time is known are split by the hash alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import numpy as np

from training.splits import group_folds

__all__ = ["BETWEEN", "Side", "sides_of"]

Side = Literal["train", "client", "time", "between"]
BETWEEN: Side = "between"
_SHARES = 10_000


def sides_of(
    groups: Sequence[str],
    times: Sequence[datetime | None],
    sources: Sequence[str],
    *,
    by_client: float,
    by_time: float,
    seed: int,
) -> list[Side]:
    """Return the side of each row.

    Parameters
    ----------
    groups, sources : sequence of str
    times : sequence of (datetime or None)
        When each was posted, with a zone.
    by_client : float
        Share of the groups that is held out as a whole.
    by_time : float
        Share of the dated rows of each source, the latest ones, behind the day on which its held-out time begins.
    seed : int

    Examples
    --------
    >>> from datetime import UTC
    >>> days = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3, 4)]
    >>> sides_of(["a", "b", "a", "c"], days, ["s"] * 4, by_client=0.0, by_time=0.5, seed=1)
    ['train', 'train', 'between', 'time']
    """
    held = group_folds(groups, _SHARES, seed) < by_client * _SHARES
    begins = {source: _begin(times, sources, source, by_time) for source in set(sources)}
    late = [_is_late(at, begins[source]) for at, source in zip(times, sources, strict=True)]
    early = {group for group, is_late in zip(groups, late, strict=True) if is_late is False}
    dated = {group for group, is_late in zip(groups, late, strict=True) if is_late is not None}
    return [
        "client" if is_held else _side(is_late, is_new=group in dated and group not in early)
        for is_held, group, is_late in zip(held, groups, late, strict=True)
    ]


def _is_late(at: datetime | None, begins: datetime | None) -> bool | None:
    """Return whether a row lies in its source's held-out time; None where its own time is not known."""
    return None if at is None else begins is not None and at >= begins


def _side(is_late: bool | None, *, is_new: bool) -> Side:
    if is_new:
        return "time"
    return BETWEEN if is_late else "train"


def _begin(times: Sequence[datetime | None], sources: Sequence[str], source: str, share: float) -> datetime | None:
    dated = sorted(at for at, own in zip(times, sources, strict=True) if at is not None and own == source)
    last = int(np.floor(len(dated) * share))
    return dated[-last] if last else None
