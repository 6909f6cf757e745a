"""Postings: the research table, the sample or a prepared folder, as contract postings with their source and their group.

A *group* joins the postings of one client and the near-copies of one text; a group is never split between training and
held-out data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from features.bundle_format import sha256
from features.posting import Posting, read_posting
from training.groups import joined
from training.sources.folder import DataFolder, Part, as_described, read_lines

__all__ = ["PARTS", "PostingRow", "RawPosting", "load_postings", "opening", "raw_postings", "to_contract"]

#: What a prepared folder calls its rows: ``client`` and ``time`` are held out. Others are in no part.
PARTS: dict[Part, tuple[str, ...]] = {
    "train": ("train",),
    "test": ("client", "time"),
    "all": ("train", "client", "time", "between"),
}

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


@dataclass(frozen=True, slots=True)
class RawPosting:
    """One posting before it is read: ``fields`` in the shape of the contract, ``marks`` what it shares with its group.

    ``place`` tells where it stands, for an error, and ``input`` is the digest of the file that it came from.
    """

    key: str
    fields: Mapping[str, Any]
    source: str
    marks: tuple[str, ...]
    sealed: bool
    place: tuple[Path, str]
    input: str = ""


def load_postings(folder: DataFolder) -> list[PostingRow]:
    """Return every posting of the folder, or of its part, each read through the contract."""
    raw = raw_postings(folder)
    groups = joined(row.marks for row in raw)
    return [_read(row, group) for row, group in zip(raw, groups, strict=True)]


def raw_postings(folder: DataFolder) -> list[RawPosting]:
    """Return them unread."""
    if folder.part:
        return list(_prepared(folder))
    return list(_sample(folder.path / "postings.jsonl") if folder.is_sample else _research(folder.path / "postings.parquet"))


def _read(row: RawPosting, group: str) -> PostingRow:
    with as_described(*row.place):
        posting = read_posting(row.fields)
    return PostingRow(row.key, posting, row.source, group, row.sealed)


def _prepared(folder: DataFolder) -> Iterator[RawPosting]:
    path = folder.path / "postings.rows.parquet"
    with as_described(path):
        frame = pd.read_parquet(path)
        kept = frame[frame["part"].isin(PARTS[folder.part or "train"])]
        for row in kept.to_dict("records"):
            fields = json.loads(row["posting"])
            place = path, f"key {row['key']}"
            marks = (row["group"], *row["marks"])
            yield RawPosting(row["key"], fields, row["source"], marks, row["sealed"], place, row["input"])


def _research(path: Path) -> Iterator[RawPosting]:
    with as_described(path):
        for values in pd.read_parquet(path).to_dict("records"):
            row = {str(name): value for name, value in values.items()}
            key, place = str(row["posting_key"]), (path, f"row_id {row['row_id']}")
            fields = to_contract(row)
            yield RawPosting(key, fields, str(row["source"]), _marks(row), bool(row["pay_sealed"]), place)


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


def _marks(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a row shares with others of its group: the posting, the opening words and the client."""
    marks = f"k:{row['posting_key']}", f"o:{opening(_text(row['description']) or _text(row['title']) or '')}"
    return (*marks, f"c:{row['client_key']}") if isinstance(row["client_key"], str) else marks


def opening(text: str) -> str:
    """Return a digest of a text's first words, by which near-copies that begin alike are found; digits count as one."""
    return sha256(" ".join(_WORD.findall(_DIGIT.sub("0", text[:2_000].lower()))[:_OPENING_WORDS]).encode())[:16]


def _sample(path: Path) -> Iterator[RawPosting]:
    for number, fields in enumerate(read_lines(path), start=1):
        with as_described(path, f"posting {number}"):
            posting = read_posting(fields)
        mark = posting.client.id or posting.id or ""
        yield RawPosting(posting.id or "", fields, "sample", (mark,), False, (path, f"posting {number}"))
