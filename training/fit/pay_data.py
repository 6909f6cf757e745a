"""Priced postings of one kind, as the pay models and their figures read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from features.fields.facts import Facts
from features.fields.registry import MARKET_FEATURES
from features.text.terms import Vocabulary
from training.metrics import Array
from training.sources.postings import PostingRow
from training.vocabulary import text_matrix

__all__ = ["LARGE_SOURCE", "Kind", "PayData", "priced"]

Kind = Literal["hourly", "fixed"]
#: From this number of priced postings on, a source counts as the market of its day.
LARGE_SOURCE = 100


@dataclass(frozen=True)
class PayData:
    """Priced postings of one kind.

    ``log_pay`` is the natural log of US dollars (per hour for hourly), ``lengths`` the characters of each description.
    """

    kind: Kind
    text: csr_matrix
    fields: Array
    log_pay: Array
    years: Array
    keys: list[str]
    groups: list[str]
    sources: list[str]
    cells: list[str]
    categories: list[str]
    lengths: list[int]

    def take(self, rows: NDArray[np.bool_]) -> PayData:
        """Return some of the rows."""
        where = np.flatnonzero(rows)
        names = ("keys", "groups", "sources", "cells", "categories", "lengths")
        lists: dict[str, Any] = {name: [getattr(self, name)[i] for i in where] for name in names}
        return PayData(self.kind, self.text[where], self.fields[where], self.log_pay[where], self.years[where], **lists)


def priced(rows: list[PostingRow], vocabulary: Vocabulary, kind: Kind) -> PayData:
    """Return the postings of a kind with a price in US dollars; sealed rows are never read."""
    facts = [Facts(row.posting) for row in rows]
    kept = [
        (row, fact)
        for row, fact in zip(rows, facts, strict=True)
        if not row.sealed and row.posting.pay is not None and row.posting.pay.type == kind and fact.pay_usd is not None
    ]
    postings = [row.posting for row, _ in kept]
    years = [np.nan if fact.year is None else fact.year for _, fact in kept]
    return PayData(
        kind=kind,
        text=text_matrix(vocabulary, postings),
        fields=MARKET_FEATURES.rows([fact for _, fact in kept]),
        log_pay=np.log([fact.pay_usd or 1.0 for _, fact in kept]),
        years=np.array(years, dtype=np.float64),
        keys=[row.key for row, _ in kept],
        groups=[row.group for row, _ in kept],
        sources=[row.source for row, _ in kept],
        cells=[f"{posting.category}|{posting.tier}" for posting in postings],
        categories=[posting.category or "" for posting in postings],
        lengths=[len(posting.description) for posting in postings],
    )
