"""What each unknown field could decide, and whether too little is known to judge by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from serving.answer import Missing, Verdict
from serving.judge.verdict import RANKS, VERDICTS, Outcomes
from serving.texts import Texts

__all__ = ["Gap", "gaps_of", "missing_of", "settled"]

_NO_EVIDENCE = VERDICTS.index("not_enough_evidence")


class Gap(NamedTuple):
    """An unknown field.

    ``verdicts`` are the worse and the better verdict that it may turn to, ``swing_usd`` by how much the expected value would
    differ; both None where no value can be tried, the latter where there is no value, too.
    """

    field: str
    verdicts: tuple[Verdict, Verdict] | None
    swing_usd: float | None

    @property
    def decides(self) -> int:
        """How far apart the verdicts are: 0 for the same, 2 from skip to apply."""
        if self.verdicts is None:
            return 0
        worse, better = (int(RANKS[VERDICTS.index(one)]) for one in self.verdicts)
        return better - worse


def settled(verdicts: NDArray[np.intp], by_money: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return verdicts, the unknown counted: not enough evidence where one field alone could turn a skip into an apply.

    Parameters
    ----------
    verdicts : ndarray of int, shape (n, 1 + ends)
        Of each change, and of it with either end of each unknown field.
    by_money : ndarray of bool, shape (n, 1 + ends)

    Returns
    -------
    ndarray of int, shape (n,)
    """
    ranks = RANKS[verdicts[:, 1:]]
    turned = (np.abs(ranks[:, 0::2] - ranks[:, 1::2]) > 1).any(axis=1)
    found: NDArray[np.intp] = np.where(by_money[:, 0] & turned, _NO_EVIDENCE, verdicts[:, 0])
    return found


def gaps_of(fields: Sequence[tuple[str, int]], found: Outcomes, start: int) -> list[Gap]:
    """Return the unknown fields of a posting that could decide, the most decisive first.

    Where no value can be tried the whole market is unknown (the kind of pay), which comes first, or only the text, last.

    Parameters
    ----------
    fields : sequence of (str, int)
        Each with the number of its ends, 2 or none.
    found : Outcomes
    start : int
        The row of the first end.
    """
    gaps, row = [], start
    for field, ends in fields:
        gaps.append(_gap(field, found, row) if ends else Gap(field, None, None))
        row += ends
    return sorted(gaps, key=_how_little)


def _gap(field: str, found: Outcomes, row: int) -> Gap:
    one, other = sorted(found.verdict[row : row + 2].tolist(), key=lambda verdict: int(RANKS[verdict]))
    costs, values = found.costs, []
    for end in (row, row + 1):
        values.append(float(found.gain[end] - (costs.least[end] + costs.most[end]) / 2))
    swing = abs(values[0] - values[1])
    return Gap(field, (VERDICTS[one], VERDICTS[other]), None if np.isnan(swing) else swing)


def _how_little(gap: Gap) -> tuple[bool, int, bool, float]:
    return gap.field != "pay.type", -gap.decides, gap.swing_usd is None, -(gap.swing_usd or 0.0)


def missing_of(gaps: Sequence[Gap], texts: Texts) -> tuple[Missing, ...]:
    """Return the gaps in words."""
    return tuple(Missing(gap.field, _why(gap, texts), _cents(gap.swing_usd)) for gap in gaps)


def _why(gap: Gap, texts: Texts) -> str:
    why = texts["missing"][gap.field]
    verdicts = gap.verdicts
    if verdicts is None or verdicts[0] == verdicts[1]:
        return why
    worse, better = (texts["verdict"][verdict] for verdict in verdicts)
    return f"{why} {texts['change']['between'].format(worse=worse, better=better)}"


def _cents(usd: float | None) -> float | None:
    return None if usd is None else round(usd, 2)
