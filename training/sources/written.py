"""Written texts: the project's own requests and postings, dangerous and harmless, and written cases of research data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from features.posting import Posting, read_posting
from training.sources.folder import as_described, read_lines
from training.sources.risk import RiskRow

__all__ = ["CASES", "WrittenPosting", "WrittenText", "as_written", "load_written", "load_written_postings"]

#: The hand that stands for the written cases of research data.
CASES = "cases"
_FOLDER = Path(__file__).parents[2] / "data" / "sample" / "written"


class WrittenText(NamedTuple):
    """One text of one to three sentences, the type it is about, and whether it is a dangerous request."""

    text: str
    type: str
    danger: bool


@dataclass(frozen=True, slots=True)
class WrittenPosting:
    """One whole posting; ``hand`` names who wrote it, so that a writer's habits are held out together."""

    posting: Posting
    hand: str
    danger: bool
    types: tuple[str, ...]
    evidence: tuple[str, ...]


def load_written(folder: Path = _FOLDER) -> list[WrittenText]:
    """Return every written request and harmless neighbour, files in the order of their names."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        with as_described(path):
            found += [WrittenText(str(row["text"]), path.stem, int(row["risk"]) > 0) for row in read_lines(path)]
    return found


def load_written_postings(folder: Path = _FOLDER / "postings") -> list[WrittenPosting]:
    """Return every written posting, one file a hand."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        with as_described(path):
            found += [
                WrittenPosting(
                    read_posting({"title": row["title"], "description": row["text"]}),
                    path.stem,
                    int(row["risk"]) > 0,
                    tuple(row["types"]),
                    tuple(row["evidence"]),
                )
                for row in read_lines(path)
            ]
    return found


def as_written(rows: Iterable[RiskRow]) -> list[WrittenPosting]:
    """Return the written cases among labelled rows, all as of one hand."""
    return [WrittenPosting(row.posting, CASES, row.risk == 2, row.types, row.evidence) for row in rows if row.weight == 0]
