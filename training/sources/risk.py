"""Risk labels: postings read one by one after a guideline, and written cases."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.posting import Posting, read_posting
from training.sources.folder import DataFolder
from training.sources.postings import PostingRow

__all__ = ["RiskRow", "load_risk"]

#: Postings in each stratum of the pool the labelled ones were drawn from (data card of the labels).
_POOL = {"narrow": 1_009, "wide": 693, "rest": 7_767}


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One labelled text.

    ``risk``: 0 none, 1 suspicious, 2 a clear danger or breach. ``weight``: how many postings of the real pool it stands
    for; 0 for written cases, which have no base rate.
    """

    posting: Posting
    risk: int
    types: tuple[str, ...]
    group: str
    weight: float


def load_risk(folder: DataFolder, postings: list[PostingRow]) -> list[RiskRow]:
    """Return labelled postings, then written cases (only their ``develop`` part)."""
    by_key = {row.key: row for row in postings}
    if folder.is_sample:
        labels = _lines(folder.path / "labels.jsonl")
        return [_labelled(label, by_key[str(label["id"])], 1.0) for label in labels]
    labels = [label for label in _lines(folder.path / "risk_labels.jsonl") if label["posting_key"] in by_key]
    drawn = Counter(label["stratum"] for label in labels)
    weights = {stratum: _POOL[stratum] / count for stratum, count in drawn.items()}
    real = [_labelled(label, by_key[label["posting_key"]], weights[label["stratum"]]) for label in labels]
    return real + [_case(case) for case in _lines(folder.path / "challenge.jsonl") if case["part"] == "develop"]


def _lines(path: Path) -> list[dict[str, Any]]:
    # Not splitlines: a text may hold U+2028 and the like, which are no line ends in JSONL.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _labelled(label: dict[str, Any], row: PostingRow, weight: float) -> RiskRow:
    return RiskRow(row.posting, int(label["risk"]), tuple(label["types"]), row.group, weight)


def _case(case: dict[str, Any]) -> RiskRow:
    # Only the text: the fields of a written case were chosen by its writer and would teach the writer's habits.
    posting = read_posting({"title": case["title"], "description": case["text"]})
    return RiskRow(posting, int(case["risk"]), tuple(case["types"]), f"case:{case['id']}", 0.0)
