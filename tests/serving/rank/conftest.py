"""Entries that the tests of this folder share."""

from __future__ import annotations

from typing import Any, Protocol

import pytest

from serving.rank.entry import Entry


class Make(Protocol):
    """Makes an entry that differs from a plain one in what is given."""

    def __call__(self, row: int, value: float | None, connects: int, **more: Any) -> Entry:
        """Return it."""


@pytest.fixture(scope="session")
def make() -> Make:
    """Return what makes an entry worth an application, without doubt and unlike every other."""

    def entry(row: int, value: float | None, connects: int, **more: Any) -> Entry:
        plain: dict[str, Any] = {
            "row": row, "id": f"p-{row}", "source": None, "title": f"Posting {row}", "text": str(row).encode(),
            "observed_at": None, "is_page": True, "verdict": "apply", "connects": connects, "assumed": False,
            "gain_usd": None if value is None else value + 1.5, "costs_usd": 1.5, "value_usd": value, "deviation": None,
            "p_win": 0.04, "against": "", "missing": (),
        }  # fmt: skip
        return Entry(**(plain | more))

    return entry
