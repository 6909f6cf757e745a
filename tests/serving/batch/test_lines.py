"""Tests of `serving.batch.lines`."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.batch.lines import MAX_ROW_BYTES, LongRow, gather, line_pieces


def _lines(data: bytes) -> list[bytes | int]:
    """Return each line, or the length of one too long to hold."""
    found: list[bytes | int] = []
    for line in gather(line_pieces(io.BytesIO(data))):
        found.append(sum(map(len, line.pieces)) if isinstance(line, LongRow) else line)
    return found


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"\xef\xbb\xbf", []),
        (b"a\nb\n", [b"a\n", b"b\n"]),
        (b"a\n\nb", [b"a\n", b"\n", b"b"]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n", [b"a\n", b"\xef\xbb\xbfb\n"]),
        (b"a\r\n", [b"a\r\n"]),
    ],
)
def test_lines_end_at_line_feeds(data: bytes, lines: list[bytes]) -> None:
    """Only a line feed ends a line, and only a byte order mark at the very start is dropped."""
    assert _lines(data) == lines


@given(st.binary())
def test_no_byte_is_lost(data: bytes) -> None:
    """The lines, put together, are the stream again, but for the mark at its start."""
    assert b"".join(line for line in _lines(data) if isinstance(line, bytes)) == data.removeprefix(b"\xef\xbb\xbf")


def test_a_line_over_the_limit_comes_in_pieces() -> None:
    """A line too long to hold is handed on whole, piece by piece, and the next line follows it."""
    long = b"x" * (MAX_ROW_BYTES + 100_000)
    assert _lines(b"a\n" + long + b"\nb\n") == [b"a\n", len(long) + 1, b"b\n"]


def test_a_long_line_nobody_reads_is_passed_over() -> None:
    """Whoever leaves a long line unread still finds the next line in its place."""
    stream = io.BytesIO(b"x" * (MAX_ROW_BYTES + 300_000) + b"\nb\n")
    assert [line for line in gather(line_pieces(stream)) if isinstance(line, bytes)] == [b"b\n"]


def test_ten_megabytes_of_text_are_one_line() -> None:
    """A line of 10 MB is under the limit: it is held, so that its reject can show it as text."""
    data = b"x" * 10_000_000
    assert _lines(data) == [data]
