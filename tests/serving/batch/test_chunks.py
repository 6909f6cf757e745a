"""Tests of `serving.batch.chunks`: how rows are cut."""

from __future__ import annotations

from typing import Any

import pytest

from serving.batch.chunks import GROUP, Chunk, TooLong, chunks_of
from serving.batch.lines import LongRow
from serving.batch.rows import Reject, Row


def _cut(rows: list[Row | Reject]) -> list[list[int] | int]:
    """Return the numbers of the rows of each chunk, and that of a row too long to hold."""
    cut: list[list[int] | int] = []
    for chunk in chunks_of(rows, 3, "a.csv"):
        assert (chunk.source, chunk.file) == (3, "a.csv")
        cut.append([row.number for row in chunk.rows] if isinstance(chunk, Chunk) else chunk.reject.number)
    return cut


def _row(number: int, original: Any = b"{}") -> Row:
    return Row(number, {}, original)


def _long(number: int) -> Reject:
    return Reject(number, "too long", "", LongRow(iter([b"x"])))


@pytest.mark.parametrize("count", [0, 1, GROUP - 1, GROUP, GROUP + 1, 3 * GROUP])
def test_rows_are_cut_by_their_number(count: int) -> None:
    """No row is lost, and a chunk has as many as can be scored together."""
    numbers = list(range(1, count + 1))
    wanted = [numbers[at : at + GROUP] for at in range(0, count, GROUP)]
    assert _cut([_row(number) for number in numbers]) == wanted


def test_a_row_too_long_to_hold_stands_alone() -> None:
    """After what came before it, and before what comes after."""
    assert _cut([_long(1), _row(2), _row(3), _long(4), _long(5), _row(6)]) == [1, [2, 3], 4, 5, [6]]
    assert isinstance(next(chunks_of([_long(1)])), TooLong)


@pytest.mark.parametrize(
    "original",
    [b"x" * 2**22, "x" * 2**22, {"title": "x" * 2**22, "pay": None}, ["x" * 2**22, 3]],
    ids=["line", "text", "row", "cells"],
)
def test_large_rows_are_held_by_few(original: object) -> None:
    """However long rows are, what is held of them is bounded."""
    assert _cut([_row(number, original) for number in range(1, 6)]) == [[1, 2], [3, 4], [5]]


@pytest.mark.parametrize("original", [3, None, True, 1.5])
def test_whatever_json_holds_is_a_row(original: object) -> None:
    """It is refused later, with its number."""
    assert _cut([_row(1, original)]) == [[1]]


def test_going_on_cuts_the_rest_alike() -> None:
    """From the end of any chunk on, the rest is cut as in the run that nobody disturbed."""
    rows: list[Row | Reject] = [
        _long(n) if n in (300, 301, 900) else _row(n, b"x" * (n % 7 * 2**15)) for n in range(1, 1200)
    ]
    every = _cut(rows)
    for at, chunk in enumerate(every):
        last = chunk[-1] if isinstance(chunk, list) else chunk
        assert _cut([row for row in rows if row.number > last]) == every[at + 1 :]
