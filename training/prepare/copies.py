"""Duplicates go, and near-copies are joined with one another and with their client."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from features.folding import fold_posting
from features.posting import Posting
from features.text.copies import NEAR, bands, likeness, signature
from training.groups import joined

__all__ = ["Row", "groups_of", "without_duplicates"]

#: Compared with so many of a band at most: a text posted 10,000 times is joined by its neighbours in the file.
_MOST_OF_BAND = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A posting that will be kept: as it was given, as it was read, and what it shares with its group.

    ``input`` is the digest of the file that it came from.
    """

    key: str
    fields: dict[str, Any]
    posting: Posting
    source: str
    marks: tuple[str, ...]
    sealed: bool
    input: str = ""


def without_duplicates(rows: Sequence[Row]) -> list[Row]:
    """Return one row a key, where it first stood: the one with the longest text, of equal ones the one seen last."""
    best: dict[str, Row] = {}
    for row in rows:
        old = best.get(row.key)
        if old is None:
            best[row.key] = row
            continue
        better = row if _rank(row) >= _rank(old) else old
        # It is the posting of before: whoever saw that has seen it, and what was sealed of it stays so.
        marks = tuple(dict.fromkeys(old.marks + row.marks))
        best[row.key] = replace(better, marks=marks, sealed=old.sealed or row.sealed, input=old.input)
    return list(best.values())


def _rank(row: Row) -> tuple[int, float]:
    seen = row.posting.observed_at
    return len(row.posting.description), 0.0 if seen is None or seen.at is None else seen.at.timestamp()


def groups_of(rows: Sequence[Row]) -> list[str]:
    """Return the group of each row: rows of one client, and rows whose texts are nearly the same.

    Texts are compared by MinHash, as the scorer finds near-copies in a history. The name of a group is the least of its
    marks, so that the order of the files changes none.
    """
    near = _near(rows)
    found = joined([*row.marks, *near[number]] for number, row in enumerate(rows))
    least: dict[str, str] = {}
    for name, row in zip(found, rows, strict=True):
        least[name] = min(least.get(name, row.marks[0]), row.marks[0])
    return [least[name] for name in found]


def _near(rows: Sequence[Row]) -> dict[int, list[str]]:
    """Return the marks that rows share with their near-copies, by the number of the row."""
    made = [signature(fold_posting(row.posting)) for row in rows]
    in_band: defaultdict[int, list[int]] = defaultdict(list)
    marks: dict[int, list[str]] = {number: [] for number in range(len(rows))}
    for number, one in enumerate(made):
        if one is None:
            continue
        numbers = bands(one.values)
        others = sorted({other for band in numbers for other in in_band[band][-_MOST_OF_BAND:]})
        values = [found.values for other in others if (found := made[other]) is not None]
        for other, alike in _alike(one.values, others, values):
            if alike >= NEAR:
                marks[number].append(f"n:{other}")
                marks[other].append(f"n:{other}")
        for band in numbers:
            in_band[band].append(number)
    return marks


def _alike(values: bytes, others: Sequence[int], theirs: Sequence[bytes]) -> Iterator[tuple[int, float]]:
    return zip(others, likeness(values, theirs).tolist(), strict=True) if others else iter(())
