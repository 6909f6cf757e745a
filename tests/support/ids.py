"""Identifiers as the marketplace writes them."""

from __future__ import annotations

from datetime import datetime

__all__ = ["id_made"]


def id_made(when: datetime) -> str:
    """Return a posting's id that tells when it was made: milliseconds since the marketplace's own first day, 22 bits up."""
    return f"~02{(round(when.timestamp() * 1000) - 1288834974657) << 22:019}"
