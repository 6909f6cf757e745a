"""Labels: how readers judged postings after a guideline, in each form of a data folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.sources.folder import DataFolder, as_described, read_lines

__all__ = ["PAY_LABELS", "Label", "label_of", "load_labels", "load_pay_labels"]

#: Postings in each stratum of the pool the labelled ones were drawn from (data card of the labels).
_POOL = {"narrow": 1_009, "wide": 693, "rest": 7_767}
#: From under about half of a fair price to above it; "unknown" is none of them.
PAY_LABELS = ("far_below", "below", "fair", "above")


@dataclass(frozen=True, slots=True)
class Label:
    """How a posting was judged.

    ``risk``: 0 none, 1 suspicious, 2 a clear danger or breach. ``pay``: one of `PAY_LABELS`, or None. ``weight``: how many
    postings of the real pool it stands for. ``stratum``: which part of the pool it was drawn from.
    """

    key: str
    risk: int
    types: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    pay: str | None = None
    weight: float = 1.0
    stratum: str = "all"


def label_of(row: Mapping[str, Any], key: str = "id") -> Label:
    """Return the label in a row.

    Raises
    ------
    KeyError, ValueError, TypeError
        If it has none.
    """
    pay, risk = row.get("pay"), int(row["risk"])
    if risk not in (0, 1, 2):
        raise ValueError(f"risk is {risk}; write 0, 1 or 2")
    return Label(
        str(row[key]),
        risk,
        tuple(row["types"]),
        tuple(row.get("evidence") or ()),
        pay if pay in PAY_LABELS else None,
        float(row.get("weight", 1.0)),
        str(row.get("stratum", "all")),
    )


def load_labels(folder: DataFolder, keys: Container[str] | None = None) -> list[Label]:
    """Return the labels of a folder; those of a research folder are weighted to the pool that they were drawn from.

    Parameters
    ----------
    folder : DataFolder
    keys : container of str, optional
        The postings that are there. Without it, all labels come.
    """
    if folder.part or folder.is_sample:
        path = folder.path / "labels.jsonl"
        with as_described(path):
            labels = [label_of(row) for row in read_lines(path)]
        # Of a prepared folder the other part's are left out; in a sample each must name a posting.
        return [one for one in labels if keys is None or one.key in keys] if folder.part else labels
    path = folder.path / "risk_labels.jsonl"
    with as_described(path):
        rows = [row for row in read_lines(path) if keys is None or row["posting_key"] in keys]
        return _weighted(rows, path)


def load_pay_labels(folder: DataFolder) -> dict[str, str]:
    """Return how readers judged the stated pay of each posting, by its key, where they did."""
    path = folder.path / ("labels.jsonl" if folder.part or folder.is_sample else "risk_labels.jsonl")
    with as_described(path):
        labels = {str(row.get("posting_key", row.get("id"))): row.get("pay") for row in read_lines(path)}
    return {key: label for key, label in labels.items() if label in PAY_LABELS}


def _weighted(rows: Iterable[Mapping[str, Any]], path: Path) -> list[Label]:
    rows = list(rows)
    drawn = Counter(row["stratum"] for row in rows)
    weights = {stratum: _POOL[stratum] / count for stratum, count in drawn.items()}
    return [label_of({**row, "weight": weights[row["stratum"]]}, "posting_key") for row in rows]
