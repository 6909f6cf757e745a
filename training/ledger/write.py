"""A data folder made of a ledger: form A of ``data/README.md``, and the snapshots beside it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from features.errors import CallError
from training.ledger.ending import How, ending_of
from training.ledger.labels import labels_of
from training.ledger.looks import postings_of, snapshots_of
from training.ledger.outcomes import COLUMNS, outcomes_of
from training.ledger.records import Export

__all__ = ["Written", "write_folder"]


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were written, and how the postings ended."""

    postings: int
    labels: int
    dangers: int
    outcomes: int
    usable: int
    snapshots: int
    endings: Counter[How]


def write_folder(export: Export, out: Path, as_of: datetime | None) -> Written:
    """Write postings, labels, outcomes and snapshots to a folder, which is made when it is not there.

    Raises
    ------
    CallError
        If the folder would be read as another form of data.
    """
    if (out / "postings.parquet").exists():
        raise CallError(f"{out} holds postings.parquet, so training would read that; name another folder")
    postings, labels = postings_of(export.postings), labels_of(export.postings)
    outcomes, snapshots = outcomes_of(export.postings, as_of), snapshots_of(export.postings)
    out.mkdir(parents=True, exist_ok=True)
    _lines(out / "postings.jsonl", postings)
    _lines(out / "labels.jsonl", labels)
    _lines(out / "snapshots.jsonl", snapshots)
    with (out / "outcomes.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(outcomes)
    return Written(
        len(postings),
        len(labels),
        sum(label["risk"] > 0 for label in labels),
        len(outcomes),
        sum(row["outcome_hired"] is not None for row in outcomes),
        len(snapshots),
        Counter(ending_of(seen, as_of).how for seen in export.postings),
    )


def _lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
