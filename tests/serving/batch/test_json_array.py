"""Tests of `serving.batch.json_array`."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import CallError
from serving.batch import json_array
from serving.batch.json_array import read_json
from serving.batch.lines import MAX_ROW_BYTES, LongRow
from serving.batch.rows import Reject, Row

_TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4),
)


def _read(data: bytes) -> list[Row | Reject]:
    return list(read_json(io.BytesIO(data), "in.json"))


def _fields(data: bytes) -> list[Any]:
    """Return what each row holds; the number alone of a rejected one."""
    return [row.fields if isinstance(row, Row) else row.number for row in _read(data)]


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b"", []),
        (b" \n\xc2"[:2], []),
        (b"[]", []),
        (b"\xef\xbb\xbf [ \n ] \n", []),
        (b'[{"a": 1}, {"b": "],[}{\\""}]', [{"a": 1}, {"b": '],[}{"'}]),
        (b'[1, null, [2], "x"]', [1, None, [2], "x"]),
        (b'{"title": "one"}', [{"title": "one"}]),
        (b'{"postings": [{"a": 1}, {"b": 2}], "profile": {}}', [{"a": 1}, {"b": 2}]),
        (b'{"postings": 3, "title": "x"}', [{"postings": 3, "title": "x"}]),
    ],
)
def test_an_array_or_an_object_is_read(data: bytes, fields: list[Any]) -> None:
    """An array gives its elements, an object is one posting or holds them, and nothing gives nothing."""
    assert _fields(data) == fields


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b'[{"a": 1}, {"b": nope}, {"c": 3}]', [{"a": 1}, 2, {"c": 3}]),
        (b'[{"a": 1}, , {"c": 3}]', [{"a": 1}, 2, {"c": 3}]),
        (b'[{"a": 1},]', [{"a": 1}, 2]),
        (b'[{"a": "\xff"}, {"c": 3}]', [1, {"c": 3}]),
        (b'[{"a": 1}, {"b": 2', [{"a": 1}, 2]),
        (b'[{"a": 1}, {"b": 2}', [{"a": 1}, {"b": 2}, 3]),
        (b'[{"a": 1}', [{"a": 1}, 2]),
        (b"[", [1]),
        (b'[{"a": "never closed}, {"b": 2}]', [1]),
        (b'[{"a": [1}, {"b": 2}]', [1]),
        (b'[}, {"b": 2}]', [1, {"b": 2}]),
        (b'[{"a": 1}] and more', [{"a": 1}, 2]),
        (b'{"a": 1}\n{"b": 2}\n', [1]),
        (b'{"a": ', [1]),
        (b"[" * 200_000, [1]),
        (b'[{"a": 1}, ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"]", [{"a": 1}, 2]),
    ],
)
def test_what_is_broken_is_rejected(data: bytes, fields: list[Any]) -> None:
    """A broken element is rejected with its number; the reading goes on where the next one can be found."""
    assert _fields(data) == fields


@pytest.mark.parametrize(
    "data",
    [
        b'[{"a": 1}, {"b": nope}, {"c": 3}]',
        b'[{"a": 1}, {"b": 2}',
        b'[{"a": 1}, {"b": 2',
        b'[{"a": 1}] and more',
        b'{"postings": [{"a": 1}, {"b": 2}, 3]}',
        b"[",
        b"[]",
    ],
)
def test_rows_may_be_left_out(data: bytes) -> None:
    """What is done is passed over, and the rest is what it would have been, its last word included."""
    every = _read(data)
    for skip in range(5):
        assert list(read_json(io.BytesIO(data), "in.json", skip)) == [row for row in every if row.number > skip]


def test_a_reject_holds_the_element() -> None:
    """The text of a broken element is kept exactly, without the commas around it."""
    (_, reject) = _read('[{"a": 1}, {"b": né} ]'.encode())
    assert reject.original == '{"b": né}'.encode()


@pytest.mark.parametrize("data", [b"title,description\n", b'"text"', b"17", b"\x00\x01", b"\x1f\x8b\x08"])
def test_what_is_no_json_is_a_wrong_call(data: bytes) -> None:
    """A file that begins neither an array nor an object is refused, with its name and beginning."""
    with pytest.raises(CallError, match=r"in\.json begins with"):
        _read(data)


@given(elements=st.lists(_TREES, max_size=5), size=st.integers(1, 9), indent=st.none() | st.integers(0, 2))
def test_elements_are_those_of_a_json_parser(elements: list[Any], size: int, indent: int | None) -> None:
    """Wherever the chunks are cut, the elements are what a parser of the whole file finds."""
    data = json.dumps(elements, indent=indent, ensure_ascii=bool(size % 2)).encode()
    chunks = iter([data[at : at + size] for at in range(1, len(data), size)])
    assert [row.fields for row in json_array._array(chunks) if isinstance(row, Row)] == elements


@given(st.binary(), st.integers(1, 9))
def test_hostile_bytes_only_make_rows_or_rejects(data: bytes, size: int) -> None:
    """Whatever stands in an array, nothing is raised and the numbers count up."""
    chunks = iter([data[at : at + size] for at in range(0, len(data), size)])
    numbers = [row.number for row in json_array._array(chunks)]
    assert numbers == sorted(numbers)


def test_an_endless_element_is_rejected() -> None:
    """An element over the limit is rejected without being parsed; the next one is read."""
    long, good = _read(b'[{"a": "' + b"x" * MAX_ROW_BYTES * 2 + b'"}, {"b": 2}]')
    assert isinstance(long, Reject)
    assert isinstance(long.original, LongRow)
    assert good == Row(2, {"b": 2}, b'{"b": 2}')


def test_a_posting_nested_too_deeply_is_a_reject() -> None:
    """Read it can be, and not written down again."""
    rows = list(read_json(io.BytesIO(b'{"postings": [' + b"[" * 900 + b"]" * 900 + b', {"title": "x"}]}'), "in.json"))
    assert [type(row) for row in rows] == [Reject, Row]
    assert "nested too deeply" in rows[0].error  # type: ignore[union-attr]
