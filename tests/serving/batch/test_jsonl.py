"""Tests of `serving.batch.jsonl`."""

from __future__ import annotations

import io

import pytest

from serving.batch.jsonl import read_jsonl
from serving.batch.lines import MAX_ROW_BYTES, LongRow
from serving.batch.rows import Reject, Row


def _read(data: bytes) -> list[Row | Reject]:
    return list(read_jsonl(io.BytesIO(data), "in.jsonl"))


def test_rows_carry_their_line_number() -> None:
    """Blank lines are no rows, but they count as lines."""
    rows = _read(b'\xef\xbb\xbf{"a": 1}\r\n\n  \r\n{"b": 2}')
    assert rows == [Row(1, {"a": 1}, b'{"a": 1}'), Row(4, {"b": 2}, b'{"b": 2}')]


@pytest.mark.parametrize(
    "line",
    [
        b'{"title": ',
        b"{'title': 'x'}",
        b'{"title": NaN}',
        b'{"title": "\\ud800"}',
        b'{"title": "\xff\xfe"}',
        b'{"title": "\xed\xa0\x80"}',
        b'{"title": "a\x00b"}',
        b"\x00\x00\x00\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"title": "x"} {"title": "y"}',
        b"\x1f\x8b\x08\x00gzip",
    ],
    ids=repr,
)
def test_a_broken_line_is_rejected_whole(line: bytes) -> None:
    """A line that is not JSON in UTF-8 is rejected with its number and bytes, and the next line is read."""
    rejected, read = _read(line + b'\n{"a": 1}\n')
    assert isinstance(rejected, Reject)
    assert (rejected.number, rejected.original) == (1, line)
    assert "JSON" in rejected.error
    assert read == Row(2, {"a": 1}, b'{"a": 1}')


def test_an_endless_line_is_rejected() -> None:
    """A line over the limit is rejected without being parsed; the next one keeps its number."""
    rejected, read = _read(b'{"title": "' + b"x" * MAX_ROW_BYTES * 2 + b'"}\n{"a": 1}\n')
    assert isinstance(rejected, Reject)
    assert isinstance(rejected.original, LongRow)
    assert read.number == 2
