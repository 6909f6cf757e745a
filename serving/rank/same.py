"""The same posting twice in a file: only one of them can be chosen, for nobody proposes twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import UTC, datetime

from serving.rank.entry import Entry

__all__ = ["same_as"]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def same_as(entries: Sequence[Entry], budget: int) -> dict[int, int]:
    """Return the rows that are the same posting as another, each with the row that stands for it.

    Of several looks at one id the latest counts, of equally late ones that at the job page, and then the one worth more: an
    older look may show fewer proposals or a price that is no longer asked. Of several ids with one text, those that could be
    chosen at all are compared, and the one worth more counts; of equal ones the cheaper, then the earlier.

    Parameters
    ----------
    entries : sequence of Entry
    budget : int
        In Connects. What costs more stands for no other.
    """
    double: dict[int, int] = {}
    for looks in _groups((entry, (entry.source, entry.id)) for entry in entries if entry.id is not None):
        _mark(double, looks, max(looks, key=_latest))
    open_ = [e for e in entries if e.row not in double and e.is_candidate and e.connects <= budget]
    for copies in _groups((entry, entry.text) for entry in open_ if entry.text is not None):
        _mark(double, copies, max(copies, key=_best))
    return double


def _groups(keyed: Iterable[tuple[Entry, Hashable]]) -> Iterable[list[Entry]]:
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry, key in keyed:
        groups[key].append(entry)
    return groups.values()


def _mark(double: dict[int, int], group: list[Entry], kept: Entry) -> None:
    double.update((entry.row, kept.row) for entry in group if entry is not kept)


def _latest(entry: Entry) -> tuple[datetime, bool, float, int, int]:
    return entry.observed_at or _LONG_AGO, entry.is_page, *_best(entry)


def _best(entry: Entry) -> tuple[float, int, int]:
    value = entry.value_usd if entry.value_usd is not None else float("-inf")
    return value, -entry.connects, -entry.row
