"""Tests of `serving.batch.rejects`."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.batch.lines import LongRow
from serving.batch.rejects import RejectFile, RejectPipe, reject_line
from serving.batch.rows import Original, Reject


def _line(original: Original, *, ascii_only: bool = False) -> Any:
    data = b"".join(reject_line(Reject(7, "why", "pay.min", original), ascii_only=ascii_only))
    assert data.endswith(b"\n")
    assert data.count(b"\n") == 1
    return json.loads(data)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize(
    "text", ['{"a": 1}', "", "né\u2028x", "a\x00b", "\x1b[31mred", 'quote " and \\', "x" * 1_000_000], ids=ascii
)
def test_text_comes_back_as_it_was(text: str, ascii_only: bool) -> None:
    """A line in UTF-8 stands in its reject as text, with its number, reason and field."""
    line = _line(text.encode(), ascii_only=ascii_only)
    assert line == {"row": 7, "error": "why", "field": "pay.min", "input": text}


@given(st.binary())
def test_any_bytes_come_back(data: bytes) -> None:
    """Bytes that are not UTF-8 come back from base64, and the reject says so."""
    line = _line(data)
    back = base64.b64decode(line["input"]) if line.get("encoding") == "base64" else line["input"].encode()
    assert back == data


@given(st.lists(st.binary(max_size=7)))
def test_a_long_row_comes_back_from_its_pieces(pieces: list[bytes]) -> None:
    """However the pieces were cut, the whole row comes back."""
    line = _line(LongRow(iter(pieces)))
    assert base64.b64decode(line["input"], validate=True) == b"".join(pieces)


def test_a_row_of_a_table_is_an_object() -> None:
    """A table's row stands there as an object, a ragged one as its cells."""
    assert _line({"title": "é", "client": {"rating": None}})["input"] == {"title": "é", "client": {"rating": None}}
    assert _line(["a", "b"])["input"] == ["a", "b"]


def test_a_cell_that_is_not_utf_8_is_written_out() -> None:
    """A cell's broken bytes are written as escapes, and the reject says so."""
    line = _line({"title": "a\udcffé"})
    assert (line["encoding"], line["input"]) == ("backslashreplace", {"title": "a\\xffé"})


def test_no_field_is_null() -> None:
    """Where no single field is at fault the field is null."""
    assert json.loads(b"".join(reject_line(Reject(1, "why", "", b""))))["field"] is None


def test_the_file_is_named_where_there_are_several() -> None:
    """A number alone would not tell which row it is."""
    line = json.loads(b"".join(reject_line(Reject(3, "why", "", b"x"), "b/ü.csv")))
    assert (line["file"], line["row"]) == ("b/ü.csv", 3)
    assert "file" not in _line(b"x")


def test_a_terminal_sees_only_ascii() -> None:
    """On standard error no byte of a hostile row can steer a terminal."""
    stream = io.BytesIO()
    with RejectPipe(stream) as rejects:
        reject = Reject(1, "why", "", "\x1b]0;x\x07 \x9b31m \u202e".encode())
        rejects.write(b"".join(reject_line(reject, "é.csv", ascii_only=True)))
        rejects.keep()
    assert all(32 <= byte < 127 for byte in stream.getvalue().rstrip(b"\n"))


def test_a_file_is_made_for_rejects_alone(tmp_path: Path) -> None:
    """Without a reject there is no file, and an old one is removed; with one there is."""
    path = tmp_path / "out.jsonl.rejects.jsonl"
    path.write_text("old")
    with RejectFile(path) as rejects:
        rejects.keep()
    assert list(tmp_path.iterdir()) == []
    with RejectFile(path) as rejects:
        rejects.write(b"".join(reject_line(Reject(1, "why", "", b"x"))))
        rejects.keep()
    assert [json.loads(line)["row"] for line in path.read_text().splitlines()] == [1]


def test_an_unfinished_run_leaves_the_old_rejects(tmp_path: Path) -> None:
    """A run that is broken off changes nothing."""
    path = tmp_path / "out.rejects.jsonl"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), RejectFile(path) as rejects:
        rejects.write(b"".join(reject_line(Reject(1, "why", "", b"x"))))
        raise KeyboardInterrupt
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("out.rejects.jsonl", "old")]
