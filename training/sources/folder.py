"""Which data folder, and the digests of what was read from it.

A *prepared* folder (``bidworthy-train prepare``) is split once: training reads its part ``train`` and nothing else, and what
judges a bundle reads the rest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

from features.bundle_format import sha256
from features.errors import DataError, InputError

__all__ = ["PREPARED", "PREPARED_FORMAT", "DataFolder", "Part", "as_described", "find_data", "read_lines"]

_SAMPLE = Path(__file__).parents[2] / "data" / "sample"
_RESEARCH = ("postings.parquet", "risk_labels.jsonl", "challenge.jsonl", "outcomes.parquet")
_OWN = ("postings.jsonl", "labels.jsonl", "outcomes.csv")
#: What a prepared folder says of itself.
PREPARED = "prepared.json"
#: Raised when a prepared folder of before would be read wrongly.
PREPARED_FORMAT = 2
_PREPARED_FILES = (PREPARED, "postings.rows.parquet", "labels.jsonl", "cases.jsonl", "outcomes.rows.parquet")

#: The rows that are learnt from, those that judge what was learnt, and all, those that are in neither included.
Part = Literal["train", "test", "all"]


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder with training data.

    Parameters
    ----------
    path : Path
    is_sample : bool
        Whether it holds the project's own sample, or rows in its form, and no research data.
    part : str or None
        Of a prepared folder: which of its rows are read. None: the folder is not prepared, and all are.
    """

    path: Path
    is_sample: bool
    part: Part | None = None

    def of(self, part: Part) -> Self:
        """Return a part of a prepared folder.

        Raises
        ------
        DataError
            If it is not prepared.
        """
        if self.part is None:
            raise DataError(f"{self.path} is not split yet; run `bidworthy-train prepare --out runs/prepared` and name that")
        return replace(self, part=part)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that training reads."""
        return _PREPARED_FILES if self.part else _OWN if self.is_sample else _RESEARCH

    def digests(self) -> dict[str, str]:
        """SHA-256 of every file that training reads."""
        return {name: sha256((self.path / name).read_bytes()) for name in self.files}

    @property
    def origins(self) -> dict[str, str]:
        """The names and digests of the files that a prepared folder was made from."""
        return dict(_prepared(self.path)["inputs"])

    @property
    def inputs(self) -> list[str]:
        """The digests of the files that its rows come from, also where these were prepared since."""
        return sorted(set((self.origins if self.part else self.digests()).values()))

    @property
    def split(self) -> str | None:
        """The digest of what a prepared folder holds out; None where nothing is."""
        return str(_prepared(self.path)["split"]) if self.part else None


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
    if (path / PREPARED).is_file():
        folder = DataFolder(path, bool(_prepared(path)["is_sample"]), "train")
    else:
        folder = DataFolder(path, not (path / _RESEARCH[0]).exists())
    for name in folder.files:
        if not (path / name).is_file():
            raise DataError(f"{path / name} is missing; data/README.md tells which files training needs")
    return folder


def _prepared(path: Path) -> dict[str, Any]:
    """Return what a prepared folder says of itself, once its files are found to be those that it was made with."""
    with as_described(path / PREPARED):
        said = json.loads((path / PREPARED).read_bytes())
        if said["format"] != PREPARED_FORMAT:
            raise DataError(f"{path} was prepared by another version; run `bidworthy-train prepare` again")
        for name, digest in said["files"].items():
            if sha256((path / name).read_bytes()) != digest:
                raise DataError(f"{path / name} was changed since it was prepared; run `bidworthy-train prepare` again")
        return dict(said)


def read_lines(path: Path) -> Iterator[Any]:
    """Yield the value of each line of a JSONL file, empty lines left out."""
    # Not splitlines: a text may hold U+2028 and the like, which are no line ends in JSONL.
    with as_described(path):
        lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, start=1):
        if line:
            with as_described(path, f"line {number}"):
                value = json.loads(line)
            yield value


@contextmanager
def as_described(path: Path, place: str = "") -> Iterator[None]:
    """Turn what goes wrong with a file's content into one error that names the file.

    Raises
    ------
    DataError
        If a column or a key is missing, or a value is of another kind than ``data/README.md`` says.
    """
    where = f"{path}, {place}" if place else str(path)
    try:
        yield
    except KeyError as error:
        raise DataError(f"{where}: {error} is missing; data/README.md tells what the file holds") from None
    except (InputError, ValueError, TypeError, AttributeError) as error:
        first = str(error).partition("\n")[0]
        raise DataError(f"{where}: {first}; correct it there; data/README.md tells what the file holds") from None
