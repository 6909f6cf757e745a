"""The name: how messages name where the history lies. Nothing that speaks to databases is loaded for it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["named"]


def named(where: str | Path) -> str:
    """Return how messages name the place: a URL may carry a password, and shows only its kind."""
    text = str(where)
    return f"{text.partition('://')[0]}:// history" if "://" in text and not text.startswith("sqlite://") else text
