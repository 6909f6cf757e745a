"""Histories in databases of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from serving.history.store import History
from tests.support.databases import Database


@pytest.fixture
def history(database: Database) -> Iterator[History]:
    """Return an empty history."""
    with History.open(database.where) as history:
        yield history
