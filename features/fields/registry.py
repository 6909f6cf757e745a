"""All features in one list, and what each model sees of them."""

from __future__ import annotations

from features.fields import moment, pay, shape, work
from features.fields.record import Inputs

__all__ = ["MARKET_FEATURES", "RISK_FEATURES", "markdown_table"]

#: What the market for such work may depend on: never the stated pay, never the client.
MARKET_FEATURES = Inputs(work.FAMILY, moment.FAMILY)
#: What the risk model may see beside the words. The client is left out on purpose: payment verified is no acquittal
#: (scammers verify easily) and a new client is no suspect.
RISK_FEATURES = Inputs(work.FAMILY, pay.FAMILY, shape.FAMILY)


def markdown_table() -> str:
    """Return every feature once, as a Markdown table for ``features/README.md``."""
    every = dict.fromkeys((*MARKET_FEATURES, *RISK_FEATURES))
    rows = [f"| `{f.name}` | {f.reads} | {f.meaning} |" for f in every]
    return "\n".join(["| name | reads | meaning |", "|---|---|---|", *rows]) + "\n"
