"""What was acknowledged is kept, whatever happens; what was torn is mended."""

from __future__ import annotations

import resource
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from features.errors import CallError, DataError
from tests.training.label.conftest import danger, safe
from training.label.store import Store, read_store


def _opened(path: Path) -> Store:
    return Store.open(path, "anna", clock=lambda: "2026-11-27T20:00:00Z")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the file of three labels, a skip, and one label that was taken back."""
    path = tmp_path / "labels" / "anna.jsonl"
    store = _opened(path)
    store.label("p1", safe())
    store.label("p2", danger())
    store.skip("p3")
    store.label("p4", safe())
    assert store.undo() == "p4"
    store.label("p5", danger(1))
    store.close()
    return path


def test_what_is_written_is_read(kept: Path) -> None:
    """In its order, without what was taken back; a skip is an answer and no label."""
    book = read_store(kept)
    assert book.annotator == "anna"
    assert book.answers == {"p1": safe(), "p2": danger(), "p3": None, "p5": danger(1)}
    assert list(book.labels) == ["p1", "p2", "p5"]


def test_lines_are_only_added(kept: Path) -> None:
    """Taking back is an event as well."""
    before = kept.read_bytes()
    store = _opened(kept)
    assert [store.undo() for _ in range(5)] == ["p5", "p3", "p2", "p1", None]
    store.close()
    assert kept.read_bytes().startswith(before)
    assert read_store(kept).answers == {}


def test_a_line_that_a_crash_tore_is_cut_off_wherever_it_tore(kept: Path) -> None:
    """At every byte of the file's end: all whole lines stay, and the next one stands on a line of its own."""
    data = kept.read_bytes()
    whole = data[: data.rindex(b"\n", 0, -1) + 1]
    for end in range(len(whole), len(data)):
        kept.write_bytes(data[:end])
        assert list(read_store(kept).answers) == ["p1", "p2", "p3"]
        store = _opened(kept)
        assert kept.read_bytes() == whole
        store.skip("p9")
        store.close()
        assert kept.read_bytes().startswith(whole)
        assert list(read_store(kept).answers) == ["p1", "p2", "p3", "p9"]


def test_a_file_torn_at_its_very_beginning_begins_anew(tmp_path: Path) -> None:
    """Nothing was acknowledged yet; a disk may also leave zeros."""
    for data in (b"", b'{"wh', b'{"what":"begin","format":1,"annot', b"\0" * 40):
        path = tmp_path / "torn.jsonl"
        path.write_bytes(data)
        store = _opened(path)
        store.skip("p1")
        store.close()
        assert read_store(path).answers == {"p1": None}


@pytest.mark.parametrize("data", [b"my diary", b"my diary\n", b'{"id": "p1", "risk": 0}\n{"id', b"\xff\xfe"])
def test_a_file_of_somebody_else_is_not_touched(tmp_path: Path, data: bytes) -> None:
    """Not even its last line is cut off."""
    path = tmp_path / "diary.jsonl"
    path.write_bytes(data)
    with pytest.raises(DataError, match="no file of a labelling session"):
        _opened(path)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"id":"p2"', b'"id":"p1"', "line 3: 'p1' was answered before"),
        (b'"undo","id":"p4"', b'"undo","id":"p1"', "line 6: 'undo' of 'p1' does not follow"),
        (b'"risk":2', b'"danger":2', "line 3: 'risk'"),
        (b'"skip","id":"p3"', b'"jump","id":"p3"', "line 4: 'jump'"),
        (b'{"what":"skip"', b'{"what":"skip', "line 4"),
        (b'"format":1', b'"format":2', "line 1: format 2 is not 1"),
        (b'"annotator":"anna"', b'"annotator":"\\u001b[2J"', "line 1: .* is no annotator's name"),
        (b'"annotator":"anna"', b'"annotator":5', "line 1"),
    ],
)
def test_a_changed_line_is_named(kept: Path, old: bytes, new: bytes, words: str) -> None:
    """And nothing is lost: the file stays as it is."""
    changed = kept.read_bytes().replace(old, new, 1)
    kept.write_bytes(changed + b'{"wh')
    for read in (read_store, _opened):
        with pytest.raises(DataError, match=words):
            read(kept)
    assert kept.read_bytes() == changed + b'{"wh'


def test_one_session_at_a_time(kept: Path) -> None:
    """A second one would ask the same postings; once the first has ended it may."""
    store = _opened(kept)
    with pytest.raises(CallError, match="open in another labelling session"):
        _opened(kept)
    store.close()
    _opened(kept).close()


def test_an_annotator_writes_to_a_file_of_their_own(kept: Path) -> None:
    """Two people's answers in one file could not be told apart."""
    with pytest.raises(CallError, match="is of annotator anna; use --annotator anna"):
        Store.open(kept, "ben")


def test_only_its_owner_may_read_it(kept: Path) -> None:
    """Evidence is words of postings."""
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder, and a link to elsewhere."""
    (tmp_path / "there.jsonl").symlink_to(tmp_path / "elsewhere")
    for name in ("there.jsonl", "."):
        with pytest.raises(CallError, match="--out"):
            _opened(tmp_path / name)
    assert not (tmp_path / "elsewhere").exists()


_WRITER = """
import sys
from pathlib import Path
from training.label.store import Store
store = Store.open(Path(sys.argv[1]), "anna")
for number in range(10**9):
    store.skip(f"p{number}")
    print(f"p{number}", flush=True)
"""


def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    """SIGKILL in the midst of writing; what it said was kept is there, and work goes on."""
    path = tmp_path / "anna.jsonl"
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        acknowledged = [process.stdout.readline().strip() for _ in range(50)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    store = _opened(path)
    answered = list(store.book.answers)
    assert answered[: len(acknowledged)] == acknowledged
    assert len(answered) - len(acknowledged) <= 1
    store.close()


@pytest.mark.parametrize("room", [0, 10])
def test_a_full_disk_leaves_no_half_line_and_no_half_answer(kept: Path, room: int) -> None:
    """The answer is not counted, and can be given again once there is room."""
    store, before = _opened(kept), kept.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, limits[1]))
    try:
        with pytest.raises(OSError, match=r"too large|only part"):
            store.label("p9", safe())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "p9" not in store.book.answers
    assert kept.read_bytes() == before
    store.label("p9", safe())
    store.close()
    assert read_store(kept).answers["p9"] == safe()
