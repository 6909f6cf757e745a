"""Tests of `serving.batch.csv_table`."""

from __future__ import annotations

import io

import pytest

from features.errors import CallError
from serving.batch.csv_table import read_csv
from serving.batch.lines import MAX_ROW_BYTES, LongRow
from serving.batch.rows import Reject, Row


def _read(data: bytes) -> list[Row | Reject]:
    return list(read_csv(io.BytesIO(data), "in.csv"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_cells_stand_under_their_columns(mark: bytes, end: bytes) -> None:
    """An empty cell is an absent field; a quoted cell may hold commas and line ends."""
    lines = [b"title, pay.min ,client.rating", 'é,"1,5",'.encode(), b"", b'"two\nlines","say ""hi""",4.9']
    first, second = _read(mark + end.join(lines))
    assert first == Row(1, {"title": "é", "pay.min": "1,5"}, {"title": "é", "pay.min": "1,5", "client.rating": ""})
    assert isinstance(second, Row)
    assert (second.number, second.fields["title"], second.fields["pay.min"]) == (2, "two\nlines", 'say "hi"')


def test_an_empty_text_is_a_text() -> None:
    """A posting without a title says so by an empty cell; any other empty cell is unknown."""
    (row,) = _read(b"title,description,url\n,Type nine pages.,\n")
    assert isinstance(row, Row)
    assert row.fields == {"title": "", "description": "Type nine pages."}


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"title,description\n", b"title,description"])
def test_no_rows(data: bytes) -> None:
    """An empty file, or a header alone, has no rows."""
    assert _read(data) == []


@pytest.mark.parametrize(
    ("line", "why", "original"),
    [
        (b"x", "has 1 cells under a header of 2", ["x"]),
        (b"x,y,z", "has 3 cells under a header of 2", ["x", "y", "z"]),
        (b'"x"y,z', "is not CSV", b'"x"y,z'),
        (b"x,a\xff", "description: is not UTF-8", {"title": "x", "description": "a\udcff"}),
    ],
)
def test_a_broken_row_is_rejected_whole(line: bytes, why: str, original: object) -> None:
    """A row that does not fit its header, or is not CSV in UTF-8, is rejected; the next row is read."""
    rejected, good = _read(b"title,description\n" + line + b"\na,b\n")
    assert isinstance(rejected, Reject)
    assert rejected.error.startswith(why)
    assert (rejected.number, rejected.original) == (1, original)
    assert good == Row(2, {"title": "a", "description": "b"}, {"title": "a", "description": "b"})


def test_a_quote_that_never_closes_takes_the_rest() -> None:
    """What follows an open quote is part of its row, and goes whole into the reject."""
    (reject,) = _read(b'title,description\n"x,y\na,b\n')
    assert isinstance(reject, Reject)
    assert reject.original == b'"x,y\na,b'


def test_an_endless_line_is_rejected() -> None:
    """A line over the limit is rejected in pieces; the next row is read."""
    long, good = _read(b"title,description\n" + b"x" * (MAX_ROW_BYTES * 2) + b"\na,b\n")
    assert isinstance(long, Reject)
    assert isinstance(long.original, LongRow)
    assert good.number == 2


def test_a_nul_byte_is_text() -> None:
    """A NUL byte reaches the posting's own check."""
    (row,) = _read(b"title,description\nx,a\x00b\n")
    assert isinstance(row, Row)
    assert row.fields["description"] == "a\x00b"


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (b"title,url,title", "'title' stands twice"),
        (b"title;description", "separate the columns by commas"),
        (b"title\tdescription", "separate the columns by commas"),
        (b'"ti"tle,x', "the header is not CSV"),
        (b"x" * (MAX_ROW_BYTES + 2**20), "the header is not CSV"),
    ],
    ids=["twice", "semicolon", "tab", "quotes", "endless"],
)
def test_a_header_that_cannot_be_used_is_a_wrong_call(header: bytes, why: str) -> None:
    """Without a header no row can be read, so the whole file is refused."""
    with pytest.raises(CallError, match=why):
        _read(header + b"\nx,y\n")
