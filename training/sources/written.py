"""Written requests: the project's own sentences, dangerous and harmless, one file a type of danger."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from training.sources.folder import as_described, read_lines

__all__ = ["WrittenText", "load_written"]

_FOLDER = Path(__file__).parents[2] / "data" / "sample" / "written"


class WrittenText(NamedTuple):
    """One text of one to three sentences, and whether it is a dangerous request."""

    text: str
    danger: bool


def load_written(folder: Path = _FOLDER) -> list[WrittenText]:
    """Return every written request and harmless neighbour, files in the order of their names."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        if path.name != "postings.jsonl":
            with as_described(path):
                found += [WrittenText(str(row["text"]), int(row["risk"]) > 0) for row in read_lines(path)]
    return found
