"""The same scorer as it is often served: FastAPI, a pandas frame a request, a loop over its rows."""

from __future__ import annotations

from typing import Any

import orjson
import pandas as pd
from fastapi import FastAPI

from serving.bundle import load_bundle
from serving.scorer import Scorer

__all__ = ["app", "judged"]

app = FastAPI()
_scorer = Scorer(load_bundle())


def judged(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one answer for each row of a frame whose columns are the fields of postings."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [orjson.loads(_scorer.score({str(name): value for name, value in row.items()}).to_json()) for row in rows]


@app.post("/score")
def score(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the answers for one posting, or for a page of them."""
    return judged(pd.DataFrame(payload.get("postings", [payload])))
