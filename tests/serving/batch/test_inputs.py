"""Tests of `serving.batch.inputs` and `serving.batch.plan`: names to files, files to outputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.errors import CallError
from serving.batch.inputs import Source, sources_of
from serving.batch.plan import check_call, planned
from serving.batch.reading import Reading

_LINE = b'{"title": "Tidy a sheet", "description": "Ten rows."}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with inputs of all kinds."""
    for name in ("b.jsonl", "a.csv", "c.JSON", "deep/d.jsonl", "deep/er/e.jsonl.gz", "odd[1].jsonl", ".hidden.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(_LINE)
    for name in ("notes.txt", "b.jsonl.rejects.jsonl", "empty/none.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["b.jsonl", "a.csv"], ["b.jsonl", "a.csv"]),
        (["-"], ["-"]),
        (["."], ["a.csv", "b.jsonl", "c.JSON", "odd[1].jsonl"]),
        (["deep"], ["deep/d.jsonl"]),
        (["*.jsonl"], ["b.jsonl", "odd[1].jsonl"]),
        (["[ab].*"], ["a.csv", "b.jsonl"]),
        (["odd[1].jsonl"], ["odd[1].jsonl"]),
        (["deep/**"], ["deep/d.jsonl", "deep/er/e.jsonl.gz"]),
        (["deep", "*.csv"], ["deep/d.jsonl", "a.csv"]),
        (["b.jsonl.rejects.jsonl"], ["b.jsonl.rejects.jsonl"]),
    ],
)
def test_names_become_files(names: list[str], found: list[str]) -> None:
    """Files as they are named; those of a folder or a pattern by name, none hidden, unknown or of rejects."""
    assert [Path(source.name).as_posix() for source in sources_of(names)] == found


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["none.jsonl"], "none.jsonl does not exist"),
        (["notes.txt"], "'notes.txt' ends in none of"),
        (["*.parquet"], r"\*.parquet is a pattern without files"),
        (["empty"], "empty is a folder without files"),
        (["-", "-"], "twice"),
    ],
)
def test_what_is_not_there_is_a_wrong_call(names: list[str], said: str) -> None:
    """By name, with what is known."""
    with pytest.raises(CallError, match=said):
        sources_of(names)


def test_the_rows_of_an_input_and_how_far_they_are(folder: Path) -> None:
    """The position counts whole inputs that are read or left out, as they lie on the disk."""
    (folder / "two.jsonl").write_bytes(_LINE * 2)
    first, second = sources_of(["b.jsonl", "two.jsonl"])
    reading = Reading()
    assert [row.number for row in reading.rows(second, 1)] == [2]
    assert reading.position() == second.size == len(_LINE) * 2
    reading.leave_out(first)
    assert reading.position() == len(_LINE) * 3


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("target", ["empty", "new/"])
def test_in_a_folder_each_input_has_its_own_output(target: str) -> None:
    """Of the same name, in the shape of its own format; the folder is made."""
    outputs = planned(["b.jsonl", "a.csv", "deep/er/e.jsonl.gz"], target)
    names = [Path(target, name) for name in ("b.jsonl", "a.csv", "e.jsonl.gz")]
    assert [Path(output.target) for output in outputs] == names
    assert [output.shape.nested for output in outputs] == [True, False, True]
    check_call(outputs, [], resume=False)
    assert Path(target).is_dir()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("names", "target", "said"),
    [
        (["b.jsonl"], ".", "same file as IN"),
        (["a.csv", "b.jsonl"], "b.jsonl", "same file as IN"),
        (["b.jsonl.rejects.jsonl"], "b.jsonl", "the file of rejects is the same file as IN"),
        (["b.jsonl", "deep/../b.jsonl"], "empty", "would both become empty/b.jsonl"),
        (["-"], "empty", "has no name to take there"),
        (["b.jsonl"], "notes.txt/", "cannot be made a folder"),
        (["b.jsonl"], "c.out", "ends in none of"),
    ],
)
def test_what_cannot_be_written_is_a_wrong_call(names: list[str], target: str, said: str) -> None:
    """Nothing that is read is written over, and no two outputs are one."""
    with pytest.raises(CallError, match=said):
        check_call(planned(names, target), [], resume=False)


def test_a_pipe_cannot_be_gone_on_with() -> None:
    """Its rows are gone."""
    (output,) = planned(["-"], "out.jsonl")
    assert (output.resumable, output.sources) == (False, (Source("-"),))
