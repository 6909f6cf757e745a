"""What is prepared: the postings of a base folder and of new files, labels and outcomes; what is wrong is told by row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from features.bundle_format import sha256
from features.errors import DataError, InputError
from features.posting import Posting, read_posting
from training.prepare.copies import Row
from training.prepare.outcomes import check_outcomes
from training.prepare.schema import Problem, check_labels, check_postings
from training.sources.folder import DataFolder, as_described
from training.sources.labels import Label, label_of, load_labels
from training.sources.outcomes import outcome_table, usable
from training.sources.postings import opening, raw_postings
from training.sources.tables import fields_of, key_of, object_of, posting_key, rows_of

__all__ = ["Given", "Rejected", "read_base", "read_labels", "read_outcomes", "read_postings"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is left out, and why."""

    file: str
    problem: Problem


@dataclass(slots=True)
class Given:
    """Everything that was given, in its order."""

    rows: list[Row] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    outcomes: list[pd.DataFrame] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def reject(self, path: Path, *problems: Problem) -> None:
        """Leave rows of a file out."""
        self.rejected += [Rejected(path.name, problem) for problem in problems]

    def name(self, path: Path) -> str:
        """Write down which file was read, two may have one name, and return its digest."""
        digest, name, number = sha256(path.read_bytes()), path.name, 1
        while self.digests.get(name, digest) != digest:
            number += 1
            name = f"{path.name} ({number})"
        self.digests[name] = digest
        return digest


def read_base(given: Given, folder: DataFolder) -> None:
    """Add the postings, labels and outcomes of a data folder, which are known to be as they should.

    Of one that was prepared before all rows come, and each is still known to be of the file that it came from.
    """
    if folder.part:
        folder = folder.of("all")
        given.digests |= folder.origins
    digests = {} if folder.part else folder.digests()
    given.digests |= {f"base/{name}": digest for name, digest in digests.items()}
    postings = next((digest for name, digest in digests.items() if name.startswith("postings")), "")
    outcomes = next((digest for name, digest in digests.items() if name.startswith("outcomes")), "")
    for raw in raw_postings(folder):
        with as_described(*raw.place):
            posting = read_posting(raw.fields)
        if folder.is_sample and not folder.part:  # known by what new files are known by
            given.rows.append(_row(dict(raw.fields), posting, raw.source, postings))
        else:
            marks, digest = raw.marks, raw.input or postings
            given.rows.append(Row(raw.key, dict(raw.fields), posting, raw.source, marks, raw.sealed, digest))
    keys = {row.key for row in given.rows}
    for label in load_labels(folder, None if folder.is_sample and not folder.part else keys):
        key = label.key if label.key in keys else posting_key(label.key)
        given.labels[key] = replace(label, key=key)
    table = outcome_table(folder)
    given.outcomes.append(table.drop(columns=["group", "part"]) if folder.part else table.assign(input=outcomes))


def read_postings(given: Given, path: Path, source: str | None) -> None:
    """Add the postings of a file, in any shape that the scorer reads.

    Parameters
    ----------
    source : str, optional
        What the file is called as a source, for figures by source; its name when left out.

    Raises
    ------
    DataError
        If it cannot be read as what its name says.
    """
    name = source or path.stem
    read: list[tuple[int, dict[str, Any], Posting]] = []
    for number, row in enumerate(rows_of(path, "postings"), start=1):
        try:
            fields = fields_of(row)
            read.append((number, fields, read_posting(fields)))
        except InputError as error:
            given.reject(path, Problem(number, error.field, "", error.problem))
    problems = check_postings([posting for _, _, posting in read], [number for number, _, _ in read])
    wrong = {problem.row for problem in problems}
    given.reject(path, *problems)
    if not read and not given.rejected:
        raise DataError(f"{path} holds no posting; name a file with rows")
    digest = given.name(path)
    given.rows += [_row(fields, posting, name, digest) for number, fields, posting in read if number not in wrong]


def read_labels(given: Given, path: Path) -> None:
    """Add labels in the form of ``data/sample/labels.jsonl``; a later one takes the place of an earlier one."""
    texts = {row.key: "\n".join(row.posting.texts().values()) for row in given.rows}
    numbers: list[int] = []
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(rows_of(path, "labels"), start=1):
        try:
            label = object_of(row, "a label")
        except InputError as error:
            given.reject(path, Problem(number, error.field, "", error.problem))
            continue
        name = str(label.get("id"))
        rows.append(label | {"id": name if name in texts else posting_key(name)})
        numbers.append(number)
    problems = check_labels(rows, texts, numbers)
    given.reject(path, *problems)
    wrong = {problem.row for problem in problems}
    given.labels |= {row["id"]: label_of(row) for number, row in zip(numbers, rows, strict=True) if number not in wrong}
    given.name(path)


def read_outcomes(given: Given, path: Path) -> None:
    """Add outcomes in the form of ``data/sample/outcomes.csv``."""
    with as_described(path):
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    frame, problems = check_outcomes(frame)
    given.reject(path, *problems)
    missing = next((problem for problem in problems if problem.row == 0), None)
    if missing is not None:
        raise DataError(f"{path}: {missing.column} {missing.why}")
    kept = frame.drop(index=frame.index[[problem.row - 1 for problem in problems]])
    given.outcomes.append(usable(kept).assign(input=given.name(path)))


def _row(fields: dict[str, Any], posting: Posting, source: str, digest: str) -> Row:
    text = posting.description or posting.title
    key = key_of(posting)
    marks = f"k:{key}", f"o:{opening(text)}"
    client = posting.client.id
    # The country is never learnt from, so it does not travel.
    kept = fields | {"client": {name: of for name, of in (fields.get("client") or {}).items() if name != "country"}}
    return Row(key, kept, posting, source, marks if client is None else (*marks, f"c:{client}"), False, digest)
