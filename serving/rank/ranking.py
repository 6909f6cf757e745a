"""The whole answer to "which of these?": chosen and left out, each with its reason, and what the chosen come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from serving.rank.choose import best_set
from serving.rank.draws import draw
from serving.rank.entry import Entry
from serving.rank.left_out import KINDS, why_left_out
from serving.rank.same import same_as
from serving.texts import Texts, usd

__all__ = ["Placed", "Ranking", "rank"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A posting with its place.

    ``share`` is how often it is in the best set of a scenario, None where it cannot be or where no doubt is known. ``kind``
    is ``chosen`` or one of `serving.rank.left_out.KINDS`.
    """

    entry: Entry
    kind: str
    share: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """All postings of a file: the chosen by what they bring for a Connect, the others by how near they came.

    ``interval_usd`` holds the ends of the 90% interval of the chosen set's value, None where no doubt is known.
    """

    budget: int
    chosen: tuple[Placed, ...]
    left_out: tuple[Placed, ...]
    interval_usd: tuple[float, float] | None

    @property
    def connects(self) -> int:
        """The Connects that the chosen cost together."""
        return sum(placed.entry.connects for placed in self.chosen)

    @property
    def value_usd(self) -> float:
        """The expected value of the chosen."""
        return sum(placed.entry.value_usd or 0.0 for placed in self.chosen)

    @property
    def contracts(self) -> float:
        """How many contracts the chosen lead to on average."""
        return sum(placed.entry.p_win for placed in self.chosen)


def rank(entries: Sequence[Entry], budget: int, common_doubt: float, texts: Texts) -> Ranking:
    """Choose the best set of a file's postings.

    Parameters
    ----------
    entries : sequence of Entry
    budget : int
        In Connects.
    common_doubt : float
        The assumption ``rank_common_doubt``.
    texts : dict
        From `serving.texts.load_texts`.
    """
    double = same_as(entries, budget)
    able = [e for e in entries if e.row not in double and e.is_candidate and e.connects <= budget]
    values = np.array([entry.value_usd for entry in able], dtype=np.float64)
    best = best_set(values, np.array([entry.connects for entry in able], dtype=np.int64), budget)
    draws = draw(able, best, budget, common_doubt)
    shares = dict(zip((entry.row for entry in able), draws.shares, strict=True)) if draws else {}
    chosen = [able[place] for place in best]
    rows = {entry.row for entry in chosen}
    left = []
    for entry in entries:
        if entry.row not in rows:
            kind, why = why_left_out(entry, chosen, double.get(entry.row), budget, texts)
            left.append(Placed(entry, kind, shares.get(entry.row), why))
    placed = [Placed(entry, "chosen", shares.get(entry.row), _why_chosen(entry, texts["rank"])) for entry in chosen]
    return Ranking(
        budget,
        tuple(sorted(placed, key=_by_rate)),
        tuple(sorted(left, key=lambda one: (KINDS.index(one.kind), *(_by_rate(one) if one.kind == "less" else ())))),
        (draws.low_usd, draws.high_usd) if draws and chosen else None,
    )


def _by_rate(placed: Placed) -> tuple[float, float, int]:
    entry = placed.entry
    return -entry.usd_per_connect, -(entry.value_usd or 0.0), entry.row


def _why_chosen(entry: Entry, words: dict[str, str]) -> str:
    if not entry.connects:
        return words["chosen_free"]
    text = words["chosen_assumed" if entry.assumed else "chosen"]
    return text.format(rate=usd(entry.usd_per_connect), connects=entry.connects)
