"""The numbers that the ghost model looks at, one row a posting, and what it says of many rows at once.

The rows are weighed in arrays (`many`); a marketplace's own numbers are the same for all of its postings, so a row names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from features.client_record import Record, record_of
from features.fields.facts import Facts
from serving.assumptions import Assumptions
from serving.models.columns import Array, Columns, known_or
from serving.models.ghost.hazard import FittedHazards
from serving.models.ghost.many import Chances, Grounds, chances, moved, standpoints
from serving.models.ghost.marketplace import Marketplace

__all__ = ["ClientNumbers", "ManyGhosts", "MarketNumbers"]


#: The records that are tried of an unknown client are the same for every posting.
_MOST_RECORDS = 4_096


class ClientNumbers(NamedTuple):
    """What a client's record amounts to: by a marketplace's level, and for hazards."""

    said: float
    record_variance: float
    log_hires: float
    z: float
    z_middle: float
    z_deviation: float
    new: float


class MarketNumbers(NamedTuple):
    """Which marketplace it is, and what its labels move there."""

    market: float
    labels: float


class ManyGhosts:
    """The ghost model for many rows.

    Parameters
    ----------
    own : Marketplace
        Of postings of a marketplace that the bundle did not learn from.
    learnt : mapping of str to Marketplace
        By its name.
    fitted : FittedHazards or None
        What takes the place of ``own``.
    a : Assumptions
    most_log_odds : float
        No chance beyond these log odds either way.
    """

    def __init__(
        self,
        own: Marketplace,
        learnt: Mapping[str, Marketplace],
        fitted: FittedHazards | None,
        a: Assumptions,
        most_log_odds: float,
    ) -> None:
        self._own, self._learnt, self._fitted, self._a, self._most = own, learnt, fitted, a, most_log_odds
        self._said = lru_cache(_MOST_RECORDS)(_said_by)
        self._by_rates: dict[str | None, dict[str, Array]] = {}
        self._numbers = {name: number for number, name in enumerate(learnt, 1)}
        every = [own, *learnt.values()]
        self._tables = _tables(every, [a["withdrawn_share"] * (1 - one.level.hire_rate) for one in every])

    def market(self, facts: Facts) -> MarketNumbers:
        """Return the marketplace of a posting."""
        source = facts.posting.source or ""
        there = self._learnt.get(source, self._own)
        return MarketNumbers(float(self._numbers.get(source, 0)), there.layer.labels_of(facts.posting))

    def client(self, facts: Facts) -> ClientNumbers:
        """Return what the record of a posting's client amounts to there."""
        there = self._learnt.get(facts.posting.source or "")
        if there is None and self._fitted is not None:
            return ClientNumbers(0.0, 0.0, 0.0, *self._fitted.client(facts))
        record = record_of(facts.posting.client, self._a["record_posts_when_unknown"])
        return self._said(there or self._own, record)

    def by_rates(self, facts: Facts) -> dict[str, Array]:
        """Return what each hire rate from 0 to 100 percent amounts to, by name, shape (101,).

        No number of postings is known beside it; above 0 it then amounts to the same for all clients of a marketplace.
        """
        source = facts.posting.source if facts.posting.source in self._learnt else None
        if source not in self._by_rates:
            posting, numbers = facts.posting, []
            for percent in range(101):
                client = posting.client.model_copy(update={"hire_rate_percent": float(percent), "jobs_posted": None})
                numbers.append(self.client(Facts(posting.model_copy(update={"client": client}))))
            table = np.array(numbers).T
            self._by_rates[source] = dict(zip(ClientNumbers._fields, table, strict=True))
        return self._by_rates[source]

    def judge(self, c: Columns, to_market: Array, pay_usd: Array) -> Chances:
        """Return the chances of no hire.

        Parameters
        ----------
        c : Columns
        to_market : ndarray, shape (n,)
            Natural log of the pay over the middle of its market.
        pay_usd : ndarray, shape (n,)
            The stated pay in US dollars.
        """
        market = c["market"].astype(np.intp)
        ground = standpoints(_Joined(c, {name: values[market] for name, values in self._tables.items()}), to_market)
        old = np.full(len(market), self._a["old_log_odds"])
        if self._fitted is not None:
            fitted = self._fitted.many(c, pay_usd)
            here = market == 0
            # Where too few withdrawals were seen, the refund is that of the level.
            pairs = zip(fitted, ground, strict=True)
            ground = Grounds(*(np.where(here, known_or(one, other), other) for one, other in pairs))
            old = np.where(here, 0.0, old)  # the age is in the hazards
        return chances(ground, moved(c, self._a, old), c["hires"], self._a, self._most)


def _said_by(market: Marketplace, record: Record) -> ClientNumbers:
    return ClientNumbers(*market.said_by(record), 0.0, 0.0, 0.0, 0.0)


class _Joined(dict[str, Array]):
    """Columns with more beside them."""

    def __init__(self, first: Columns, more: dict[str, Array]) -> None:
        super().__init__(more)
        self._first = first

    def __missing__(self, name: str) -> Array:
        return self._first[name]


def _tables(every: Sequence[Marketplace], refunds: Sequence[float]) -> dict[str, Array]:
    """Return the numbers of marketplaces, by name, one a marketplace."""
    rows = [
        {
            "level": one.log_odds,
            "level_doubt": one.level_doubt,
            "slope": one.slope,
            "slope_doubt": one.slope_doubt,
            "intercept": one.layer.intercept,
            "hires_weight": one.layer.numbers[0],
            "pay_weight": one.layer.numbers[1],
            "hires_doubt": one.layer.numbers_doubt[0],
            "pay_doubt": one.layer.numbers_doubt[1],
            "layer_variance": one.layer.doubt**2,
            "refund": refund,
        }
        for one, refund in zip(every, refunds, strict=True)
    ]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}
