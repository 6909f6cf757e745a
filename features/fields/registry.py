"""All features in one list, and a posting as one row of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from features.fields import pay, shape, work
from features.fields.facts import Facts
from features.fields.record import Feature

__all__ = ["MARKET_FEATURES", "RISK_FEATURES", "field_row", "field_rows", "markdown_table"]

#: What the market for such work may depend on: never the stated pay, never the client.
MARKET_FEATURES: tuple[Feature, ...] = work.FEATURES
#: What the risk model may see beside the words. The client is left out on purpose: payment verified is no acquittal
#: (scammers verify easily) and a new client is no suspect.
RISK_FEATURES: tuple[Feature, ...] = (
    *(f for f in work.FEATURES if f.name != "posted_year"),
    *pay.FEATURES,
    *shape.FEATURES,
)


def field_rows(features: Sequence[Feature], every: Sequence[Facts]) -> NDArray[np.float64]:
    """Return the features of postings, shape (n_postings, n_features), ``nan`` where unknown."""
    rows = np.full((len(every), len(features)), np.nan)
    if every:
        rows[:] = [[feature.value(facts) for feature in features] for facts in every]  # numpy reads None as nan
    return rows


def field_row(features: Sequence[Feature], facts: Facts) -> NDArray[np.float64]:
    """Return the features of one posting, shape (n_features,)."""
    row: NDArray[np.float64] = field_rows(features, [facts])[0]
    return row


def markdown_table() -> str:
    """Return every feature once, as a Markdown table for ``features/README.md``."""
    every = dict.fromkeys((*MARKET_FEATURES, *RISK_FEATURES))
    rows = [f"| `{f.name}` | {f.reads} | {f.meaning} |" for f in every]
    return "\n".join(["| name | reads | meaning |", "|---|---|---|", *rows]) + "\n"
