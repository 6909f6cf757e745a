"""Which data folder, and the digests of what was read from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from features.bundle_format import sha256
from features.errors import DataError

__all__ = ["DataFolder", "find_data"]

_SAMPLE = Path(__file__).parents[2] / "data" / "sample"
_RESEARCH = ("postings.parquet", "risk_labels.jsonl", "challenge.jsonl", "outcomes.parquet")
_OWN = ("postings.jsonl", "labels.jsonl", "outcomes.csv")


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder with training data. ``is_sample`` tells the project's own sample from research data."""

    path: Path
    is_sample: bool

    def digests(self) -> dict[str, str]:
        """SHA-256 of every file that training reads."""
        return {name: sha256((self.path / name).read_bytes()) for name in (_OWN if self.is_sample else _RESEARCH)}


def find_data(environment: Mapping[str, str] = os.environ) -> DataFolder:
    """Return the folder named by ``BIDWORTHY_DATA_DIR``, or the project's sample when it is not set.

    Raises
    ------
    DataError
        If the named folder does not exist, or a file is missing from it.
    """
    named = environment.get("BIDWORTHY_DATA_DIR", "").strip()
    path = Path(named) if named else _SAMPLE
    if not path.is_dir():
        raise DataError(
            f"BIDWORTHY_DATA_DIR is {named!r}: there is no such folder; correct it, or unset it to use the sample"
        )
    is_sample = not (path / _RESEARCH[0]).exists()
    for name in _OWN if is_sample else _RESEARCH:
        if not (path / name).is_file():
            raise DataError(f"{path / name} is missing; data/README.md tells which files training needs")
    return DataFolder(path, is_sample)
