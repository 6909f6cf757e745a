"""Tests of `serving.batch.formats`."""

from __future__ import annotations

import io
import pickle

import pytest

from features.errors import CallError
from serving.batch.columns import COLUMNS
from serving.batch.formats import FORMATS, format_of, shape_of


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("-", ".jsonl"),
        ("a.jsonl", ".jsonl"),
        ("a.b.JSON", ".json"),
        ("/x y/a.Csv", ".csv"),
        ("a.parquet", ".parquet"),
        ("a.jsonl.gz", ".jsonl"),
        ("a.csv.zst", ".csv"),
        ("a.JSON.BZ2", ".json"),
        ("a.jsonl.xz", ".jsonl"),
    ],
)
def test_the_extension_names_the_format(name: str, extension: str) -> None:
    """Case does not matter, a compression may follow, and a pipe speaks JSONL."""
    assert format_of(name).extension == extension


@pytest.mark.parametrize(
    "name", ["", "a", "a.txt", "a.gz", "a.jsonl.zip", ".jsonl", "jsonl", "--", "a.xlsx", "a.gz.jsonl.txt"]
)
def test_another_extension_is_a_wrong_call(name: str) -> None:
    """The error lists every extension there is."""
    with pytest.raises(CallError) as caught:
        format_of(name)
    assert all(known.extension in str(caught.value) for known in FORMATS)


def test_parquet_is_not_packed_again() -> None:
    """It has a compression of its own, and the error says what to call it."""
    with pytest.raises(CallError, match=r"compression of its own; name it 'a\.parquet'"):
        format_of("folder/a.parquet.gz")


@pytest.mark.parametrize("skip", range(6))
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b'{"a": 1}\n\n{"b": 2}\n{broken\n{"c": 3}'),
        ("a.csv", b'title,url\na,b\n\n"x"y,z\nc\nd,e\n'),
        ("a.json", b'[{"a": 1}, {"b": 2}, {broken, {"c": 3}]'),
    ],
)
def test_rows_may_be_left_out(name: str, data: bytes, skip: int) -> None:
    """A reader passes over what is done; the rest has its own numbers."""
    read = format_of(name).read
    every = list(read(io.BytesIO(data), name))
    assert list(read(io.BytesIO(data), name, skip)) == [row for row in every if row.number > skip]


def test_a_shape_is_that_of_its_format() -> None:
    """JSON keeps parts, tables do not, unless something else is asked for; all columns unless some are."""
    shapes = [shape_of(name) for name in ("-", "a.json", "a.csv", "a.parquet")]
    assert [shape.nested for shape in shapes] == [True, True, False, False]
    assert {shape.columns for shape in shapes} == {tuple(COLUMNS)}
    assert shape_of("a.parquet", ["verdict", " scam.types"], nested=True).columns == ("verdict", "scam.types")
    assert [shape.ascii_rejects for shape in shapes] == [True, False, False, False]


def test_a_shape_travels() -> None:
    """In another process it is the same, with the same layout."""
    shape = shape_of("a.csv", ["verdict"])
    back = pickle.loads(pickle.dumps(shape))  # noqa: S301 - our own
    assert (back, back.layout.columns, back.format.extension) == (shape, ("verdict",), ".csv")
