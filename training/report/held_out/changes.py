"""What changed against the champion: settings, figures, and the verdicts that flip."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from training.report.held_out.asked import Answered, Asked

__all__ = ["Changes", "Flip", "changes_of"]

_T = TypeVar("_T")
_EXAMPLES = 12
_CHANCES = ["ghost.probability", "scam.probability", "low_budget.probability"]


class Flip(NamedTuple):
    """A posting whose verdict differs; ``posting`` is its number in the exam, the chances are in the order of `Changes`."""

    posting: int
    before: str
    now: str
    chances_before: list[float]
    chances_now: list[float]


@dataclass(frozen=True)
class Changes:
    """``settings`` and ``figures`` by name, the champion's first; None where one has none.

    ``verdicts`` counts the postings by the champion's verdict and the bundle's. ``examples`` are those that flip and whose
    chances moved most.
    """

    settings: dict[str, tuple[str | None, str | None]]
    figures: dict[str, tuple[float | None, float | None]]
    verdicts: dict[str, dict[str, int]]
    flips: int
    chances: list[str]
    examples: list[Flip]


def changes_of(asked: Asked) -> Changes | None:
    """Return them, or None without a champion."""
    if asked.champion is None:
        return None
    old, new = asked.champion, asked.ours
    before, now = (of.answers["verdict"].astype(str).tolist() for of in (old, new))
    counts = Counter(zip(before, now, strict=True))
    verdicts: dict[str, dict[str, int]] = {}
    for (one, other), count in sorted(counts.items()):
        verdicts.setdefault(one, {})[other] = count
    return Changes(
        {name: (a, b) for name, (a, b) in _both(_settings(old), _settings(new)).items() if a != b},
        {name: (a, b) for name, (a, b) in _both(_figures(old), _figures(new)).items() if a != b},
        verdicts,
        sum(count for (one, other), count in counts.items() if one != other),
        _CHANCES,
        _examples(before, now, old, new),
    )


def _settings(of: Answered) -> dict[str, str]:
    return {name: str(value) for name, value in of.bundle.manifest.get("settings", {}).items()}


def _figures(of: Answered) -> dict[str, float]:
    return {f"{one['model']}: {one['what']}": float(one["ours"]) for one in of.bundle.manifest.get("figures", ())}


def _both(old: dict[str, _T], new: dict[str, _T]) -> dict[str, tuple[_T | None, _T | None]]:
    return {name: (old.get(name), new.get(name)) for name in sorted({*old, *new})}


def _examples(before: list[str], now: list[str], old: Answered, new: Answered) -> list[Flip]:
    was, is_now = (of.answers[_CHANCES].to_numpy(np.float64) for of in (old, new))
    moved = np.nan_to_num(np.abs(is_now - was)).max(axis=1)
    flipped = np.flatnonzero(np.array(before) != np.array(now))
    worst = flipped[np.argsort(-moved[flipped], kind="stable")][:_EXAMPLES]
    return [Flip(int(row), before[row], now[row], was[row].tolist(), is_now[row].tolist()) for row in worst]
