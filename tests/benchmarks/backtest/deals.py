"""Deals: postings as they were seen when a freelancer had to decide, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.posting import Posting
from training.metrics import Array

__all__ = ["CONNECT_USD", "Deals"]

#: The marketplace's price of a Connect (grade A).
CONNECT_USD = 0.15


@dataclass(frozen=True)
class Deals:
    """Postings with their truth; arrays of shape (n,).

    Parameters
    ----------
    hired : ndarray of bool
        Whether somebody was hired, and honestly: on a scam nobody is.
    refunded : ndarray of bool
        Whether the Connects came back.
    you : ndarray
        The true chance that it would have been you, given that somebody is hired.
    value : ndarray
        What the contract would have brought, in US dollars net of the fee.
    shown : ndarray
        What somebody makes of the page who multiplies the numbers on it, in US dollars; the middle of all where it has none.
    """

    name: str
    postings: Sequence[Posting]
    connects: Array
    hired: NDArray[np.bool_]
    refunded: NDArray[np.bool_]
    you: Array
    value: Array
    shown: Array
    clients: Sequence[str]

    def __len__(self) -> int:
        return len(self.postings)

    @property
    def wasted(self) -> Array:
        """Connects that a proposal loses where nobody is hired, and 0 elsewhere; refunds are not lost."""
        return np.where(self.hired | self.refunded, 0.0, self.connects)

    @property
    def spent_usd(self) -> Array:
        """What a proposal costs after refunds, in US dollars."""
        return np.where(self.refunded, 0.0, CONNECT_USD * self.connects)

    @property
    def net_usd(self) -> Array:
        """What a proposal brings on average, given what became of the posting, less what it costs."""
        return self.hired * self.you * self.value - self.spent_usd
