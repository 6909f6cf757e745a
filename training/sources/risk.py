"""Risk labels: postings read one by one after a guideline, and written cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from features.posting import Posting, read_posting
from training.sources.folder import DataFolder, as_described, read_lines
from training.sources.labels import Label, load_labels
from training.sources.postings import PostingRow

__all__ = ["RiskRow", "load_risk", "raw_cases", "written_cases"]


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
    labels = load_labels(folder, by_key)
    with as_described(folder.path / "labels.jsonl"):
        return [_labelled(label, by_key[label.key]) for label in labels] + written_cases(folder)


def written_cases(folder: DataFolder) -> list[RiskRow]:
    """Return the cases that research data brings to learn from; none of other data."""
    return [_case(case) for case in raw_cases(folder)]


def raw_cases(folder: DataFolder) -> list[dict[str, Any]]:
    """Return them unread. Those to measure with are left alone."""
    if folder.part == "test" or (folder.is_sample and not folder.part):
        return []
    path = folder.path / ("cases.jsonl" if folder.part else "challenge.jsonl")
    with as_described(path):
        return [case for case in read_lines(path) if case["part"] == "develop"]


def _labelled(label: Label, row: PostingRow) -> RiskRow:
    return RiskRow(row.posting, label.risk, label.types, row.group, label.weight, label.stratum)


def _case(case: dict[str, Any]) -> RiskRow:
    # Only the text: the fields of a written case were chosen by its writer and would teach the writer's habits.
    posting = read_posting({"title": case["title"], "description": case["text"]})
    return RiskRow(
        posting, int(case["risk"]), tuple(case["types"]), f"case:{case['id']}", 0.0, evidence=tuple(case["evidence"])
    )
