"""Tests of `serving.batch.spool` and `serving.batch.frames`: what is kept is found again, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from features.errors import BrokenOff, CallError
from serving.batch.chunks import Piece
from serving.batch.files import Output
from serving.batch.frames import Found, Kind
from serving.batch.spool import Spool, spool_path

MADE_OF = {"bundle": "a-1", "profile": "none", "shape of the answers": {"nested": True}, "inputs": [["in.jsonl", 9, 1]]}
PIECES = [
    Piece(0, 4, 3, 1, b"three", b"one"),
    Piece(0, 5, 0, 0, b"", b"half a long row", ends=False),
    Piece(0, 5, 0, 1, b"", b", and its end"),
    Piece(1, 2, 2, 0, b"two more", b""),
]


def _kept(folder: Path, pieces: list[Piece], made_of: Mapping[str, Any] = MADE_OF) -> Path:
    """Leave a spool behind, as a run that was broken off does."""
    target = folder / "out.jsonl"
    with pytest.raises(BrokenOff), Spool(target, made_of) as spool:
        for piece in pieces:
            spool.add(piece)
        raise BrokenOff
    return target


def _found(target: Path) -> tuple[Found, list[tuple[bytes, bytes]]]:
    with pytest.raises(BrokenOff), Spool(target, MADE_OF, resume=True) as spool:
        found, bodies = spool.found, list(spool.bodies())
        raise BrokenOff
    return found, bodies


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    """The place to go on, the counts, and every byte."""
    found, bodies = _found(_kept(tmp_path, PIECES))
    assert (found.source, found.row, found.scored, found.rejected, found.complete) == (1, 2, 5, 2, False)
    assert bodies == [(piece.output, piece.rejects) for piece in PIECES]


def test_it_can_be_added_to(tmp_path: Path) -> None:
    """What comes later stands behind what was kept."""
    target = _kept(tmp_path, PIECES[:1])
    with pytest.raises(BrokenOff), Spool(target, MADE_OF, resume=True) as spool:
        for piece in PIECES[1:]:
            spool.add(piece)
        spool.complete()
        raise BrokenOff
    found, bodies = _found(target)
    assert (found.scored, found.rejected, found.complete) == (5, 2, True)
    assert bodies == [(piece.output, piece.rejects) for piece in PIECES]


def test_a_torn_tail_is_cut_off(tmp_path: Path) -> None:
    """Wherever the file ends, what is found are whole pieces up to one after which it can go on."""
    target = _kept(tmp_path, PIECES)
    whole = spool_path(target).read_bytes()
    seen = set()
    for size in range(len(whole)):
        spool_path(target).write_bytes(whole[:size])
        found, bodies = _found(target)
        assert bodies == [(piece.output, piece.rejects) for piece in PIECES[: len(bodies)]]
        seen.add((found.source, found.row, found.scored, found.rejected, len(bodies)))
    assert seen == {(0, 0, 0, 0, 0), (0, 4, 3, 1, 1), (0, 5, 3, 2, 3)}


def test_a_damaged_tail_is_cut_off(tmp_path: Path) -> None:
    """A byte that is another one ends what is trusted, wherever it is."""
    target = _kept(tmp_path, PIECES)
    whole = spool_path(target).read_bytes()
    begin = whole.index(b"half a long row")
    for at in range(begin, len(whole)):
        spool_path(target).write_bytes(whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        found, bodies = _found(target)
        assert len(bodies) in (1, 3)
        assert found.row in (4, 5)


def test_without_resume_it_is_begun_anew(tmp_path: Path) -> None:
    """What is kept is not taken for what this run did."""
    target = _kept(tmp_path, PIECES)
    with pytest.raises(BrokenOff), Spool(target, MADE_OF) as spool:
        assert spool.found == Found()
        raise BrokenOff
    assert _found(target)[1] == []


@pytest.mark.parametrize(
    ("name", "now", "said"),
    [
        ("bundle", "b-2", "another bundle: a-1, and not b-2"),
        ("profile", "3f", "another profile: none, and not 3f"),
        ("shape of the answers", {"nested": False}, "--columns, --nested"),
        ("inputs", [["in.jsonl", 9, 2]], "another content of in.jsonl"),
        ("inputs", [["b.jsonl", 9, 1]], r"other inputs \(in.jsonl, and not b.jsonl\)"),
        ("inputs", [["in.jsonl", 9, 1], ["b.jsonl", 9, 1]], "other inputs"),
    ],
)
def test_a_run_made_of_something_else_is_refused(tmp_path: Path, name: str, now: object, said: str) -> None:
    """What differs is told, the way out as well, and what is kept stays."""
    target = _kept(tmp_path, PIECES)
    before = spool_path(target).read_bytes()
    with pytest.raises(CallError, match=said) as caught, Spool(target, {**MADE_OF, name: now}, resume=True):
        pass
    assert "leave --resume out" in str(caught.value)
    assert spool_path(target).read_bytes() == before


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    """Also under another name of the same file; once the first is done the next may."""
    pytest.importorskip("fcntl", reason="this system has no locks of files")
    (tmp_path / "other.jsonl").symlink_to("out.jsonl")
    with Spool(tmp_path / "out.jsonl", MADE_OF) as spool:
        for name in ("out.jsonl", "other.jsonl"):
            with pytest.raises(CallError, match="being written by another run"), Spool(tmp_path / name, MADE_OF):
                pass
        spool.remove()
    with Spool(tmp_path / "out.jsonl", MADE_OF) as spool:
        spool.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["other.jsonl"]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device"), BrokenOff("killed")])
def test_broken_off_from_outside_it_stays(tmp_path: Path, fault: BaseException) -> None:
    """And whoever tells of the fault can tell how to go on."""
    with pytest.raises(type(fault)) as caught, Spool(tmp_path / "out.jsonl", MADE_OF):
        raise fault
    assert "--resume" in caught.value.__notes__[0]
    assert [path.name for path in tmp_path.iterdir()] == [".out.jsonl.unfinished"]


def test_for_a_fault_of_the_call_it_goes(tmp_path: Path) -> None:
    """Nobody could go on with it, and neither with what came through a pipe."""
    with pytest.raises(CallError), Spool(tmp_path / "out.jsonl", MADE_OF):
        raise CallError
    with pytest.raises(KeyboardInterrupt) as caught, Spool(tmp_path / "out.jsonl", MADE_OF, can_resume=False):
        raise KeyboardInterrupt
    assert not hasattr(caught.value, "__notes__")
    assert list(tmp_path.iterdir()) == []


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """Postings may be somebody's secret until their file is whole, with the rights that it gets then."""
    assert spool_path(_kept(tmp_path, PIECES)).stat().st_mode & 0o077 == 0


def test_no_link_is_followed(tmp_path: Path) -> None:
    """Its name can be foreseen, so somebody may have put a link there."""
    (tmp_path / "theirs").write_text("kept")
    spool_path(tmp_path / "out.jsonl").symlink_to("theirs")
    with pytest.raises(CallError, match="cannot be written"), Spool(tmp_path / "out.jsonl", MADE_OF):
        pass
    assert (tmp_path / "theirs").read_text() == "kept"


def _naming(target: Path, *, named: bool) -> None:
    """Leave what a program leaves that is killed as it names its output, before that or just after."""
    with pytest.raises(BrokenOff), Spool(target, MADE_OF) as spool:
        spool.add(PIECES[0])
        spool.complete()
        out = Output(target, alone=True).__enter__()
        out.stream.write(b"three")
        out.settle()
        spool._add(Kind.NAMING, Piece(0, 0, 0, 0, b"", b""))
        if named:
            out.keep()
        raise BrokenOff


@pytest.mark.parametrize("once", [False, True])
def test_killed_before_an_output_has_its_name(tmp_path: Path, once: bool) -> None:
    """All is read, and the output is still to be made."""
    target = tmp_path / "out.jsonl"
    _naming(target, named=False)
    with pytest.raises(BrokenOff), Spool(target, MADE_OF, resume=True, once=once) as spool:
        assert (spool.found.complete, spool.found.kept, spool.found.scored) == (True, False, 3)
        raise BrokenOff


def test_killed_just_after_an_output_has_its_name(tmp_path: Path) -> None:
    """It is there; and where somebody took it away since, it is made again unless it shall be made once."""
    target = tmp_path / "out.jsonl"
    for taken, once, kept in ((False, False, True), (False, True, True), (True, True, True), (True, False, False)):
        _naming(target, named=True)
        if taken:
            target.unlink()
        with pytest.raises(BrokenOff), Spool(target, MADE_OF, resume=True, once=once) as spool:
            assert spool.found.kept == kept, (taken, once)
            assert spool.found.scored == (3 if kept else 0)
            raise BrokenOff


def test_an_output_that_could_not_be_named_is_still_to_be_made(tmp_path: Path) -> None:
    """A program that is told so takes back what it said."""
    target = tmp_path / "out.jsonl"
    with pytest.raises(OSError, match="read-only"), Spool(target, MADE_OF) as spool:
        spool.complete()
        with spool.naming():
            raise OSError("read-only")
    with pytest.raises(BrokenOff), Spool(target, MADE_OF, resume=True, once=True) as spool:
        assert (spool.found.complete, spool.found.naming, spool.found.kept) == (True, False, False)
        raise BrokenOff


def test_what_is_made_once_begins_anew_with_other_settings(tmp_path: Path) -> None:
    """Of an output that had no name nothing is lost; one that had its name was made; another input is another output."""
    other, changed = MADE_OF | {"profile": "mine"}, MADE_OF | {"inputs": [["in.jsonl", 10, 2]]}
    target = tmp_path / "out.jsonl"
    for named, asked, kept, scored in ((False, other, False, 0), (True, other, True, 3), (True, changed, False, 0)):
        _naming(target, named=named)
        with pytest.raises(BrokenOff), Spool(target, asked, resume=True, once=True) as spool:
            assert (spool.found.kept, spool.found.scored) == (kept, scored)
            raise BrokenOff
