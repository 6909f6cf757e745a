"""Postings to measure with: real ones where ``BIDWORTHY_DATA_DIR`` names the research data, else the samples."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

__all__ = ["many_postings", "real_postings", "sample_postings"]

_SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "postings.jsonl"


def sample_postings() -> list[dict[str, Any]]:
    """Return the sample postings: more than half are scams or look like it, which is slower than a usual page."""
    return [orjson.loads(line) for line in _SAMPLE.read_bytes().splitlines() if line]


def real_postings(count: int) -> list[dict[str, Any]]:
    """Return up to so many real postings, from all parts of the research data; none where that is not there."""
    folder = os.environ.get("BIDWORTHY_DATA_DIR")
    if not folder:
        return []
    import pandas as pd

    from features.importers import to_contract as imported
    from training.sources.postings import to_contract

    frame = pd.read_parquet(Path(folder) / "postings.parquet")
    some = frame.iloc[:: max(1, len(frame) // count)].head(count)
    return [imported(to_contract({str(key): value for key, value in row.items()})) for row in some.to_dict("records")]


def many_postings(count: int) -> list[dict[str, Any]]:
    """Return so many postings: real ones, else the samples, again and again, each with an id and a text of its own."""
    some = real_postings(count) or sample_postings()
    if len(some) == count:
        return some
    rows = (some[number % len(some)] | {"id": f"p-{number}"} for number in range(count))
    return [row | {"description": f"{row['description']} Reference {number}."} for number, row in enumerate(rows)]
