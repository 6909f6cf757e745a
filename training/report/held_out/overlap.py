"""Overlap: whether anything of a held-out row is in the training part: its group, its client, or a near-copy of its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from features.folding import fold_posting
from features.posting import read_posting
from features.text.copies import NEAR, bands, likeness, signature
from training.gate.condition import Condition
from training.sources.folder import DataFolder
from training.sources.outcomes import client_of, outcome_table
from training.sources.postings import PARTS, RawPosting, raw_postings

__all__ = ["Shared", "no_overlap", "overlap_of"]

_EXAMPLES = 3


class Shared(NamedTuple):
    """What the two parts have in common, by kind: the names of some of it, sorted."""

    kind: str
    names: list[str]


def no_overlap(folder: DataFolder) -> Condition:
    """Return whether the two parts have nothing in common."""
    found = [one for one in overlap_of(folder) if one.names]
    if not found:
        return Condition(
            "nothing in both parts", True,
            "no posting, group or client of a held-out row is in the training part, and no near-copy of its text "
            f"(MinHash, {NEAR:g} of the word pairs or more)",
        )  # fmt: skip
    told = "; ".join(f"{len(one.names):,} {one.kind} ({', '.join(one.names[:_EXAMPLES])})" for one in found)
    cure = "run `bidworthy-train prepare` again, and train on that"
    return Condition("nothing in both parts", False, f"in both parts: {told}; {cure}")


def overlap_of(folder: DataFolder) -> list[Shared]:
    """Return everything that is in both parts of a prepared folder."""
    train, held = (raw_postings(folder.of(part)) for part in ("train", "test"))
    outcomes = outcome_table(folder)
    learnt, judged = (outcomes[outcomes["part"].isin(PARTS[part])] for part in ("train", "test"))
    return [
        Shared("postings", sorted({row.key for row in train} & {row.key for row in held})),
        Shared("groups", sorted({row.marks[0] for row in train} & {row.marks[0] for row in held})),
        Shared("clients", sorted(_clients(train) & _clients(held))),
        Shared("near-copies", _copies(train, held)),
        Shared("outcomes", sorted(_ids(learnt) & _ids(judged))),
        Shared("clients of outcomes", sorted(_named(learnt) & _named(judged))),
    ]


def _clients(rows: Sequence[RawPosting]) -> set[str]:
    known = [(row.fields.get("source"), (row.fields.get("client") or {}).get("id")) for row in rows]
    return {f"{source}: {client}" for source, client in known if client is not None}


def _ids(frame: pd.DataFrame) -> set[str]:
    return {f"{source}: {row}" for source, row in zip(frame["source"], frame["row_id"], strict=True)}


def _named(frame: pd.DataFrame) -> set[str]:
    # A client that is not told is in no one's way.
    parts = [(source, client_of(part)) for source, part in frame.groupby("source", sort=True)]
    return {f"{source}: {client}" for source, clients in parts for client in clients if client != "unknown"}


def _copies(train: Sequence[RawPosting], held: Sequence[RawPosting]) -> list[str]:
    """Return the keys of the held-out rows that have a near-copy in the training part."""
    in_band: defaultdict[int, list[int]] = defaultdict(list)
    values: list[bytes] = []
    for row in train:
        one = _signature(row)
        if one is not None:
            for band in bands(one):
                in_band[band].append(len(values))
            values.append(one)
    return sorted(row.key for row in held if _has_copy(_signature(row), in_band, values))


def _has_copy(one: bytes | None, in_band: defaultdict[int, list[int]], values: Sequence[bytes]) -> bool:
    if one is None:
        return False
    others = sorted({other for band in bands(one) for other in in_band.get(band, ())})
    return bool(others) and float(likeness(one, [values[other] for other in others]).max()) >= NEAR


def _signature(row: RawPosting) -> bytes | None:
    made = signature(fold_posting(read_posting(row.fields)))
    return None if made is None else made.values
