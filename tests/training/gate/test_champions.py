"""A bundle in its place, and the way back, whatever happens in between."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from features.errors import BundleError, CallError, DataError
from serving.bundle import DEFAULT_BUNDLE, load_bundle
from tests.training.gate.conftest import changed
from training.gate import champions
from training.gate.champions import install, roll_back


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a place with a bundle in use."""
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "place"))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Return another bundle, with a file that the first has not."""
    return changed(DEFAULT_BUNDLE, tmp_path / "second", manifest=lambda said: said.update(version="0.2.0"))


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_steps_there_and_two_back(place: Path, second: Path, tmp_path: Path) -> None:
    """Each promotion is taken back by itself; then there is nothing left to go back to."""
    kept, first = tmp_path / "kept", _bytes(place)
    third = changed(DEFAULT_BUNDLE, tmp_path / "third", manifest=lambda said: said.update(version="0.3.0"))
    assert install(second, place, kept)[0] == "bidworthy-0.2.0"
    assert install(third, place, kept)[0] == "bidworthy-0.3.0"
    assert _bytes(place) == _bytes(third)
    assert roll_back(place, kept)[0] == "bidworthy-0.2.0"
    assert _bytes(place) == _bytes(second)
    roll_back(place, kept)
    assert _bytes(place) == first
    with pytest.raises(CallError, match="nothing to go back to"):
        roll_back(place, kept)


def test_killed_in_between_it_can_go_back(
    place: Path, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that was half written is no bundle, and the old one comes back all the same."""
    kept, first = tmp_path / "kept", _bytes(place)

    def killed(bundle: object, where: Path) -> None:
        (where / "manifest.json").unlink()
        (where / "risk.json").write_bytes(b"{")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(champions, "_write", killed)
        with pytest.raises(KeyboardInterrupt):
            install(second, place, kept)
    with pytest.raises(BundleError):
        load_bundle(place)
    roll_back(place, kept)
    assert _bytes(place) == first


def test_only_what_is_a_bundles_goes(place: Path, second: Path, tmp_path: Path) -> None:
    """A file that another version had is gone, so that nobody takes it for part of this one; others are somebody's."""
    (place / "expected.json").write_text("{}", encoding="utf-8")
    (place / "notes.txt").write_text("mine", encoding="utf-8")
    install(second, place, tmp_path / "kept")
    assert _bytes(place) == _bytes(second) | {"notes.txt": b"mine"}


def test_a_folder_of_something_else_is_left_alone(second: Path, tmp_path: Path) -> None:
    """And so is a file."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("dear", encoding="utf-8")
    for name in ("letters", "letters/dear.txt"):
        with pytest.raises(CallError, match="holds other files and no bundle"):
            install(second, tmp_path / name, tmp_path / "kept")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_two_places_have_a_way_back_each(place: Path, second: Path, tmp_path: Path) -> None:
    """What was promoted elsewhere does not come here."""
    kept, first = tmp_path / "kept", _bytes(place)
    other = Path(shutil.copytree(second, tmp_path / "other"))
    install(second, place, kept)
    install(DEFAULT_BUNDLE, other, kept)
    roll_back(place, kept)
    assert (_bytes(place), _bytes(other)) == (first, _bytes(DEFAULT_BUNDLE))
    with pytest.raises(CallError, match="nothing to go back to"):
        roll_back(place, kept)


def test_after_a_kill_the_same_again_keeps_the_way_back(
    place: Path, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever promotes again instead of going back can still go back, to what was there before both."""
    kept, first = tmp_path / "kept", _bytes(place)
    with monkeypatch.context() as patch:
        patch.setattr(champions, "_write", lambda _, where: (where / "manifest.json").unlink())
        install(second, place, kept)
    install(second, place, kept)
    roll_back(place, kept)
    roll_back(place, kept)
    assert _bytes(place) == first


def test_a_broken_bundle_changes_nothing(place: Path, second: Path, tmp_path: Path) -> None:
    """It is refused before anything is written."""
    first = _bytes(place)
    (second / "pay.json").write_bytes(b"{}")
    with pytest.raises(BundleError, match=r"pay\.json"):
        install(second, place, tmp_path / "kept")
    assert (_bytes(place), (tmp_path / "kept").exists()) == (first, False)


def test_a_torn_last_line_was_of_nothing(place: Path, second: Path, tmp_path: Path) -> None:
    """What was killed while it wrote its journal had done nothing yet; the next line stands on its own."""
    kept, first = tmp_path / "kept", _bytes(place)
    install(second, place, kept)
    with (kept / "promotions.jsonl").open("ab") as file:
        file.write(b'{"what": "prom')
    roll_back(place, kept)
    assert _bytes(place) == first
    install(second, place, kept)
    assert len((kept / "promotions.jsonl").read_bytes().splitlines()) == 3
    roll_back(place, kept)


def test_a_broken_journal_is_told(place: Path, tmp_path: Path) -> None:
    """With its name and the next step."""
    (tmp_path / "kept").mkdir()
    for line in ('{"what": "prom', "[1]", '{"what": "promoted", "place": "x", "now": "../../etc", "before": null}'):
        (tmp_path / "kept" / "promotions.jsonl").write_text(line + "\n", encoding="utf-8")
        with pytest.raises(DataError, match=r"promotions\.jsonl cannot be read"):
            roll_back(place, tmp_path / "kept")
