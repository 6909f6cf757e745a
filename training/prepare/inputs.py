"""What is prepared: the postings of a base folder and of new files, labels and outcomes; what is wrong is told by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from features.bundle_format import sha256
from features.errors import DataError, InputError, shown
from features.importers import to_contract
from features.posting import Posting, read_posting
from features.reading.ids import marketplace_digits
from training.prepare.copies import Row
from training.prepare.schema import Problem, check_labels, check_outcomes, check_postings
from training.sources.folder import DataFolder, as_described
from training.sources.labels import Label, label_of, load_labels
from training.sources.outcomes import outcome_table, usable
from training.sources.postings import opening, raw_postings
from training.sources.tables import rows_of

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


def read_base(given: Given, folder: DataFolder) -> None:
    """Add the postings, labels and outcomes of a data folder, which are known to be as they should."""
    given.digests |= {f"base/{name}": digest for name, digest in folder.digests().items()}
    for raw in raw_postings(folder):
        with as_described(*raw.place):
            posting = read_posting(raw.fields)
        given.rows.append(Row(raw.key, dict(raw.fields), posting, raw.source, raw.marks, raw.sealed))
    given.labels |= {label.key: label for label in load_labels(folder, {row.key for row in given.rows})}
    given.outcomes.append(outcome_table(folder))


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
            fields = _fields(row)
            read.append((number, fields, read_posting(fields)))
        except InputError as error:
            given.rejected.append(Rejected(path.name, Problem(number, error.field, "", error.problem)))
    problems = check_postings([posting for _, _, posting in read], [number for number, _, _ in read])
    wrong = {problem.row for problem in problems}
    given.rejected += [Rejected(path.name, problem) for problem in problems]
    given.rows += [_row(fields, posting, name) for number, fields, posting in read if number not in wrong]
    given.digests[path.name] = sha256(path.read_bytes())


def read_labels(given: Given, path: Path) -> None:
    """Add labels in the form of ``data/sample/labels.jsonl``; a later one takes the place of an earlier one."""
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(rows_of(path, "labels"), start=1):
        value = _plain(row) if isinstance(row, Mapping) else _parsed(row)
        if not isinstance(value, dict):
            given.rejected.append(Rejected(path.name, Problem(number, "", shown(value), "is no label; write a JSON object")))
            value = {}
        rows.append(value)
    texts = {row.key: f"{row.posting.title}\n{row.posting.description}" for row in given.rows}
    for row in rows:
        row["id"] = posting_key(row.get("id"), texts)
    problems = [one for one in check_labels(rows, texts) if rows[one.row - 1].keys() != {"id"}]
    wrong = {problem.row for problem in problems} | {n for n, row in enumerate(rows, 1) if row.keys() == {"id"}}
    given.rejected += [Rejected(path.name, problem) for problem in problems]
    given.labels |= {row["id"]: label_of(row) for number, row in enumerate(rows, 1) if number not in wrong}
    given.digests[path.name] = sha256(path.read_bytes())


def read_outcomes(given: Given, path: Path) -> None:
    """Add outcomes in the form of ``data/sample/outcomes.csv``."""
    with as_described(path):
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    problems = check_outcomes(frame)
    given.rejected += [Rejected(path.name, problem) for problem in problems]
    missing = next((problem for problem in problems if problem.row == 0), None)
    if missing is not None:
        raise DataError(f"{path}: {missing.column} {missing.why}")
    kept = frame.drop(index=frame.index[[problem.row - 1 for problem in problems]])
    given.outcomes.append(usable(kept))
    given.digests[path.name] = sha256(path.read_bytes())


def posting_key(value: object, known: Iterable[str] | Mapping[str, Any] = ()) -> str:
    """Return the key of a posting: a marketplace writes one id in several ways; a key that is known stays."""
    text = str(value)
    return text if text in known else marketplace_digits(text) or text


def _row(fields: dict[str, Any], posting: Posting, source: str) -> Row:
    text = posting.description or posting.title
    key = posting_key(posting.id or posting.url) if posting.id or posting.url else f"text:{sha256(text.encode())[:24]}"
    marks = f"k:{key}", f"o:{opening(text)}"
    client = posting.client.id
    # The country is never learnt from, so it does not travel.
    kept = fields | {"client": {name: of for name, of in (fields.get("client") or {}).items() if name != "country"}}
    return Row(key, kept, posting, source, marks if client is None else (*marks, f"c:{client}"), False)


def _fields(row: object) -> dict[str, Any]:
    value = _parsed(row) if isinstance(row, bytes) else row
    if not isinstance(value, Mapping):
        raise InputError("", f"{shown(value)} is no posting; write one JSON object a line")
    return to_contract(_plain(value))


def _parsed(line: object) -> object:
    if not isinstance(line, bytes):
        return line
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError("", f"is not JSON in UTF-8 ({error.msg}); correct it there") from None


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    # Arrays of a table's nested columns become lists, as JSON has them.
    return {str(name): value.tolist() if hasattr(value, "tolist") else value for name, value in row.items()}
