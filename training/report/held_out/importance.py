"""Importance: how much worse the answers get when a group of fields is dealt to other postings, at the scorer's door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from training.gate.exam import Paper
from training.gate.losses import losses_of
from training.report.held_out.asked import Asked
from training.report.held_out.draws import Estimate
from training.served import served

__all__ = ["FIELDS", "Importance", "dealt", "importance_of"]

#: What is dealt together.
FIELDS: dict[str, tuple[str, ...]] = {
    "client record": ("client",),
    "activity": ("activity",),
    "pay": ("pay",),
    "text": ("title", "description"),
    "category, tier, skills": ("category", "tier", "skills"),
    "dates": ("posted_at", "observed_at"),
    "duration, hours, Connects": ("duration", "weekly_hours", "connects", "questions"),
}


@dataclass(frozen=True, slots=True)
class Importance:
    """By how much a loss of a paper rises without what a group of fields tells."""

    fields: str
    paper: str
    loss: str
    rise: Estimate


def importance_of(asked: Asked, bundle: Path, say: Callable[[str], None]) -> list[Importance]:
    """Return the rise of each paper's loss by each group of fields."""
    rows = np.unique(np.concatenate([paper.rows for paper in asked.exam.papers]))
    postings = [asked.exam.postings[row] for row in rows]
    papers = [(paper, replace(paper, rows=np.searchsorted(rows, paper.rows))) for paper in asked.exam.papers]
    found = []
    for name, fields in FIELDS.items():
        say(f"importance: {name}")
        answers = served(bundle, dealt(postings, fields, asked.seed))
        for paper, here in papers:
            without = losses_of(here, answers, asked.config)
            found += [
                Importance(name, paper.name, loss, asked.draws(paper).mean(without[loss] - before))
                for loss, before in _first(asked, paper)
            ]
    return found


def _first(asked: Asked, paper: Paper) -> list[tuple[str, Any]]:
    # The proper score; the cost of a decision moves in steps.
    return list(asked.losses(paper).items())[:1]


def dealt(postings: Sequence[dict[str, Any]], fields: Sequence[str], seed: int) -> list[dict[str, Any]]:
    """Return postings among which fields were dealt anew, each with its fellows.

    They are dealt among postings of one marketplace and one kind of pay, so that none is asked for another market.
    """
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, posting in enumerate(postings):
        kind = (posting.get("pay") or {}).get("type")
        alike[str(posting.get("source")), str(kind)].append(number)
    rng, found = np.random.default_rng(seed), [dict(posting) for posting in postings]
    for _, numbers in sorted(alike.items()):
        for to, other in zip(numbers, rng.permutation(numbers).tolist(), strict=True):
            for field in fields:
                found[to].pop(field, None)
                if field in postings[other]:
                    found[to][field] = postings[other][field]
    return found
