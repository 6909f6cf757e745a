"""Histories in files of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving.history.store import History


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a history may be made."""
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(file: Path) -> Iterator[History]:
    """Return an empty history."""
    with History.open(file) as history:
        yield history
