"""Rows of a file of snapshots, written by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from training.snapshots.read import snapshots_of
from training.snapshots.spells import Spell, spells_of

__all__ = ["PUBLISHED", "look", "spell"]

PUBLISHED = datetime(2026, 1, 10, 12, tzinfo=UTC)


def look(age_days: float, hires: int | None = 0, status: str | None = None, **more: Any) -> dict[str, Any]:
    """Return one look at a posting, so many days after its publication."""
    seen_at = PUBLISHED + timedelta(days=age_days)
    plain = {"id": "p1", "title": "Mend a fence", "description": "", "posted_at": PUBLISHED.isoformat()}
    told = {"observed_at": seen_at.isoformat(), "status": status, "activity": {"hires": hires}}
    return plain | told | more


def spell(*rows: dict[str, Any]) -> Spell:
    """Return the one spell that some looks at one posting make."""
    (found,) = spells_of(snapshots_of(rows).snapshots)[0]
    return found
