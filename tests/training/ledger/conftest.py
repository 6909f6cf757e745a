"""A ledger to fill, and looks at postings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from serving.scorer import Scorer
from tests.support.ledgers import KeptLedger

PUBLISHED = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path, scorer: Scorer) -> KeptLedger:
    """Return an empty ledger."""
    return KeptLedger(tmp_path, scorer)


def day(days: float) -> datetime:
    """Return a moment so many days after `PUBLISHED`."""
    return PUBLISHED + timedelta(days=days)


def page(id_: str, days: float, hires: int | None = 0, **more: Any) -> dict[str, Any]:
    """Return a posting as it is looked at so many days after its publication."""
    plain = {"id": id_, "title": "Sort a shelf of maps", "description": "Forty maps, by year.", "category": "Archives"}
    told = {"posted_at": PUBLISHED.isoformat(), "observed_at": day(days).isoformat(), "activity": {"hires": hires}}
    return plain | told | more
