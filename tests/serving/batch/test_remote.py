"""Tests of `serving.batch.remote`: object stores, with the one that fsspec keeps in memory."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving.batch.command import ScoreCall, run_score
from serving.batch.remote import local_place
from tests.support.server import ROOT

_LINE = b'{"id": "p-1", "title": "Tidy a sheet", "description": "Ten rows."}\n'


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return an empty store in memory, and let the cache lie in a folder of the test."""
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install '.[remote]'")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = fsspec.filesystem("memory")
    store.mkdir("/bids")
    yield store
    store.rm("/bids", recursive=True)


def _left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_store_is_read_and_written(store: Any, tmp_path: Path) -> None:
    """Objects, packed ones too; the rejects beside the output; nothing stays on this machine."""
    store.pipe_file("/bids/a.jsonl", _LINE + b"{broken\n")
    store.pipe_file("/bids/b.jsonl.gz", gzip.compress(_LINE * 2))
    call = ScoreCall(("memory://bids/a.jsonl", "memory://bids/b.jsonl.gz"), "memory://bids/out.csv", columns=("id",))
    assert run_score(call) == 3
    assert store.cat_file("/bids/out.csv") == b"id\np-1\np-1\np-1\n"
    (reject,) = [json.loads(line) for line in store.cat_file("/bids/out.csv.rejects.jsonl").splitlines()]
    assert (reject["file"], reject["row"]) == ("memory://bids/a.jsonl", 2)
    assert _left(tmp_path) == []


def test_folders_and_patterns_of_a_store(store: Any, tmp_path: Path) -> None:
    """As those of a disk; a run without rejects removes those of an earlier one."""
    for name in ("b.jsonl", "a.jsonl", "notes.txt", "old.jsonl.rejects.jsonl"):
        store.pipe_file(f"/bids/{name}", _LINE)
    for names in ("memory://bids/*.jsonl", "memory://bids"):
        store.pipe_file("/out.csv.rejects.jsonl", b"old")
        assert run_score(ScoreCall((names,), "memory://out.csv", columns=("id",))) == 0
        assert store.cat_file("/out.csv") == b"id\np-1\np-1\n"
        assert not store.exists("/out.csv.rejects.jsonl")
    assert run_score(ScoreCall(("memory://bids",), "memory://made/", columns=("id",))) == 0
    assert sorted(one.rpartition("/")[2] for one in store.ls("/made", detail=False)) == ["a.jsonl", "b.jsonl"]
    assert _left(tmp_path) == []


def test_a_file_may_have_an_address(tmp_path: Path) -> None:
    """``file://`` is a file, whoever writes it, and needs no other package."""
    (tmp_path / "in.jsonl").write_bytes(_LINE)
    call = ScoreCall((f"file://{tmp_path}/in.jsonl",), f"file://{tmp_path}/out.csv", columns=("id",))
    assert run_score(call) == 0
    assert (tmp_path / "out.csv").read_bytes() == b"id\np-1\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("memory://bids/in.jsonl",), "memory:// needs fsspec, which is not installed; pip install"),
        (("in.jsonl", "-o", "s3://bids/out.jsonl"), "s3:// needs fsspec, which is not installed; pip install"),
    ],
)
def test_without_fsspec_it_is_a_wrong_call(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """The message names what to install, before anything is scored."""
    (tmp_path / "in.jsonl").write_bytes(_LINE)
    # As where it is not installed: None in its place is what Python itself offers for this.
    code = "import sys; sys.modules['fsspec'] = sys.modules['fsspec.core'] = None; from serving.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "score", *arguments],
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        check=False,
        text=True,
    )
    assert (result.returncode, said in result.stderr, "Traceback" in result.stderr) == (2, True, False)
    assert _left(tmp_path) == [tmp_path / "in.jsonl"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("sources", "target", "said"),
    [
        ("memory://bids/none.jsonl", "out.jsonl", "none.jsonl does not exist"),
        ("memory://bids/*.csv", "out.jsonl", "is a pattern without files"),
        ("quux://bids/a.jsonl", "out.jsonl", "fsspec knows no 'quux'"),
        ("memory://bids/a.txt", "out.jsonl", "ends in none of"),
    ],
)
def test_what_no_store_has_is_a_wrong_call(sources: str, target: str, said: str) -> None:
    """By its address."""
    from features.errors import CallError

    with pytest.raises(CallError, match=said):
        run_score(ScoreCall((sources,), target))


def test_each_address_has_a_place_of_its_own() -> None:
    """So that what is not sent yet is found again, and nothing else."""
    places = {local_place(f"s3://{name}") for name in ("a/out.csv", "b/out.csv", "a/out.json")}
    assert len(places) == 3
    assert local_place("out.csv") == Path("out.csv")
