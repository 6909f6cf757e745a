"""Risk labels: postings read one by one after a guideline, and written cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from features.posting import Posting, read_posting
from training.sources.folder import DataFolder, as_described, read_lines
from training.sources.postings import PostingRow

__all__ = ["RiskRow", "load_risk"]

#: Postings in each stratum of the pool the labelled ones were drawn from (data card of the labels).
_POOL = {"narrow": 1_009, "wide": 693, "rest": 7_767}


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One labelled text.

    ``risk``: 0 none, 1 suspicious, 2 a clear danger or breach. ``weight``: how many postings of the real pool it stands
    for; 0 for written cases, which have no base rate. ``stratum``: which part of the pool it was drawn from. ``evidence``:
    the words of a written case that make it dangerous.
    """

    posting: Posting
    risk: int
    types: tuple[str, ...]
    group: str
    weight: float
    stratum: str = ""
    evidence: tuple[str, ...] = ()


def load_risk(folder: DataFolder, postings: list[PostingRow]) -> list[RiskRow]:
    """Return labelled postings, then written cases (only their ``develop`` part)."""
    by_key = {row.key: row for row in postings}
    if folder.is_sample:
        path = folder.path / "labels.jsonl"
        with as_described(path):
            return [_labelled(label, by_key[str(label["id"])], 1.0) for label in read_lines(path)]
    return _research_labels(folder, by_key) + _cases(folder)


def _research_labels(folder: DataFolder, by_key: dict[str, PostingRow]) -> list[RiskRow]:
    path = folder.path / "risk_labels.jsonl"
    with as_described(path):
        labels = [label for label in read_lines(path) if label["posting_key"] in by_key]
        drawn = Counter(label["stratum"] for label in labels)
        weights = {stratum: _POOL[stratum] / count for stratum, count in drawn.items()}
        return [
            _labelled(label, by_key[label["posting_key"]], weights[label["stratum"]], label["stratum"]) for label in labels
        ]


def _cases(folder: DataFolder) -> list[RiskRow]:
    path = folder.path / "challenge.jsonl"
    with as_described(path):
        return [_case(case) for case in read_lines(path) if case["part"] == "develop"]


def _labelled(label: dict[str, Any], row: PostingRow, weight: float, stratum: str = "all") -> RiskRow:
    return RiskRow(row.posting, int(label["risk"]), tuple(label["types"]), row.group, weight, stratum)


def _case(case: dict[str, Any]) -> RiskRow:
    # Only the text: the fields of a written case were chosen by its writer and would teach the writer's habits.
    posting = read_posting({"title": case["title"], "description": case["text"]})
    return RiskRow(
        posting, int(case["risk"]), tuple(case["types"]), f"case:{case['id']}", 0.0, evidence=tuple(case["evidence"])
    )
