"""Postings: the research table or the sample, as contract postings with their source and their group.

A *group* joins the postings of one client and the near-copies of one text; a group is never split between training and
held-out data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from features.bundle_format import sha256
from features.posting import Posting, read_posting
from training.sources.folder import DataFolder, as_described, read_lines

__all__ = ["PostingRow", "load_postings", "to_contract"]

_OPENING_WORDS = 40
_WORD, _DIGIT = re.compile(r"\w+"), re.compile(r"\d")
_NUMBERS = {
    "connects": "connects",
    "client.total_spent_usd": "client_total_spent",
    "client.reviews": "client_reviews",
    "client.jobs_posted": "client_jobs_posted",
    "client.hires": "client_hires",
    "client.active_hires": "client_active_hires",
    "activity.interviewing": "interviewing",
    "activity.invites_sent": "invites_sent",
    "activity.unanswered_invites": "unanswered_invites",
}
_TEXTS = {
    "category": "category",
    "duration": "duration",
    "weekly_hours": "workload",
    "tier": "tier",
    "activity.proposals": "proposals_tier",
}
_TIMES = {"observed_at": "scraped", "posted_at": "created", "client.member_since": "client_member_since"}


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One posting of a data set.

    ``sealed`` rows keep their pay for a final exam: nothing may be chosen by them.
    """

    key: str
    posting: Posting
    source: str
    group: str
    sealed: bool


def load_postings(folder: DataFolder) -> list[PostingRow]:
    """Return every posting of the folder, each read through the contract."""
    if folder.is_sample:
        return list(_sample(folder.path / "postings.jsonl"))
    path = folder.path / "postings.parquet"
    with as_described(path):
        frame = pd.read_parquet(path)
        rows = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
        return [_row(row, group) for row, group in zip(rows, _groups(rows), strict=True)]


def _row(row: Mapping[str, Any], group: str) -> PostingRow:
    with as_described(Path("postings.parquet"), f"row_id {row['row_id']}"):
        posting = read_posting(to_contract(row))
    return PostingRow(str(row["posting_key"]), posting, str(row["source"]), group, bool(row["pay_sealed"]))


def to_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """Map one row of the research table to the contract's shape. The client's country is left behind."""
    out: dict[str, Any] = {
        "client": {},
        "activity": {},
        "title": _text(row["title"]) or "",
        "description": _text(row["description"]) or "",
    }
    out["id"] = str(row["row_id"])
    out["source"] = "peopleperhour" if str(row["source"]).startswith("PeoplePerHour") else "upwork"
    out["skills"] = _text(row["skills"])
    out["pay"] = _pay(row)
    for name, column in _NUMBERS.items():
        _put(out, name, None if pd.isna(row[column]) else int(row[column]) if "spent" not in name else float(row[column]))
    for name, column in _TEXTS.items():
        _put(out, name, _text(row[column]))
    for name, column in _TIMES.items():
        _put(out, name, None if pd.isna(row[column]) else pd.Timestamp(row[column]).isoformat())
    # A rating of zero stands for "no reviews yet" in these tables.
    _put(out, "client.rating", float(row["client_rating"]) if row["client_rating"] > 0 else None)
    _put(
        out,
        "client.payment_verified",
        None if pd.isna(row["client_payment_verified"]) else bool(row["client_payment_verified"]),
    )
    return out


def _put(out: dict[str, Any], name: str, value: object) -> None:
    part, _, field = name.rpartition(".")
    (out[part] if part else out)[field] = value


def _text(value: object) -> str | None:
    # Three scraped texts hold NUL bytes or broken surrogates; the contract refuses those.
    return value.replace("\0", " ").encode("utf-8", "replace").decode() if isinstance(value, str) else None


def _pay(row: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = _text(row["job_type"])
    if kind is None:
        return None
    if kind == "fixed":
        amount = None if pd.isna(row["fixed_budget"]) else float(row["fixed_budget"])
        return {"type": "fixed", "min": amount, "max": amount}
    ends = sorted(float(end) for end in (row["hourly_min"], row["hourly_max"]) if not pd.isna(end))
    return {"type": "hourly", "min": ends[0] if ends else None, "max": ends[-1] if ends else None}


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Join rows by client, posting and opening words (union-find with path halving)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    names = []
    for row in rows:
        marks = [f"k:{row['posting_key']}", f"o:{_opening(row)}"]
        if isinstance(row["client_key"], str):
            marks.append(f"c:{row['client_key']}")
        for mark in marks[1:]:
            parent[root(mark)] = root(marks[0])
        names.append(marks[0])
    return [root(name) for name in names]


def _opening(row: Mapping[str, Any]) -> str:
    text = _text(row["description"]) or _text(row["title"]) or ""
    return sha256(" ".join(_WORD.findall(_DIGIT.sub("0", text[:2_000].lower()))[:_OPENING_WORDS]).encode())[:16]


def _sample(path: Path) -> Iterator[PostingRow]:
    for number, value in enumerate(read_lines(path), start=1):
        with as_described(path, f"posting {number}"):
            posting = read_posting(value)
        yield PostingRow(posting.id or "", posting, "sample", posting.client.id or posting.id or "", sealed=False)
