"""Where the history lies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from serving.history.place import OFF, place


@pytest.mark.skipif(sys.platform != "linux", reason="the variable is Linux's own")
def test_by_default_it_lies_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As the environment names it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert place(None) == str(tmp_path / "bidworthy" / "history.sqlite3")
    assert not list(tmp_path.iterdir())


def test_it_can_be_named_or_left_out() -> None:
    """A file that is called off is `./off`."""
    assert place("here.sqlite3") == "here.sqlite3"
    assert place(OFF) is None
    assert place("./off") == "./off"
