"""Bodies: the sample postings, one a request and 25 a request, as each service wants them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "write_bodies"]

_SAMPLE = Path(__file__).parents[3] / "data" / "sample" / "postings.jsonl"
#: Postings of a page.
PAGE = 25


def write_bodies(folder: Path) -> dict[tuple[str, bool], Path]:
    """Write one file a kind of body, a body a line; return them by what takes them and whether it is a page.

    Every posting comes as often as every other. MLflow takes rows under a name of its own.
    """
    rows = [json.loads(line) for line in _SAMPLE.read_text(encoding="utf-8").splitlines() if line]
    pages = [[rows[(start + i) % len(rows)] for i in range(PAGE)] for start in range(len(rows))]
    bodies: dict[tuple[str, bool], list[Any]] = {
        ("plain", False): list(rows),
        ("plain", True): [{"postings": page} for page in pages],
        ("mlflow", False): [{"dataframe_records": [row]} for row in rows],
        ("mlflow", True): [{"dataframe_records": page} for page in pages],
    }
    found = {}
    for (taker, page), of in bodies.items():
        path = folder / f"{taker}-{'page' if page else 'single'}.jsonl"
        path.write_text("".join(json.dumps(body) + "\n" for body in of), encoding="utf-8")
        found[taker, page] = path
    return found
