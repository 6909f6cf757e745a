"""Bodies: postings, one a request and 25 a request, as each service wants them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.postings import real_postings, sample_postings

__all__ = ["PAGE", "write_bodies"]

#: Postings of a page.
PAGE = 25
_MANY = 20_000
#: Real postings in turn, where there are any.
_REAL = 400


def write_bodies(folder: Path) -> dict[tuple[str, bool], Path]:
    """Write one file a kind of body, a body a line; return them by what takes them and whether it is a page.

    Every posting comes as often as every other. MLflow takes rows under a name of its own. "many" are single postings, each
    with an id and a client of its own.
    """
    rows = real_postings(_REAL) or sample_postings()
    pages = [[rows[(start + i) % len(rows)] for i in range(PAGE)] for start in range(len(rows))]
    bodies: dict[tuple[str, bool], list[Any]] = {
        ("plain", False): list(rows),
        ("plain", True): [{"postings": page} for page in pages],
        ("many", False): [_another(rows[number % len(rows)], number) for number in range(_MANY)],
        ("mlflow", False): [{"dataframe_records": [row]} for row in rows],
        ("mlflow", True): [{"dataframe_records": page} for page in pages],
    }
    found = {}
    for (taker, page), of in bodies.items():
        path = folder / f"{taker}-{'page' if page else 'single'}.jsonl"
        path.write_text("".join(json.dumps(body) + "\n" for body in of), encoding="utf-8")
        found[taker, page] = path
    return found


def _another(row: dict[str, Any], number: int) -> dict[str, Any]:
    return row | {"id": f"many-{number}", "client": (row.get("client") or {}) | {"id": f"client-{number % 977}"}}
