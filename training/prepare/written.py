"""A prepared folder: what is learnt from and what is held out, in files with their digests."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from features.bundle_format import sha256
from features.errors import CallError
from training.bundle import as_json
from training.prepare.copies import Row, groups_of, without_duplicates
from training.prepare.inputs import Given, Rejected
from training.prepare.split import Side, sides_of
from training.sources.folder import PREPARED, PREPARED_FORMAT
from training.sources.labels import Label
from training.sources.outcomes import client_of
from training.sources.postings import PARTS

__all__ = ["Counts", "Shares", "write_prepared"]

_POSTINGS, _LABELS, _CASES, _OUTCOMES = "postings.rows.parquet", "labels.jsonl", "cases.jsonl", "outcomes.rows.parquet"
#: Rows of each kind by their side.
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Shares:
    """How much is held out; see `training.prepare.split`."""

    by_client: float
    by_time: float
    seed: int


def write_prepared(given: Given, cases: Sequence[dict[str, Any]], out: Path, shares: Shares, *, is_sample: bool) -> Counts:
    """Split what was given and write it; return how many rows are where.

    Parameters
    ----------
    given : Given
    cases : sequence of dict
        Written cases of the base folder; they are learnt from only.
    out : Path
        A new folder, or one that was prepared before.
    shares : Shares
    is_sample : bool
        Whether nothing but the project's sample is below it.

    Raises
    ------
    CallError
        If the folder holds something else.
    """
    own = {PREPARED, _POSTINGS, _LABELS, _CASES, _OUTCOMES, "rejects.jsonl"}
    if out.is_dir() and {path.name for path in out.iterdir()} - own:
        raise CallError(f"{out} holds other files; name a new folder, or one that was prepared before")
    rows = without_duplicates(given.rows)
    groups = groups_of(rows)
    sides = sides_of(groups, [_posted(row) for row in rows], [row.source for row in rows], **_named(shares))
    outcomes = _outcomes(given.outcomes, shares)
    side_of = dict(zip((row.key for row in rows), sides, strict=True))
    labels = [one for key, one in given.labels.items() if key in side_of]
    files = {
        _POSTINGS: _parquet(_table(rows, groups, sides)),
        _LABELS: _lines(_label(one) for one in labels),
        _CASES: _lines(cases),
        _OUTCOMES: _parquet(outcomes),
    }
    counts = {
        "postings": dict(Counter(sides)),
        "labels": dict(Counter(side_of[one.key] for one in labels)),
        "outcomes": dict(Counter(outcomes["part"].tolist())),
    }
    held = [(f"p {key}", side) for key, side in side_of.items()]
    held += [(f"o {key}", side) for key, side in zip(outcomes["row_id"], outcomes["part"], strict=True)]
    said = {
        "format": PREPARED_FORMAT,
        "is_sample": is_sample,
        "held_out": _named(shares),
        "split": sha256("\n".join(sorted(f"{key} {side}" for key, side in held if side in PARTS["test"])).encode()),
        "inputs": given.digests,
        "duplicates": len(given.rows) - len(rows),
        "rejected": len(given.rejected),
        "rows": counts,
        "files": {name: sha256(body) for name, body in files.items()},
    }
    out.mkdir(parents=True, exist_ok=True)
    # What says that the folder is whole goes last.
    (out / PREPARED).unlink(missing_ok=True)
    for name, body in files.items():
        (out / name).write_bytes(body)
    (out / "rejects.jsonl").write_bytes(_lines(_reject(one) for one in given.rejected))
    (out / PREPARED).write_bytes(as_json(said))
    return counts


def _named(shares: Shares) -> dict[str, Any]:
    return {"by_client": shares.by_client, "by_time": shares.by_time, "seed": shares.seed}


def _lines(values: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(orjson.dumps(value) + b"\n" for value in values)


def _label(one: Label) -> dict[str, Any]:
    fields = asdict(one)
    return {"id": fields.pop("key"), **fields}


def _reject(one: Rejected) -> dict[str, Any]:
    problem = one.problem
    return {"file": one.file, "row": problem.row, "column": problem.column, "error": str(problem)}


def _posted(row: Row) -> Any:
    stated = row.posting.posted_at
    return None if stated is None else stated.at


def _table(rows: Sequence[Row], groups: Sequence[str], sides: Sequence[Side]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "key": [row.key for row in rows],
            "source": [row.source for row in rows],
            "group": groups,
            "part": sides,
            "sealed": [row.sealed for row in rows],
            "input": [row.input for row in rows],
            "marks": [list(row.marks) for row in rows],
            # What a table holds and JSON does not (a time, a number of numpy) is written as its text or number.
            "posting": [orjson.dumps(row.fields, option=orjson.OPT_SERIALIZE_NUMPY, default=str).decode() for row in rows],
        }
    )


def _outcomes(frames: Sequence[pd.DataFrame], shares: Shares) -> pd.DataFrame:
    whole = pd.concat(
        [frame.assign(posted_at=pd.to_datetime(frame["posted_at"], utc=True, format="ISO8601")) for frame in frames],
        ignore_index=True,
    )
    for name in ("source", "row_id", "client_id", "client_org_id"):
        if name in whole:  # of one kind, whatever table it comes from
            whole[name] = [None if pd.isna(value) else str(value) for value in whole[name]]
    # Of a row given twice the later one counts; whoever has seen the first has seen it.
    whole["input"] = whole.groupby(["source", "row_id"])["input"].transform("first")
    whole = whole.drop_duplicates(["source", "row_id"], keep="last").reset_index(drop=True)
    clients = pd.concat([client_of(part) for _, part in whole.groupby("source")]) if len(whole) else pd.Series(dtype=str)
    sources = whole["source"].tolist()
    groups = [f"{source}:{client}" for source, client in zip(sources, clients.reindex(whole.index), strict=True)]
    times = [None if pd.isna(at) else at.to_pydatetime() for at in whole["posted_at"]]
    return whole.assign(group=groups, part=sides_of(groups, times, sources, **_named(shares)))


def _parquet(frame: pd.DataFrame) -> bytes:
    body = io.BytesIO()
    frame.to_parquet(body, index=False)
    return body.getvalue()
