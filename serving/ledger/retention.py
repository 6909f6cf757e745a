"""Retention: postings that were not seen for so long are forgotten, a few at a time, while the service runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serving.ledger.store import Ledger


__all__ = ["Retention"]

_DAY_MS = 86_400_000
#: Forgotten in one transaction: others wait for it.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Retention:
    """How long postings are kept.

    Parameters
    ----------
    ledger : Ledger
    keep_days : int
        Days since a posting was last seen.
    told : bool
        Whether what was told (feedback, outcomes, spending) is forgotten then, too. Otherwise it is kept, for it is your own
        record, with the postings that it was told of.
    """

    ledger: Ledger
    keep_days: int
    told: bool = False

    def forget_some(self) -> bool:
        """Forget what is old, in part; return whether there may be more of it.

        Raises
        ------
        HistoryError
            If the database cannot be used.
        """
        before_ms = self.ledger.clock() - self.keep_days * _DAY_MS
        return self.ledger.forget_old(before_ms, told=self.told, most=_AT_ONCE) >= _AT_ONCE
