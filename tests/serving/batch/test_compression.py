"""Tests of `serving.batch.compression`: files that are packed, in and out."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import resource
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import CallError
from serving.batch.compression import PACKED, BrokenArchive, packing, unpacked, without_packing
from serving.batch.inputs import sources_of
from serving.batch.reading import Reading
from serving.batch.rows import Reject

_LINES = b"".join(b'{"title": "Sheet %d", "description": "Row %x."}\n' % (n, n * 7919) for n in range(30_000))

_OTHERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: pa.compress(data, "zstd", asbytes=True),
}


def _packed(data: bytes, extension: str, size: int = 2**16) -> bytes:
    stream = io.BytesIO()
    with packing(stream, f"x.jsonl{extension}") as inner:
        for at in range(0, len(data), size):
            inner.write(data[at : at + size])
    return stream.getvalue()


def _unpacked(data: bytes, extension: str) -> bytes:
    return unpacked(io.BytesIO(data), f"x.jsonl{extension}").read()


@pytest.mark.parametrize("extension", ["", *PACKED])
@given(data=st.binary())
def test_what_is_packed_comes_back(extension: str, data: bytes) -> None:
    """Whatever it is, nothing included."""
    assert _unpacked(_packed(data, extension), extension) == data


@pytest.mark.parametrize("extension", PACKED)
def test_it_is_the_usual_format(extension: str) -> None:
    """What other programs packed is read, also in several parts one after the other."""
    once = _OTHERS[extension](_LINES)
    assert _unpacked(once, extension) == _LINES
    assert _unpacked(once + _OTHERS[extension](b"more\n"), extension) == _LINES + b"more\n"


@pytest.mark.parametrize("extension", PACKED)
def test_the_same_content_gives_the_same_bytes(extension: str) -> None:
    """However it comes in pieces; and nothing of the time or of a name is in it."""
    assert len({_packed(_LINES, extension, size) for size in (999, 65_536, len(_LINES))}) == 1
    assert b"x.jsonl" not in _packed(_LINES, extension)
    if extension == ".gz":
        assert _packed(b"", extension)[4:8] == bytes(4)


@pytest.mark.parametrize("extension", PACKED)
def test_a_broken_archive_names_the_file_and_the_row(tmp_path: Path, extension: str) -> None:
    """What was whole is read before; a file cut short is not taken for all of it."""
    path = tmp_path / f"in.jsonl{extension}"
    whole = _packed(_LINES, extension)
    path.write_bytes(whole[: len(whole) * 2 // 3])
    rows, (source,) = [], sources_of([str(path)])
    with pytest.raises(CallError, match=r"in\.jsonl\S+, after row [\d,]+: the file cannot be unpacked") as caught:
        for row in Reading().rows(source):
            rows.append(row.number)
    assert rows == list(range(1, len(rows) + 1))
    assert 0 < len(rows) < 30_000
    assert f"after row {len(rows):,}" in str(caught.value)


@pytest.mark.parametrize("extension", PACKED)
@pytest.mark.parametrize("data", [_LINES[:500], b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"])
def test_what_is_no_archive_is_refused(extension: str, data: bytes) -> None:
    """Its name says more than it holds."""
    with pytest.raises(BrokenArchive, match="cannot be unpacked"):
        _unpacked(data, extension)


@pytest.mark.parametrize("extension", PACKED)
def test_a_bomb_takes_no_memory(tmp_path: Path, extension: str) -> None:
    """A small file that unpacks to a line of 400 MB is one reject, read in pieces, as it was packed in pieces."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path = tmp_path / f"in.jsonl{extension}"
    with path.open("wb") as file, packing(file, path.name) as inner:
        for _ in range(100):
            inner.write(b" " * 2**22)
    (source,) = sources_of([str(path)])
    (row,) = Reading().rows(source)
    assert isinstance(row, Reject)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 150 * 2**10


@pytest.mark.parametrize(
    ("name", "inner"), [("a.jsonl.gz", "a.jsonl"), ("a.CSV.ZST", "a.CSV"), ("a.jsonl", "a.jsonl"), ("-", "-"), ("gz", "gz")]
)
def test_a_name_without_its_packing(name: str, inner: str) -> None:
    """What is left tells the format."""
    assert without_packing(name) == inner
