"""An invented marketplace: the sample's postings varied, so that there are enough to compare."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from features.posting import read_posting

__all__ = ["varied", "write_folder"]

_COUNTS = ("jobs_posted", "reviews", "hires", "total_spent_usd")


def varied(sample: Sequence[Mapping[str, Any]], number: int, seed: int) -> list[dict[str, Any]]:
    """Return postings drawn from the sample, each by a client of its own, with other pay and another record."""
    rng = np.random.default_rng(seed)
    return [_varied(sample[int(rng.integers(len(sample)))], f"{seed}-{i}", rng) for i in range(number)]


def _varied(raw: Mapping[str, Any], name: str, rng: np.random.Generator) -> dict[str, Any]:
    posting = read_posting(raw)
    pay = None if posting.pay is None else posting.pay.model_dump()
    times = float(rng.lognormal(0, 0.5))
    if pay is not None:
        pay |= {end: round(pay[end] * times, 2) for end in ("min", "max") if pay[end] is not None}
    client = dict(raw.get("client") or {}) | {"id": f"c{name}"}
    for field in _COUNTS:
        value = getattr(posting.client, field)
        client |= {} if value is None else {field: round(value * float(rng.lognormal(0, 0.5)))}
    return {**raw, "id": f"p{name}", "url": None, "source": None, "pay": pay, "client": client}


def write_folder(folder: Path, postings: Sequence[Mapping[str, Any]]) -> Path:
    """Write a data folder without labels and outcomes, and return it."""
    folder.mkdir()
    (folder / "postings.jsonl").write_text("".join(json.dumps(one) + "\n" for one in postings), encoding="utf-8")
    (folder / "labels.jsonl").touch()
    (folder / "outcomes.csv").touch()
    return folder
