"""What a collector would have seen of the simulated marketplace: rows of a file of snapshots.

Looks come on about day 0, 7 and 30; some are missed, some postings are found late, and the collection ends on a day, so that
young postings stay open in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from features.hazards import LAST_DAY
from training.metrics import Array
from training.simulate.marketplace import Marketplace

__all__ = ["MIDDLE_USD", "contract_rows", "write_rows"]

#: Middle pay of each kind in the simulated marketplace: per hour, and in all.
MIDDLE_USD = {"hourly": 20.0, "fixed": 200.0}
# All of these are our own (grade D): a collector who looks weekly, misses some looks, and stops.
_COLLECTED_DAYS = 60.0
_FOUND_LATE = 0.2
_MISSED = 0.15
_REMOVED_OF_WITHDRAWN = 0.3
_END = datetime(2026, 3, 1, tzinfo=UTC)


def contract_rows(market: Marketplace, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield snapshots as contract postings with a ``status``, posting by posting."""
    n = len(market.x)
    published = rng.uniform(0.0, _COLLECTED_DAYS, n)
    ages = _ages(n, rng)
    seen = np.column_stack([np.ones(n, dtype=np.bool_), rng.random((n, 2)) >= _MISSED])
    seen &= published[:, None] + ages <= _COLLECTED_DAYS
    hourly, removed = rng.random(n) < 0.5, rng.random(n) < _REMOVED_OF_WITHDRAWN
    for i in range(n):
        posting = _posting(market, i, "hourly" if hourly[i] else "fixed")
        posted_at = _END - timedelta(days=_COLLECTED_DAYS - float(published[i]))
        for age in ages[i][seen[i]]:
            status = _status(market, i, float(age), removed=bool(removed[i]))
            seen_at = posted_at + timedelta(days=float(age))
            moments = {"posted_at": posted_at.isoformat(), "observed_at": seen_at.isoformat()}
            yield posting | moments | {"status": status, "activity": {"hires": int(status == "filled")}}


def write_rows(market: Marketplace, rng: np.random.Generator, path: Path) -> int:
    """Write the snapshots as JSONL and return how many there are."""
    rows = list(contract_rows(market, rng))
    path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def _ages(n: int, rng: np.random.Generator) -> Array:
    late = rng.random(n) < _FOUND_LATE
    first = np.where(late, rng.uniform(1.5, 6.0, n), rng.uniform(0.0, 1.5, n))
    return np.sort(np.column_stack([first, rng.uniform(5.5, 8.5, n), rng.uniform(29.0, 33.0, n)]), axis=1)


def _status(market: Marketplace, i: int, age: float, *, removed: bool) -> str:
    if market.hired_days[i] <= age:
        return "filled"
    if market.withdrawn_days[i] <= age:
        return "removed" if removed else "cancelled"
    return "expired" if age >= LAST_DAY else "open"


def _posting(market: Marketplace, i: int, kind: str) -> dict[str, Any]:
    usd = round(MIDDLE_USD[kind] * float(np.exp(market.x[i, 0])), 4)
    # The posting itself is among the client's jobs.
    jobs, hires = int(market.posts[i]) + 1, int(market.hires[i])
    return {
        "id": f"simulated-{i}",
        "title": f"Simulated posting {i}",
        "description": "",
        "pay": {"type": kind, "min": usd, "max": usd, "currency": "USD"},
        "client": {"id": f"simulated-{market.client[i]}", "jobs_posted": jobs, "hires": hires},
    }
